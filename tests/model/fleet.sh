#!/usr/bin/env bash
# SPDX-License-Identifier: BSD-2-Clause
#
# Parts of the model's search, as a fleet explores them, come to one report: several at a time, sealed by
# tools/sealed.sh, and as tasks of Slurm's array, which are given here what Slurm gives them.
#
#	tests/model/fleet.sh
#
# One line for each check, and at the end "N passed, N failed".  Exit status: 0 all passed; 1 not; 4 a
# tool is missing.

set -u
root=$(CDPATH='' cd -- "$(dirname -- "${BASH_SOURCE[0]}")/../.." && pwd)
cd "$root" || exit 3
# shellcheck source=tests/judged.sh
. tests/judged.sh
log=build/model-fleet
words=(run=unmap/unmap-await-tell mutate=none)

rm -rf "$log"
mkdir -p "$log"
tools/install-deps.sh build report || exit 4
make -s -j "$(nproc)" model || { result 'the model builds' 'it does not'; totals; exit; }

# task PART OF: one of an array.
task()
{
	SLURM_SUBMIT_DIR=$root SLURM_ARRAY_TASK_ID=$1 SLURM_ARRAY_TASK_COUNT=$2 SLURM_ARRAY_TASK_MIN=1 \
		tools/fleet/slurm.sh "$log" "${words[@]}"
}

# report FILE...: what tools/report says of these.
report()
{
	tools/report --out "$log/report" --results "$log/results" "$@"
}

for ((i = 1; i <= 3; i++)); do
	task $i 3 || result "task $i of 3" "it ends with status $?"
done
ends 'all parts: they hold' 0 '^passed .*shard-3-of-3' report "$log"/shard-*-of-3.txt
ends 'a part that is missing' 5 '^unknown .*shard 2 of 3 is not here' report "$log"/shard-[13]-of-3.txt
sed '/ok 1 sound/d' "$log/shard-2-of-3.txt" >"$log/damaged.txt"
ends 'a part without one of its lines' 5 '^unknown .*are not what was printed' \
	report "$log"/shard-[13]-of-3.txt "$log/damaged.txt"
ends 'a counterexample fails, and is sealed' 1 '^# seal [0-9a-f]{8} 0 [0-9a-f]{8} end' tools/sealed.sh \
	build/model/stalehound run=unmap/unmap-await-tell mutate=shootdown-skip-wait
tools/sealed.sh build/model/stalehound run=unmap/unmap-await-tell mutate=shootdown-skip-wait >"$log/caught.txt"
ends '… and its report has both schedules' 1 '^failed ' report "$log/caught.txt"
found=$(grep -o 'value="[^"]* schedule=' "$log/report/report.html" | grep -cE 'build/model|run-qemu')
problem=
((found == 2)) || problem="$found of 2"
result 'the page has its commands' "$problem"
tools/sealed.sh build/model/stalehound "${words[@]}" format=json >"$log/objects.txt"
ends 'as objects' 0 '^passed ' report "$log/objects.txt"
ends 'one that was killed has no seal' 137 '^begun$' tools/sealed.sh \
	sh -c 'echo begun; kill -9 $$'
ends 'a seal of it would be a second one' 0 '^# seal a 0 b end$' tools/sealed.sh echo '# seal a 0 b end'
ends 'no array' 1 'an array is needed' env SLURM_SUBMIT_DIR="$root" tools/fleet/slurm.sh "$log"
totals
