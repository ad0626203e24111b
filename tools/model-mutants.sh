#!/usr/bin/env bash
# SPDX-License-Identifier: BSD-2-Clause
#
# Break one rule of docs/MODEL.md in a copy of the model, and ask the model's own checks whether
# they notice; then the next.  So we learn which bugs of the model's its checks would miss.
#
# tools/model-mutants.txt has the rules: what is changed in which function, which check noticed it
# last, and for changes without a visible effect, why.  Checks are asked in this order:
#
#	the last that noticed	one program, or one litmus
#	unit tests		of the model's parts: tests/model/unit/
#	random programs		engines and TLBs before each other, and the slow account
#	the litmus tests	on the rules themselves: their teeth and unreachable outcomes
#	SPIN			on those random programs that have no pages
#	more litmus tests, then all
#
# The results lie in build/model-mutants/.

set -u
root=$(CDPATH='' cd -- "$(dirname -- "${BASH_SOURCE[0]}")/.." && pwd)
# shellcheck source=tools/lib.sh
. "$root/tools/lib.sh"
cd "$root" || exit $EXIT_CRASH

out=build/model-mutants
known=tools/model-mutants.txt
jobs=$(nproc)
only=.
programs=200
sample=
quick=
record=
list=
# shellcheck source=tools/mutated.sh
. "$root/tools/mutated.sh"

help()
{
	cat <<'END_OF_HELP'
Usage: tools/model-mutants.sh [--only REGEX] [--sample N] [--quick] [--programs N] [--jobs N]
                              [--record] [--list]

Break one rule of the model in a copy of the source, build it, and run the model's own checks
until one notices; then the next.  A broken rule that nobody notices is a hole in those checks,
unless tools/model-mutants.txt says why it changes nothing.

  --only REGEX  only those whose line in the list matches
  --sample N    only every N-th of them
  --quick       only ask who noticed last, unit tests, random programs, and the smallest litmus tests
  --programs N  random programs, after the first 20 (200)
  --jobs N      processes of the model at a time (one a CPU)
  --record      write into tools/model-mutants.txt who noticed
  --list        only list them, and see that each can be made

Exit status: 0 each is noticed, or known to change nothing; 1 not so; 2 usage; 3 something
crashed; 4 a tool is missing.
END_OF_HELP
}

parse()
{
	options=(--only= --sample= --quick --programs= --jobs= --record --list --help)
	take_options "$@"
	check_number --jobs "$jobs" 1 256
	check_number --programs "$programs" 1 1000000
	[[ -z $sample ]] || check_number --sample "$sample" 1 1000
}

# mutants: those that are wanted, a line each: name, file, function, old text, new text, who
# noticed last, and maybe why it changes nothing; a tab between.
mutants()
{
	grep -v '^#' "$known" | awk -F '\t' -v n="${sample:-1}" 'NF > 1 && ++i % n == 0' |
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

# ask_unit LOG: do the unit tests of the model's parts notice?
ask_unit()
{
	by=unit
	caught="does not build with its unit tests: $1.build"
	build_model "$1.build" LTO= build/model/unit || return 0
	caught=$("$tree/build/model/unit" 2>&1 | tee "$1" | grep -m 1 '^not ok')
	[[ -n $caught ]]
}

# spin_failure LOG SEED N: the first of N random programs about words of which SPIN says otherwise.
spin_failure()
{
	tests/model/spin.sh --seed "$2" --programs "$3" --model "$tree/build/model/stalehound" >"$1" 2>&1 ||
		grep -m 1 '^not ok' "$1"
}

# ask LOG WORD...: does the model notice, called with the words?  Then $caught says what, and $by
# is what to call it with next time.
ask()
{
	caught=$(first_failure "$@" jobs="$jobs" | head -n 1)
	by=${*:2}
	case $caught in
	MISMATCH*programs=1\ seed=*) by="programs=1${caught##*programs=1} closure=on" ;;
	'not ok '*/*) by="run=$(grep -oE '[a-z]+/[a-z0-9-]+' <<<"$caught" | head -n 1) ${by#run=* }" ;;
	esac
	[[ -n $caught ]]
}

# ask_spin LOG SEED N
ask_spin()
{
	caught=$(spin_failure "$@")
	by="spin $(grep -oE 'seed=[0-9]+' <<<"$caught" | tr -dc 0-9)"
	[[ -n $caught ]]
}

# ask_bounds LOG: 4 events beside 2 have 2 orders without a preemption, 6 with at most one, and 12
# with two; those of each bound are run in turn.
ask_bounds()
{
	"$tree/build/model/stalehound" engine=bound bound=2 run=elt/mp mutate=none tso=off policy=eager \
		warm=off >"$1" 2>&1
	caught=$(grep -v ' 20 executions ' "$1" | grep -m 1 '# bounded 2 ')
	by=bounds
	[[ -n $caught ]]
}

# ask_oracle LOG ORACLE TEST: is no tooth of the test killed by that oracle any more, as one is
# before a reader sees anything?
ask_oracle()
{
	"$tree/build/model/stalehound" run="$3" seconds=1 jobs=1 >"$1" 2>&1
	! grep -q "by the ${2//-/ } oracle" "$1" || return
	caught="the ${2//-/ } oracle kills no tooth of $3"
	by="oracle $2 $3"
}

# who_notices LOG BY WHY: leaves $caught and $by.
who_notices()
{
	local log=$1 last=$2 why=$3 words

	read -r -a words <<<"$last"
	case $last in
	- | unit) ;;
	oracle*) ! ask_oracle "$log.last" "${words[@]:1}" || return ;;
	bounds) ! ask_bounds "$log.last" || return ;;
	spin*) ! ask_spin "$log.last" "${words[1]}" 1 || return ;;
	*) ! ask "$log.last" "${words[@]}" || return ;;
	esac
	! ask_unit "$log.unit" || return
	! ask "$log.programs" programs=20 closure=on || return
	! ask "$log.smallest" run='control/*,elt/*' closure=on seconds=1 || return
	! ask "$log.programs" seed=21 programs="$programs" closure=on || return
	[[ -z $quick ]] || return
	! ask_spin "$log.spin" 1 20 || return
	[[ -z $why ]] || return
	! ask "$log.rules" run='switch/*,tlb/*,unmap/retract*,unmap/tables*,reclaim/luf-munmap*' \
		closure=on seconds=1 || return
	ask "$log.all" 'run=*' seconds=2
}

# record_it NAME BY
record_it()
{
	local new

	new=$(BY=$2 awk -F '\t' -v OFS='\t' -v name="$1" '$1 == name { $6 = ENVIRON["BY"] } { print }' "$known") &&
		printf '%s\n' "$new" >"$known"
}

# judge NAME FILE FUNCTION OLD NEW BY WHY
judge()
{
	local log=$out/$1 caught='' by=- file=arch/model/$2

	if ! change "$file" "$3" "$4" "$5"; then
		tell "$1" '' '' "$known: $file has '$4' in $3() not once"
		return
	fi
	touch "$tree/$file"
	if build_model "$log.build" LTO=; then
		who_notices "$log" "$6" "$7"
		[[ -n $caught ]] || by=-
		[[ -z $record ]] || record_it "$1" "$by"
	else
		caught="does not build: $log.build"
	fi
	put_back "$file"
	tell "$1" "$caught" "$7" "$log.*"
}

list_them()
{
	local name file function old new by why wrong=0

	mkdir -p "$tree"/arch/model/{machine,search,judge,suite}
	while IFS=$'\t' read -r name file function old new by why; do
		echo "$name: $file, $function(): '$old' -> '$new'${why:+ # $why}"
		if ! change "arch/model/$file" "$function" "$old" "$new"; then
			echo "stalehound: $known: $name: arch/model/$file has '$old' in $function() not once"
			wrong=1
		elif [[ $by == - && -z $why ]]; then
			echo "stalehound: $known: $name: nobody is known to notice, and no reason says why it changes nothing"
			wrong=1
		fi
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
while IFS=$'\t' read -r name file function old new by why; do
	judge "$name" "$file" "$function" "$old" "$new" "$by" "$why" 9>&-
done < <(mutants)
((passed + failed > 0)) || die $EXIT_USAGE "no mutant of the model matches '$only'; try --list"
echo "$passed passed, $failed failed"
((failed == 0))
