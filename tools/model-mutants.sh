#!/usr/bin/env bash
# SPDX-License-Identifier: BSD-2-Clause
#
# Break one rule of docs/MODEL.md in a copy of the model, and ask the model's own checks whether
# they notice; then the next.  What it would take to miss a bug of the model's is known then.
#
# tools/model-mutants.txt has the rules: what is changed in which function, and, of those that
# change nothing anybody could see, why.  Who notices is asked in this order:
#
#	random programs		engines and TLBs before each other, and the slow account
#	SPIN			on those of them that have no pages
#	the litmus tests	on the rules themselves: their teeth and unreachable outcomes
#	all litmus tests
#
# The results lie in build/model-mutants/.

set -u
root=$(cd -- "$(dirname -- "${BASH_SOURCE[0]}")/.." && pwd)
# shellcheck source=tools/lib.sh
. "$root/tools/lib.sh"
cd "$root" || exit $EXIT_CRASH

out=build/model-mutants
known=tools/model-mutants.txt
jobs=$(nproc)
only=.
programs=200
sample=
list=
# shellcheck source=tools/mutated.sh
. "$root/tools/mutated.sh"

help()
{
	cat <<'END_OF_HELP'
Usage: tools/model-mutants.sh [--only REGEX] [--sample N] [--programs N] [--jobs N] [--list]

Break one rule of the model in a copy of the source, build it, and run the model's own checks
until one notices; then the next.  A broken rule that nobody notices is a hole in those checks,
unless tools/model-mutants.txt says why it changes nothing.

  --only REGEX  only those whose line in the list matches
  --sample N    only every N-th of them, and only random programs
  --programs N  random programs, at most (200)
  --jobs N      processes of the model at a time (one a CPU)
  --list        only list them, and see that each can be made

Exit status: 0 each is noticed, or known to change nothing; 1 not so; 2 usage; 3 something
crashed; 4 a tool is missing.
END_OF_HELP
}

parse()
{
	options=(--only --sample --programs --jobs --list --help)
	while (($#)); do
		case $1 in
		-h | --help) help; exit 0 ;;
		--only=*) only=${1#*=} ;;
		--only) only=${2-}; shift ;;
		--sample=*) sample=${1#*=} ;;
		--sample) sample=${2-}; shift ;;
		--programs=*) programs=${1#*=} ;;
		--programs) programs=${2-}; shift ;;
		--jobs=*) jobs=${1#*=} ;;
		--jobs) jobs=${2-}; shift ;;
		--list) list=1 ;;
		*) unknown_option "$1" ;;
		esac
		(($# == 0)) || shift
	done
	check_number --jobs "$jobs" 1 256
	check_number --programs "$programs" 1 1000000
	[[ -z $sample ]] || check_number --sample "$sample" 1 1000
	[[ -n $only ]] || die $EXIT_USAGE '--only needs a value'
}

# mutants: those that are wanted, a line each: name, file, function, old text, new text, and
# maybe why it changes nothing; a tab between.
mutants()
{
	grep -v '^#' "$known" | tr -s '\t' | awk -F '\t' -v n="${sample:-1}" 'NF > 1 && ++i % n == 0' |
		grep -E -- "$only"
}

# change FILE FUNCTION OLD NEW: in the copy.  The old text must be there just once.
change()
{
	local text

	text=$(OLD=$3 NEW=$4 awk -v name="$2" '
		BEGIN { old = ENVIRON["OLD"]; new = ENVIRON["NEW"]; inside = name == "-" }
		name != "-" && $0 ~ "^[A-Za-z_#].*[ *]" name "\\(" && !/;$/ { inside = 1 }
		inside && (at = index($0, old)) {
			$0 = substr($0, 1, at - 1) new substr($0, at + length(old))
			n++
		}
		name != "-" && /^}/ { inside = 0 }
		{ print }
		END { exit n != 1 }' "$1") || return
	printf '%s\n' "$text" >"$tree/$1"
}

# spin_failure LOG: the first random program of which SPIN says otherwise.
spin_failure()
{
	tests/model/spin.sh --programs 60 --model "$tree/build/model/stalehound" >"$1" 2>&1 || grep -m 1 '^not ok' "$1"
}

# who_notices LOG WHY
who_notices()
{
	local log=$1 caught words=(closure=on jobs="$jobs") n

	for n in 20 "$programs"; do
		caught=$(first_failure "$log.programs" programs="$n" closure=on)
		[[ -z $caught ]] || { echo "programs=$n: $caught"; return; }
	done
	caught=$(spin_failure "$log.spin")
	[[ -z $caught ]] || { echo "$caught"; return; }
	[[ -z $sample && -z $2 ]] || return
	caught=$(first_failure "$log.rules" "${words[@]}" seconds=1 \
		run='control/*,elt/*,switch/*,tlb/*,unmap/retract*,unmap/tables*,reclaim/luf-munmap*')
	[[ -n $caught ]] || caught=$(first_failure "$log.all" jobs="$jobs" seconds=2)
	echo "$caught"
}

# judge NAME FILE FUNCTION OLD NEW WHY
judge()
{
	local log=$out/$1 caught file=arch/model/$2

	if ! change "$file" "$3" "$4" "$5"; then
		tell "$1" '' '' "$known: $file has '$4' in $3() not once"
		return
	fi
	touch "$tree/$file"
	if build_model "$log.build" LTO=; then
		caught=$(who_notices "$log" "$6")
	else
		caught="does not build: $log.build"
	fi
	put_back "$file"
	tell "$1" "$caught" "$6" "$log.*"
}

list_them()
{
	local name file function old new why wrong=0

	mkdir -p "$tree/arch/model"
	while IFS=$'\t' read -r name file function old new why; do
		echo "$name: $file, $function(): '$old' -> '$new'${why:+ # $why}"
		change "arch/model/$file" "$function" "$old" "$new" && continue
		echo "stalehound: $known: $name: arch/model/$file has '$old' in $function() not once"
		wrong=1
	done < <(mutants)
	return $wrong
}

parse "$@"
if [[ -n $list ]]; then
	tree=$(mktemp -d) || exit $EXIT_CRASH
	trap 'rm -rf "$tree"' EXIT
	list_them
	exit
fi
only_one "$out"
tools/install-deps.sh build || exit $EXIT_NO_TOOL
copy_tree
build_model "$out/whole.build" LTO= || die $EXIT_CRASH "the model does not build: $out/whole.build"
while IFS=$'\t' read -r name file function old new why; do
	judge "$name" "$file" "$function" "$old" "$new" "$why" 9>&-
done < <(mutants)
((passed + failed > 0)) || die $EXIT_USAGE "no mutant of the model matches '$only'; try --list"
echo "$passed passed, $failed failed"
((failed == 0))
