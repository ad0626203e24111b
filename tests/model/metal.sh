#!/usr/bin/env bash
# SPDX-License-Identifier: BSD-2-Clause
#
# From the model to metal: the schedule that the model prints for a mutant makes QEMU
# (TCG) show the stale access in one run, every time.
#
#	tests/model/metal.sh [--full]		--full: 20 boots of each, else 2

set -u
root=$(cd -- "$(dirname -- "${BASH_SOURCE[0]}")/../.." && pwd)
cd "$root" || exit 3
log=build/model-metal
boots=2
[[ ${1-} == --full ]] && boots=20
passed=0
failed=0

# One line for each: a litmus, and a mutant of its family.
pairs='
reclaim/luf-munmap-mmap-stale-ro gather-skip-luf
reclaim/free-vs-reader reclaim-skip-batch-flush
unmap/unmap-flush-tell shootdown-skip-ipi
mprotect/mprotect-flush-tell mprotect-skip-flush
cow/cow-break-no-remote-flush cow-skip-flush
writeback/mkclean-store mkclean-skip-flush
'

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

# follow SCHEDULE TIMES: boot so often, and say what was wrong, or nothing.
follow()
{
	local out=$log/boot.txt i status

	for ((i = 1; i <= $2; i++)); do
		./run-qemu.sh --direct "$1" >"$out" 2>&1
		status=$?
		if ((status != 1)) || ! grep -q 'a stale access was caught' "$out" ||
			! grep -q 'followed to its end' "$out"; then
			echo "boot $i of $2: status $status, see $out"
			return
		fi
	done
}

mkdir -p "$log"
make --no-print-directory model kernel || exit 3
while read -r litmus mutant; do
	[[ -n $litmus ]] || continue
	build/model/stalehound "run=$litmus" "mutate=$mutant" >"$log/model.txt"
	schedule=$(sed -n 's/^# on metal: .*\(schedule=.*\)/\1/p' "$log/model.txt")
	if [[ -z $schedule ]]; then
		result "$mutant: the model prints a schedule for metal" "it has none, see $log/model.txt"
		continue
	fi
	result "$mutant: its schedule shows the stale access on the first run, $boots of $boots times" \
		"$(follow "$schedule" "$boots")"
done <<<"$pairs"
echo "$passed passed, $failed failed"
((failed == 0))
