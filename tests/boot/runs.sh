#!/usr/bin/env bash
# SPDX-License-Identifier: BSD-2-Clause
#
# How many runs does a test have that holds?  With iters= so many, though fewer show its teeth;
# without words no more than those, unless its time ends first.
#
#	tests/boot/runs.sh
#
# Says "runs" and leaves with 0 if so, else says how many there were.

set -u
CDPATH='' cd -- "$(dirname -- "${BASH_SOURCE[0]}")/../.." || exit 3
iters=3600 # some five times what the test takes, and what an idle machine makes in its time
wrong=0

# of FILTER WORD...: what jq's FILTER finds in the test's result.
of()
{
	./run-qemu.sh --direct run=unmap/unmap-flush-tell mutate=none format=json "${@:2}" </dev/null |
		jq -r "select(.line == \"sound\") | $1"
}

runs=$(of .runs iters=$iters seconds=3600)
if [[ $runs != "$iters" ]]; then
	echo "iters=$iters: ${runs:-no} runs"
	wrong=1
fi
fair=$(of 'if .shows_teeth then .fair else 0 end')
if ((${fair:-iters} >= iters / 2)); then
	echo "without words: ${fair:-no} fair runs, when fewer had shown the teeth"
	wrong=1
fi
((wrong == 0)) && echo runs
exit $wrong
