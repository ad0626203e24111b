#!/usr/bin/env bash
# SPDX-License-Identifier: BSD-2-Clause
#
# make check: every suite, and one line with the sum of what they said.
#
#	tools/check.sh [--full]

set -u
root=$(cd -- "$(dirname -- "${BASH_SOURCE[0]}")/.." && pwd)
cd "$root" || exit 3
passed=0
failed=0

# suite NAME COMMAND...: run it and add up its last line, "N passed, N failed".
suite()
{
	local name=$1 out=build/check.txt start=$SECONDS totals

	shift
	echo "== $name"
	"$@" 2>&1 | tee "$out"
	totals=$(grep -Eo '^[0-9]+ passed, [0-9]+ failed' "$out" | tail -n 1)
	if [[ -z $totals ]]; then
		echo "not ok - $name ended without its totals"
		totals='0 passed, 1 failed'
	fi
	passed=$((passed + ${totals%% *}))
	totals=${totals#*, }
	failed=$((failed + ${totals%% *}))
	echo "== $name took $((SECONDS - start)) s"
}

# target COMMAND...: what it measures, and whether it met its targets as one result.
target()
{
	if "$@"; then
		echo '1 passed, 0 failed'
	else
		echo '0 passed, 1 failed'
	fi
}

mkdir -p build
tools/install-deps.sh build iso qemu uefi bochs lint matrix || exit 4
suite lint tools/lint.sh
suite unit tests/unit/run.sh
suite scripts tests/unit/scripts-test.sh
suite 'scripts on any host' tests/unit/hosts-test.sh
suite model tests/model/run.sh "$@"
suite 'what teeth need' tools/needs.sh
suite 'from the model to metal' tests/model/metal.sh "$@"
suite boots tests/boot/run.sh "$@"
suite 'a host that stops' tests/boot/stops.sh "$@"
if [[ ${1-} == --full ]]; then
	suite matrix tools/matrix.sh
	suite deletions tools/deletions.sh
	suite 'bench of the model' target tests/bench/model.sh --check
	suite 'bench of the boot' target tests/bench/boot-time.sh --linux --check
fi
echo "$passed passed, $failed failed"
((failed == 0))
