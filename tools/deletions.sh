#!/usr/bin/env bash
# SPDX-License-Identifier: BSD-2-Clause
#
# Change the source in one place, and ask the model whether any litmus notices, or else the
# pairs of calls, or the unit tests; then the next.  Mutants are changes that somebody thought of;
# this tries those that nobody thought of.  Two kinds, both of kernel/tlb/ and kernel/mm/:
#
#	delete	every statement that calls what $calls matches: flushes, barriers, and the
#		accounts of them
#	edit	two statements that change places, half of a condition, a lock, a comparison
#		that is off by one: tools/edits.awk
#
# tools/deletions.txt lists changes without a visible effect, and why.  Code that detects, counts
# or prints is not changed: a detector that is broken is no hole in the tests.
# The results lie in build/deletions/.

set -u
root=$(CDPATH='' cd -- "$(dirname -- "${BASH_SOURCE[0]}")/.." && pwd)
# shellcheck source=tools/lib.sh
. "$root/tools/lib.sh"
cd "$root" || exit $EXIT_CRASH

calls='flush_|tlb_flush|tlb_gather_(vma|entry)|tlb_finish|tlb_drop|tlb_invalidate|tlb_load_root'
calls+='|tlb_inc_gen|flush_policy\(\)->|luf_(fold|flush|key|new|publish|track)|slot_|owe|smp_|join_mm'
calls+='|cpumask_(add|copy|set|unset)|invalidate_|shootdown|leave_lazy|load_no_mm|catch_up'
calls+='|ipi_send|serve|page_keep|ptshare_leave'

not_changed='^kernel/(tlb/luf_(debug|rules|stats)|tlb/tlb_stats|mm/tables/debug|mm/frames/account)'

out=build/deletions
known=tools/deletions.txt
jobs=$(nproc)
kind=delete
only=.
sample=
seed=1
list=
unbuilt=0
# shellcheck source=tools/mutated.sh
. "$root/tools/mutated.sh"

help()
{
	cat <<'END_OF_HELP'
Usage: tools/deletions.sh [--kind delete|edit] [--only REGEX] [--sample N] [--seed N]
                          [--jobs N] [--list]

Change one place in a copy of the source, build the model, and run every litmus; if none
notices, pairs of calls, the unit tests, and the litmus tests again, longer; then the next
place.  A change that nobody notices is a hole in the tests, unless tools/deletions.txt says
why it changes nothing.

  --kind delete one statement that flushes, orders or accounts for it is gone (this is usual)
  --kind edit   two statements change places; half of a condition, or a lock, is gone; a
                comparison or a sum is off by one.  What does not build is told, and not counted
  --only REGEX  only changes whose line (file: change) matches
  --sample N    N of them, drawn at random
  --seed N      other N of them (1)
  --jobs N      processes of the model at a time (one a CPU)
  --list        only list what would be changed

Exit status: 0 each is noticed, or known to change nothing; 1 not so; 2 usage; 3 something
crashed; 4 a tool is missing.
END_OF_HELP
}

parse()
{
	options=(--kind= --only= --sample= --seed= --jobs= --list --help)
	take_options "$@"
	[[ $kind == delete || $kind == edit ]] || die $EXIT_USAGE "--kind $kind: must be delete or edit"
	[[ -z $sample ]] || check_number --sample "$sample" 1 1000000
	check_number --seed "$seed" 0 999999999
	check_number --jobs "$jobs" 1 256
}

# Each statement that may be deleted, as tools/edits.awk has its edits: file, first and last
# line, what is changed, what comes in its place; separated by tabs.  What is changed begins with
# the condition, if that is on the line before.
deletions()
{
	awk -v calls="$calls" '
	# Of a branch that only a mutant takes.
	function is_of_mutant()
	{
		return before ~ /[^!]mutant\(/ && before !~ /\|\|/
	}
	function ends() { return /;[ \t]*(\/\*.*)?$/ }
	function print_it()
	{
		gsub(/[ \t]+/, " ", text)
		sub(/^ /, "", text)
		sub(/ \/\*.*/, "", text)
		print FILENAME "\t" first "\t" FNR "\t" guard text "\t;"
		text = ""
	}
	FNR == 1 { text = before = "" }
	text != "" {
		text = text $0
		if (ends())
			print_it()
		next
	}
	$0 ~ "^\t+(\\(void\\))?([A-Za-z_>.-]+ [|+]?= )?(" calls ")[A-Za-z_]*\\(" {
		first = FNR
		text = is_of_mutant() ? "" : $0
		guard = before ~ /^\t+(if|else|for|while).*[^;{]$/ ? before " " : ""
		gsub(/^\t+/, "", guard)
		if (text != "" && ends())
			print_it()
	}
	{ before = $0 }' "$@"
}

edits()
{
	awk -f tools/edits.awk "$@"
}

# draw: $sample of the lines that come in, the same ones for a seed, in the order that they have.
draw()
{
	if [[ -z $sample ]]; then
		cat
		return
	fi
	awk -v x="$((seed + 1))" 'BEGIN { for (i = 0; i < 9; i++) x = x * 16807 % 2147483647 }
		{ x = x * 16807 % 2147483647; y = x % 67108859; print y * y % 2147483647 "\t" NR "\t" $0 }' |
		sort -n | head -n "$sample" | sort -t $'\t' -k 2n | cut -f 3-
}

# Those that are asked about.
changes()
{
	local of_kind=deletions

	[[ $kind == delete ]] || of_kind=edits
	"$of_kind" kernel/tlb/*.c kernel/mm/*/*.c | grep -Ev "$not_changed" |
		awk -F '\t' -v only="${only//\\/\\\\}" '$1 ":" $2 ": " $4 ~ only' | draw
}

# change FILE FIRST LAST NEW: in the copy.  FIRST and LAST are lists, with commas between.
change()
{
	awk -v firsts="$2" -v lasts="$3" -v new="${4//\\/\\\\}" '
		BEGIN { n = split(firsts, first, ","); split(lasts, last, ",") }
		{
			for (i = 1; i <= n; i++) {
				if (FNR >= first[i] && FNR <= last[i]) {
					print FNR == first[i] ? new : ""
					next
				}
			}
			print
		}' "$1" >"$tree/$1"
}

# reason FILE TEXT: why its deletion changes nothing; nothing if it should be noticed.
reason()
{
	awk -F '\t' -v file="$1" -v text="$2" '$1 == file && $2 == text { print $3 }' "$known"
}

# litmus_failure LOG SECONDS: the first litmus that notices.
litmus_failure()
{
	first_failure "$1" mutate=none jobs="$jobs" seconds="$2"
}

# pairs_failure LOG: the first pair of calls that notices, of a sample.
pairs_failure()
{
	first_failure "$1" pairs sample=300 iters=500 seed=1 jobs="$jobs"
}

# who_notices LOG: nothing if nobody does.
who_notices()
{
	local caught

	caught=$(litmus_failure "$1.txt" 1)
	[[ -n $caught ]] || caught=$(pairs_failure "$1.pairs")
	[[ -n $caught ]] || caught=$(unit_failure "$1.unit")
	[[ -n $caught ]] || caught=$(litmus_failure "$1.txt" 10)
	echo "$caught"
}

# judge NUMBER FILE FIRST LAST WHAT NEW
judge()
{
	local name="$2:${3%%,*}: $5" log why caught

	log=$out/$kind-$1
	why=$(reason "$2" "$5")
	change "${@:2:3}" "$6"
	if build_model "$log.build"; then
		if [[ -n $why ]]; then
			caught=$(litmus_failure "$log.txt" 1)
		else
			caught=$(who_notices "$log")
		fi
		tell "$name" "$caught" "$why" "$log.txt"
	elif [[ $kind == edit ]]; then
		unbuilt=$((unbuilt + 1))
		echo "# $name: does not build"
	else
		tell "$name" "does not build: $log.build" "$why" "$log.txt"
	fi
	put_back "$2"
}

parse "$@"
mkdir -p "$out"
changes >"$out/changes"
[[ -s $out/changes ]] || die $EXIT_USAGE "nothing to change matches '$only'; try --list"
if [[ -n $list ]]; then
	awk -F '\t' '{ print $1 ":" $2 ": " $4 }' "$out/changes"
	exit
fi
tools/install-deps.sh build || exit $EXIT_NO_TOOL
copy_tree
build_model "$out/whole.build" || die $EXIT_CRASH "the model does not build: $out/whole.build"
number=0
while IFS=$'\t' read -r file first last what new; do
	number=$((number + 1))
	judge $number "$file" "$first" "$last" "$what" "$new"
done <"$out/changes"
((unbuilt == 0)) || echo "# $unbuilt did not build"
echo "$passed passed, $failed failed"
((failed == 0))
