#!/usr/bin/env bash
# SPDX-License-Identifier: BSD-2-Clause
#
# What the model says of arguments that are wrong: one line each, and status 2.
#
#	tests/model/usage.sh
#
# One line for each check, and at the end "N passed, N failed".  Exit status: 0 all passed; 1 not; 4
# a tool is missing.

set -u
root=$(CDPATH='' cd -- "$(dirname -- "${BASH_SOURCE[0]}")/../.." && pwd)
cd "$root" || exit 3
# shellcheck source=tests/judged.sh
. tests/judged.sh
log=build/model-usage
model=build/model/stalehound

mkdir -p "$log"
tools/install-deps.sh build || exit 4
make -s -j "$(nproc)" model || { result 'the model builds' 'it does not'; totals; exit; }

# refuses NAME PATTERN WORD...: bad usage, told in one line.
refuses()
{
	local name=$1 pattern=$2

	shift 2
	ends "$name" 2 "$pattern" one_line "$model" "$@"
}

# one_line COMMAND...: its status, unless it says more or less than that.
one_line()
{
	local text status

	text=$("$@" 2>&1)
	status=$?
	printf '%s\n' "$text"
	[[ $text != *$'\n'* && -n $text ]] || return 100
	return $status
}

refuses 'unknown argument' "no argument 'itres'; the nearest is 'iters='" itres=5
refuses 'bad number' 'seconds=soon: must be a number' seconds=soon
refuses 'no such engine' 'engine=nonsense: must be dpor, bound' engine=nonsense
refuses 'no processes' 'jobs=0: must be a number from 1 to 256' jobs=0
refuses 'a shard beyond the last' 'shard=3/2: must be i/n' shard=3/2
refuses 'no such rule' 'without=guesses: must be NAME.* of kept-entries' without=guesses
refuses 'no such test' "nothing matches 'reclaim/luff\\*'" 'run=reclaim/luff*'
refuses 'no such mutant' "nearest is 'gather-skip-luf'" mutate=gather-skip-lufs
refuses 'given twice' "'seed' is given twice" seed=1 seed=2
refuses "metal's argument" "'access' is for the metal kernel" access=kernel
refuses 'no schedule' 'schedule=: the format' schedule=nonsense
refuses 'a schedule of another build' 'schedule=: it is of build 00000000' \
	schedule=1.00000000.unmap/unmap-flush-tell.none.luf-vma-same-0-0-6-0.a3.-
refuses 'benchmark of everything' 'run= must select one test' bench=exploration
refuses 'a text that is none, before a benchmark' "call-unknown.litmus:11: found 'unmpa'" \
	litmus=tests/text/bad/call-unknown.litmus bench=exploration run=unmap/unmap-flush-tell
refuses 'a text whose name has a blank' "'litmus=my file.litmus': found a blank" 'litmus=my file.litmus'
refuses 'no such benchmark' "the nearest is 'exploration'" bench=speed
for word in engine=pct mutate=gather-skip-flush policy=luf luf_debug=on warm=on jobs=2 stop=1 list pairs \
	litmus=tests/text/unmap/unmap-flush-tell.litmus; do
	refuses "random programs do not follow $word" 'programs=: .* is for the tests' programs=2 "$word"
done
ends '… nor format=json, and say so in an object' 2 '^\{"text":"stalehound: programs=: format=json is for' \
	"$model" programs=2 format=json
refuses 'nothing with teeth' 'nothing that run= selects has teeth' 'run=control/*' mutate=teeth
totals
