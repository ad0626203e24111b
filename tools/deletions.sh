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
calls+='|tlb_inc_gen|flush_policy\(\)->|luf_(fold|flush|key|new|publish|track)|owe|smp_|join_mm'
calls+='|cpumask_(add|copy|set|unset)|invalidate_|shootdown|leave_lazy|load_no_mm|catch_up'
calls+='|ipi_send|serve|page_keep|ptshare_leave'

out=build/deletions
tree=$out/tree
known=tools/deletions.txt
jobs=$(nproc)
only=.
list=
passed=0
failed=0

help()
{
	cat <<'END_OF_HELP'
Usage: tools/deletions.sh [--only REGEX] [--jobs N] [--list]

Delete from a copy of the source one statement that flushes, orders or accounts for it, build
the model, and run every litmus, or if none notices, the unit tests; then the next.  A deletion
that nobody notices is a hole in the tests, unless tools/deletions.txt says why it changes
nothing.

  --only REGEX  only deletions whose line (file: statement) matches
  --jobs N      processes of the model at a time (one a CPU)
  --list        only list what would be deleted

Exit status: 0 each is noticed, or known to change nothing; 1 not so; 2 usage; 3 something
crashed; 4 a tool is missing.
END_OF_HELP
}

parse()
{
	options=(--only --jobs --list --help)
	while (($#)); do
		case $1 in
		-h | --help) help; exit 0 ;;
		--only=*) only=${1#*=} ;;
		--only) only=${2-}; shift ;;
		--jobs=*) jobs=${1#*=} ;;
		--jobs) jobs=${2-}; shift ;;
		--list) list=1 ;;
		*) unknown_option "$1" ;;
		esac
		(($# == 0)) || shift
	done
	check_number --jobs "$jobs" 1 256
	[[ -n $only ]] || die $EXIT_USAGE '--only needs a value'
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
	{ before = $0 }' kernel/tlb/*.c kernel/mm/*.c | grep -v '^kernel/tlb/luf_debug'
}

copy_tree()
{
	mkdir -p "$tree"
	cp -r --preserve=timestamps arch kernel tests tools Makefile linker.ld "$tree"
}

# delete FILE FIRST LAST: in the copy.
delete()
{
	sed -i -e "$2s/.*/;/" "$tree/$1"
	(($2 == $3)) || sed -i -e "$(($2 + 1)),$3s/.*//" "$tree/$1"
}

# build LOG: what the deletion leaves unused is no matter.
build()
{
	make -s -C "$tree" -f arch/model/build.mk -j "$(nproc)" MODEL_CFLAGS='-w -Wno-error' >"$1" 2>&1
}

# first_failure LOG SECONDS: the name of the first litmus that notices.  The rest is not
# waited for.  A model that dies has noticed, too.
first_failure()
{
	local status

	"$tree/build/model/stalehound" mutate=none jobs="$jobs" seconds="$2" 2>&1 | tee "$1" |
		grep -m 1 -E '^not ok [0-9]+ .*/|^Bail out' | sed -E 's/^not ok [0-9]+ //; s/ #.*//'
	status=${PIPESTATUS[0]}
	# SIGPIPE: it was not waited for.
	((status <= 1 || status == 141)) || echo "the model ends with status $status"
}

# unit_failure LOG: the first unit test that notices.
unit_failure()
{
	(cd "$tree" && UNIT_CFLAGS='-w -Wno-error' tests/unit/run.sh) >"$1" 2>&1 || grep -m 1 '^not ok' "$1"
}

# reason FILE TEXT: why its deletion changes nothing; nothing if it should be noticed.
reason()
{
	awk -F '\t' -v file="$1" -v text="$2" '$1 == file && $2 == text { print $3 }' "$known"
}

# judge FILE FIRST LAST TEXT
judge()
{
	local name="$1:$2: $4" log why caught

	log=$out/$(basename "$1" .c)-$2
	why=$(reason "$1" "$4")
	delete "$1" "$2" "$3"
	if build "$log.build"; then
		caught=$(first_failure "$log.txt" 1)
		[[ -n $caught || -n $why ]] || caught=$(first_failure "$log.txt" 10)
		[[ -n $caught || -n $why ]] || caught=$(unit_failure "$log.unit")
	else
		caught="does not build: $log.build"
	fi
	cp --preserve=timestamps "$1" "$tree/$1"
	touch "$tree/$1"
	if [[ -n $caught && -n $why ]]; then
		caught="$caught, although $known says: $why"
	elif [[ -n $caught$why && $caught != 'does not build'* ]]; then
		passed=$((passed + 1))
		echo "ok - $name # ${caught:-$why}"
		return
	fi
	failed=$((failed + 1))
	echo "not ok - $name # ${caught:-nothing notices: $log.txt}"
}

parse "$@"
if [[ -n $list ]]; then
	statements | awk -F '\t' '{ print $1 ":" $2 ": " $4 }' | grep -E -- "$only"
	exit
fi
tools/install-deps.sh build || exit $EXIT_NO_TOOL
copy_tree
build "$out/whole.build" || die $EXIT_CRASH "the model does not build: $out/whole.build"
while IFS=$'\t' read -r file first last text; do
	[[ "$file:$first: $text" =~ $only ]] || continue
	judge "$file" "$first" "$last" "$text"
done < <(statements)
((passed + failed > 0)) || die $EXIT_USAGE "nothing to delete matches '$only'; try --list"
echo "$passed passed, $failed failed"
((failed == 0))
