#!/usr/bin/env bash
# SPDX-License-Identifier: BSD-2-Clause
#
# From the model to metal: for each counterexample the model prints a schedule, with which QEMU
# (TCG) shows the same, what fails a run or a BUG, in one run, every time; or it names what
# hardware must do and TCG does not.
#
#	tests/model/metal.sh [--full]
#
# Some teeth, by count, and those of $named; --full: every tooth of every litmus test.

set -u
root=$(cd -- "$(dirname -- "${BASH_SOURCE[0]}")/../.." && pwd)
cd "$root" || exit 3
log=build/model-metal
one_in=11
[[ ${1-} == --full ]] && one_in=1
passed=0
failed=0
replayed=0
hardware=0

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
		passed=$((passed + 1))
		echo "ok - $1"
	else
		failed=$((failed + 1))
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

# ask TEST MUTANT: a line for each counterexample: test, mutant, the BUG that it ends in or -, and
# what the model says for metal.
ask()
{
	build/model/stalehound "run=$1" "mutate=$2" seconds=600 2>&1 | awk -v tooth="$1 $2" '
		/^# CAUGHT/ {
			if (caught)
				print tooth, bug, "nothing"
			caught = 1
			bug = match($0, /BUG at [^ ]*:[0-9]+/) ? substr($0, RSTART + 7, RLENGTH - 7) : "-"
		}
		/^# on metal: / && caught {
			sub(/^# on metal: /, "")
			print tooth, bug, $0
			caught = 0
			n++
		}
		END { if (caught || !n) print tooth, "-", "nothing" }'
}

# ends_boot TEST: a tooth of it breaks what the next run is made of, so a BUG may come after.
ends_boot()
{
	grep -q 'ends_boot = true' "tests/litmus/$1.c"
}

# follow TEST BUG WORD...: one boot; what was wrong, or nothing.
follow()
{
	local litmus=$1 bug=$2 out=$log/boot.txt status

	shift 2
	./run-qemu.sh --direct "$@" >"$out" 2>&1
	status=$?
	if [[ $bug != - ]]; then
		((status == 3)) && grep -qF "Bail out! stalehound: panic on CPU" "$out" &&
			grep -qF "BUG at $bug:" "$out" && return
	else
		((status == 1)) && grep -Eq "^  not ok 1 schedule # ($caught)" "$out" &&
			grep -q 'followed to its end' "$out" && return
		((status == 3)) && grep -qF "# CAUGHT $litmus, run 1:" "$out" &&
			ends_boot "$litmus" && return
	fi
	cp "$out" "$log/failed-$failed.txt"
	echo "status $status, see $log/failed-$failed.txt"
}

# judge TEST MUTANT BUG WHAT
judge()
{
	local shows='what the model caught' problem words

	case $4 in
	./run-qemu.sh*)
		[[ $3 == - ]] || shows="the BUG at $3"
		read -ra words <<<"${4#* }"
		problem=$(follow "$1" "$3" "${words[@]}")
		[[ -n $problem ]] || replayed=$((replayed + 1))
		result "$1, $2: its schedule shows $shows in one run" "$problem"
		;;
	*'the hardware must'*)
		hardware=$((hardware + 1))
		result "$1, $2: hardware must${4#*the hardware must}" ''
		;;
	*)
		result "$1, $2: replays on metal, or says what hardware must do" "it says: $4"
		;;
	esac
}

mkdir -p "$log"
rm -f "$log"/failed-*
make --no-print-directory model kernel || exit 3
export -f ask
teeth | nice xargs -P "$(nproc)" -L 1 bash -c 'ask "$@"' _ | sort >"$log/asked.txt"
while read -r litmus mutant bug what; do
	judge "$litmus" "$mutant" "$bug" "$what"
done <"$log/asked.txt"
echo "# $replayed counterexamples replay in one run, $hardware name what hardware must do," \
	"$((passed + failed - replayed - hardware)) neither"
echo "$passed passed, $failed failed"
((failed == 0))
