#!/usr/bin/env bash
# SPDX-License-Identifier: BSD-2-Clause
#
# Tests of tools/outcomes.sh: what metal shows beyond an exhaustive model is told, and beyond
# one that is not is counted.

set -u
root=$(cd -- "$(dirname -- "${BASH_SOURCE[0]}")/../.." && pwd)
tmp=$(mktemp -d) || exit 1
trap 'rm -rf "$tmp"' EXIT
passed=0
failed=0

# says NAME STATUS TEXT: of what outcomes.sh makes of the model's text and the console.
says()
{
	local said status

	said=$("$root/tools/outcomes.sh" "$tmp/model" "$tmp/console" 2>&1)
	status=$?
	if [[ $status -eq $2 && $said == *"$3"* ]]; then
		passed=$((passed + 1))
		echo "ok - outcomes: $1"
	else
		failed=$((failed + 1))
		echo "not ok - outcomes: $1: status $status, not $2, or it does not say: $3"
		echo "#   ${said//$'\n'/$'\n#   '}"
	fi
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
says 'fewer than the model' 0 'ok - what machines showed, the model allows # 1 outcomes, 0 of them'
both exhaustive: 5 0 59 1
says 'more than the model' 1 'a/b: 1 times: 1:x=NEW read it'
both 'bounded 2:' 5 0 59 1
says 'more than was searched' 0 '2 outcomes, 1 of them of tests that the model has not exhausted'
both 'exhaustive (SC):' 5 0 59 1
says 'more than without store buffers' 0 '1 of them of tests that the model has not exhausted'
test_in model a/b exhaustive: 5 0
says 'more than with store buffers' 1 'a/b: 1 times: 1:x=NEW read it'
test_in model a/b exhaustive: 0 1
says 'what store buffers allow' 0 'what machines showed, the model allows'
both exhaustive: 5 0 59 0
test_in model c/d exhaustive: 0 7
test_in console c/d '60 runs' 1 0
says 'the outcome of another test' 1 'c/d: 1 times: 1:x=OLD read it'
both exhaustive: 5 1 0 0
says 'nothing seen' 1 'there are outcomes to compare'
echo "$passed passed, $failed failed"
((failed == 0))
