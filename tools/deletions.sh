#!/usr/bin/env bash
# SPDX-License-Identifier: BSD-2-Clause
#
# Delete a flush, a barrier or an account of one from the source, and ask the model whether
# any litmus notices, or else the unit tests; then the next.  A mutant is a deletion that
# somebody thought of; this asks about those that nobody did.
#
# What may be deleted is every statement of kernel/tlb/ and kernel/mm/ that calls what $calls
# matches.  tools/deletions.txt has those that change nothing anybody could see, and why.
# The results lie in build/deletions/.

set -u
root=$(cd -- "$(dirname -- "${BASH_SOURCE[0]}")/.." && pwd)
# shellcheck source=tools/lib.sh
. "$root/tools/lib.sh"
cd "$root" || exit $EXIT_CRASH

calls='flush_|tlb_flush|tlb_gather_(vma|entry)|tlb_finish|tlb_drop|tlb_invalidate|tlb_load_root'
calls+='|tlb_inc_gen|flush_policy\(\)->|luf_(fold|flush|key|new|publish|track)|slot_|owe|smp_|join_mm'
calls+='|cpumask_(add|copy|set|unset)|invalidate_|shootdown|leave_lazy|load_no_mm|catch_up'
calls+='|ipi_send|serve|page_keep|ptshare_leave'

out=build/deletions
known=tools/deletions.txt
jobs=$(nproc)
only=.
list=
# shellcheck source=tools/mutated.sh
. "$root/tools/mutated.sh"

help()
{
	cat <<'END_OF_HELP'
Usage: tools/deletions.sh [--only REGEX] [--jobs N] [--list]

Delete from a copy of the source one statement that flushes, orders or accounts for it, build
the model, and run every litmus; if none notices, the unit tests, and then the litmus tests
again, longer; then the next.  A deletion that nobody notices is a hole in the tests, unless
tools/deletions.txt says why it changes nothing.

  --only REGEX  only deletions whose line (file: statement) matches
  --jobs N      processes of the model at a time (one a CPU)
  --list        only list what would be deleted

Exit status: 0 each is noticed, or known to change nothing; 1 not so; 2 usage; 3 something
crashed; 4 a tool is missing.
END_OF_HELP
}

parse()
{
	options=(--only= --jobs= --list --help)
	take_options "$@"
	check_number --jobs "$jobs" 1 256
}

# Each statement that may be deleted: file, first and last line, text; separated by tabs.
# The text begins with the condition, if that is on the line before.
statements()
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
		print FILENAME "\t" first "\t" FNR "\t" guard text
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
	{ before = $0 }' kernel/tlb/*.c kernel/mm/*/*.c | grep -v '^kernel/tlb/luf_debug'
}

# delete FILE FIRST LAST: in the copy.
delete()
{
	sed -i -e "$2s/.*/;/" "$tree/$1"
	(($2 == $3)) || sed -i -e "$(($2 + 1)),$3s/.*//" "$tree/$1"
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

# judge FILE FIRST LAST TEXT
judge()
{
	local name="$1:$2: $4" log why caught

	log=$out/$(basename "$1" .c)-$2
	why=$(reason "$1" "$4")
	delete "$1" "$2" "$3"
	if build_model "$log.build"; then
		caught=$(litmus_failure "$log.txt" 1)
		[[ -n $caught || -n $why ]] || caught=$(unit_failure "$log.unit")
		[[ -n $caught || -n $why ]] || caught=$(litmus_failure "$log.txt" 10)
	else
		caught="does not build: $log.build"
	fi
	put_back "$1"
	tell "$name" "$caught" "$why" "$log.txt"
}

parse "$@"
if [[ -n $list ]]; then
	statements | awk -F '\t' '{ print $1 ":" $2 ": " $4 }' | grep -E -- "$only"
	exit
fi
tools/install-deps.sh build || exit $EXIT_NO_TOOL
copy_tree
build_model "$out/whole.build" || die $EXIT_CRASH "the model does not build: $out/whole.build"
while IFS=$'\t' read -r file first last text; do
	[[ "$file:$first: $text" =~ $only ]] || continue
	judge "$file" "$first" "$last" "$text"
done < <(statements)
((passed + failed > 0)) || die $EXIT_USAGE "nothing to delete matches '$only'; try --list"
echo "$passed passed, $failed failed"
((failed == 0))
