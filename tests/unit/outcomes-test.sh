#!/usr/bin/env bash
# SPDX-License-Identifier: BSD-2-Clause
#
# Tests of tools/outcomes.sh: what metal shows beyond an exhaustive model is told, and beyond
# one that is not is counted.

set -u
# shellcheck source=tests/unit/scripts.sh
. "$(dirname -- "${BASH_SOURCE[0]}")/scripts.sh"

# outcomes NAME STATUS TEXT: of what outcomes.sh makes of the model's text and the console.
outcomes()
{
	says "outcomes: $1" "$2" "$3" "$root/tools/outcomes.sh" "$tmp/model" "$tmp/console"
}

# test_in FILE TEST EXTENT OLD NEW: a test of two outcomes, and how often each was seen.
test_in()
{
	printf '  # Subtest: %s\n  # %s 5 executions\n' "$2" "$3"
	printf '  # %10d  sometimes 1:x=%-5s  read it\n' "$4" OLD "$5" NEW
	echo '  ok 1 sound'
} >>"$tmp/$1"

# both MODEL_EXTENT OLD NEW METAL_OLD METAL_NEW
both()
{
	rm -f "$tmp/model" "$tmp/console"
	test_in model a/b "$1" "$2" "$3"
	test_in console a/b '60 runs' "$4" "$5"
}

both exhaustive: 5 1 60 0
outcomes 'fewer than the model' 0 'ok - what machines showed, the model allows # 1 outcomes, 0 of them'
both exhaustive: 5 0 59 1
outcomes 'more than the model' 1 'a/b: 1 times: 1:x=NEW read it'
both 'bounded 2:' 5 0 59 1
outcomes 'more than was searched' 0 '2 outcomes, 1 of them of tests that the model has not exhausted'
both 'exhaustive (SC):' 5 0 59 1
outcomes 'more than without store buffers' 0 '1 of them of tests that the model has not exhausted'
test_in model a/b exhaustive: 5 0
outcomes 'more than with store buffers' 1 'a/b: 1 times: 1:x=NEW read it'
test_in model a/b exhaustive: 0 1
outcomes 'what store buffers allow' 0 'what machines showed, the model allows'
both exhaustive: 5 0 59 0
test_in model c/d exhaustive: 0 7
test_in console c/d '60 runs' 1 0
outcomes 'the outcome of another test' 1 'c/d: 1 times: 1:x=OLD read it'
both exhaustive: 5 1 0 0
outcomes 'nothing seen' 1 'there are outcomes to compare'
totals
