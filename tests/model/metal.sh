#!/usr/bin/env bash
# SPDX-License-Identifier: BSD-2-Clause
#
# From the model to metal: for each counterexample the model prints a schedule, with which QEMU
# (TCG) shows the same, what fails a run or a BUG, in one run, every time; or it names what
# hardware must do and TCG does not; or it says that it is a race, which metal does not show,
# or that what a wait was for is written again, where the model goes no further.
#
#	tests/model/metal.sh [--full]
#
# Some teeth, by count, and those of $named; --full: every tooth of every litmus test.

set -u
root=$(CDPATH='' cd -- "$(dirname -- "${BASH_SOURCE[0]}")/../.." && pwd)
cd "$root" || exit 3
log=build/model-metal
one_in=49
[[ ${1-} == --full ]] && one_in=1
# The bug that no run of metal showed, since it could be delayed at hand-placed steps only; a
# reader who acts on what it sees; a handler in the midst of a shootdown.
named='
unmap/mremap-move-no-flush mremap-flush-late
reclaim/luf-munmap-mmap-stale-ro gather-skip-luf
unmap/unmap-flush-tell shootdown-skip-ipi
'

# What a run fails by.
caught='a stale access was caught|an outcome was seen that the table does not have|frames were lost'

# result NAME PROBLEM: empty if there is none.
result()
{
	if [[ -z $2 ]]; then
		echo "ok - $1"
	else
		echo "not ok - $1: $2"
	fi
}

# teeth: test and mutant of those that are wanted, each once.
teeth()
{
	{
		tools/teeth.sh | awk -v one_in=$one_in 'NR % one_in == 0'
		[[ $one_in == 1 ]] || grep . <<<"$named"
	} | sort -u
}

# ask TEST MUTANT: a line for each counterexample: test, mutant, the end that the kernel comes to,
# and what the model says for metal.  The end is the place of a BUG, @ and the address that it
# touches where nothing is, or - if it comes to none.
ask()
{
	build/model/stalehound "run=$1" "mutate=$2" seconds=600 2>&1 | awk -v tooth="$1 $2" '
		/^# CAUGHT/ {
			if (caught)
				print tooth, bug, "nothing"
			caught = 1
			bug = "-"
			if (match($0, /BUG at [^ ]*:[0-9]+/))
				bug = substr($0, RSTART + 7, RLENGTH - 7)
			else if (match($0, /crash oracle: address [0-9a-f]+/))
				bug = "@" substr($0, RSTART + 22, RLENGTH - 22)
		}
		/^# on metal: / && caught {
			sub(/^# on metal: /, "")
			print tooth, bug, $0
			caught = 0
			n++
		}
		END { if (caught || !n) print tooth, "-", "nothing" }'
}

# ends_boot TEST: by a tooth of it the kernel's own checks may end the boot.
ends_boot()
{
	grep -q 'ends_boot = true' "tests/litmus/$1.c"
}

# follow TEST MUTANT BUG WORD...: one boot; what was wrong, or nothing.
follow()
{
	local litmus=$1 bug=$3 out=$log/${1//\//-}.$2.txt status

	shift 3
	./run-qemu.sh --direct "$@" >"$out" 2>&1
	status=$?
	if [[ $bug == @* ]]; then
		((status == 3)) && grep -Eq "^Bail out! .*page fault in kernel mode: .* 0x0*${bug#@}," "$out" &&
			return
	elif [[ $bug != - ]]; then
		((status == 3)) && grep -qF "Bail out! stalehound: panic on CPU" "$out" &&
			grep -qF "BUG at $bug:" "$out" && return
	else
		((status == 1)) && grep -Eq "^  not ok 1 schedule # ($caught)" "$out" &&
			grep -q 'followed to its end' "$out" && return
		# What comes after a race that the model tells, or after the run, may be a BUG, or the
		# kernel's walk through a table that is gone.
		((status == 3)) && ends_boot "$litmus" &&
			grep -Eq "^# CAUGHT $litmus, run 1:|^Bail out! .*: (BUG at |page fault in kernel mode: )" "$out" && return
	fi
	cp "$out" "$out.failed"
	echo "status $status, see $out.failed"
}

# judge TEST MUTANT BUG WHAT
judge()
{
	local shows='what the model caught' words

	case $4 in
	./run-qemu.sh*)
		[[ $3 == - ]] || shows="the BUG at $3"
		[[ $3 != @* ]] || shows="that address ${3#@} is touched, where nothing is,"
		read -ra words <<<"${4#* }"
		result "$1, $2: its schedule shows $shows in one run" \
			"$(follow "$1" "$2" "$3" "${words[@]}")"
		;;
	*'a race shows'*) result "$1, $2: is a race, which no schedule shows" '' ;;
	*'the model goes no further'*) result "$1, $2: ends a wait, and the model's search" '' ;;
	*'the hardware must'*)
		result "$1, $2: hardware must${4#*the hardware must}" ''
		;;
	*)
		result "$1, $2: replays on metal, or says what hardware must do" "it says: $4"
		;;
	esac
}

# tooth TEST MUTANT: what the model says, and metal to it.
tooth()
{
	local litmus mutant bug what

	ask "$1" "$2" | while read -r litmus mutant bug what; do
		judge "$litmus" "$mutant" "$bug" "$what"
	done
}

count()
{
	grep -c "$1" "$log/results"
}

mkdir -p "$log"
rm -f "$log"/*
make --no-print-directory model kernel || exit 3
export -f ask tooth judge follow ends_boot result
export log caught
# Metal follows the model's steps, so nothing here depends on how many run at once.
teeth >"$log/teeth"
xargs -P "$(nproc)" -L 1 bash -c 'tooth "$@"' _ <"$log/teeth" | tee "$log/results"
(($(wc -l <"$log/teeth") <= $(wc -l <"$log/results"))) ||
	result 'every tooth is asked about' "see $log/teeth" | tee -a "$log/results"
passed=$(count '^ok - ')
failed=$(count '^not ok - ')
replayed=$(count '^ok - .*: its schedule shows ')
hardware=$(count '^ok - .*: hardware must')
races=$(count '^ok - .*: is a race')
echo "# $replayed counterexamples replay in one run, $hardware name what hardware must do," \
	"$races are races, $((passed + failed - replayed - hardware - races)) none of these"
echo "$passed passed, $failed failed"
((failed == 0 && passed > 0))
