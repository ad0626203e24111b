#!/usr/bin/env bash
# SPDX-License-Identifier: BSD-2-Clause
#
# make check: every suite, and one line with the sum of what they said.
#
#	tools/check.sh [--full]
#
# A line before it says what was undecided.  Before that, each group of suites is listed with the
# seconds that it took, and its share of 600 s: a goal for two idle cores, by which nothing fails.
#
# Exit status: 0 nothing failed; 1 something failed, or nothing passed; 3 nothing can be run
# here; 4 a tool is missing.  What was undecided, on a host too slow, is no failure.

set -u
root=$(CDPATH='' cd -- "$(dirname -- "${BASH_SOURCE[0]}")/.." && pwd)
# shellcheck source=tools/lib.sh
. "$root/tools/lib.sh"
cd "$root" || exit $EXIT_CRASH
out=build/check
passed=0
failed=0
undecided=0
unjudged=0	# of those, the ones that are no teeth
shares=()	# NAME SECONDS BEGUN

# share NAME SECONDS: a group begins; all suites that follow should take no more than that.
share()
{
	shares+=("$1" "$2" $SECONDS)
}

# text_of NAME: where what that suite says is kept.
text_of()
{
	echo "$out/${1// /-}.txt"
}

# count NAME: add up that suite's last line, "N passed, N failed", and what it says was
# undecided: "# N undecided: N results and N teeth had too few runs".
count()
{
	local name=$1 text totals

	text=$(text_of "$name")
	totals=$(grep -Eo '^[0-9]+ passed, [0-9]+ failed' "$text" | tail -n 1)
	if [[ -z $totals ]]; then
		echo "not ok - $name ended without its totals"
		totals='0 passed, 1 failed'
	fi
	passed=$((passed + ${totals%% *}))
	totals=${totals#*, }
	failed=$((failed + ${totals%% *}))
	totals=$(grep -E '^# [0-9]+ undecided: [0-9]+ results and ' "$text" | tail -n 1)
	if [[ $totals =~ ^'# '([0-9]+)' undecided: '([0-9]+) ]]; then
		undecided=$((undecided + BASH_REMATCH[1]))
		unjudged=$((unjudged + BASH_REMATCH[2]))
	fi
}

# suite NAME COMMAND...: run it, and count.
suite()
{
	local name=$1 start=$SECONDS

	shift
	echo "== $name"
	"$@" 2>&1 9>&- | tee "$(text_of "$name")"
	count "$name"
	echo "== $name took $((SECONDS - start)) s"
}

# beside NAME COMMAND...: begin it, quietly, beside the suites that follow, until told.  Not
# for what races CPUs: a tooth needs them to itself.
beside()
{
	local name=$1

	shift
	: >"$(text_of "$name")"
	"$@" >"$(text_of "$name")" 2>&1 9>&- &
}

# told NAME: what began beside the others has ended; tell it, and count.
told()
{
	wait
	echo "== $1, beside the others"
	cat "$(text_of "$1")"
	count "$1"
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

full_suites()
{
	share 'the slow suites, beyond that' 0
	suite matrix tools/matrix.sh
	suite deletions tools/deletions.sh
	suite edits tools/deletions.sh --kind edit --sample 50
	suite 'what all teeth need' tools/needs.sh
	suite 'mutants of the model' tools/model-mutants.sh
	suite 'engines of the model, all' tests/model/engines.sh --seconds 10
	suite 'pairs of calls, all' tests/model/pairs.sh --full
	suite 'SPIN and the model, longer' tests/model/spin.sh --programs 300 --seed 1000
	suite 'bench of the model' target tests/bench/model.sh --check
	suite 'bench of the points' target tests/bench/points.sh --check
	suite 'bench of the boot' target tests/bench/boot-time.sh --linux --check
}

print_shares()
{
	local i

	share end 0
	echo '== of the 600 s of two idle cores'
	for ((i = 0; i + 3 < ${#shares[@]}; i += 3)); do
		echo "#   ${shares[i]}: $((shares[i + 5] - shares[i + 2])) s, share ${shares[i + 1]} s"
	done
}

only_one "$out"
rm -f "$out"/*.txt	# what an earlier check has said is not for this one
trap 'jobs -p | xargs -r kill 2>/dev/null' EXIT
tools/install-deps.sh build iso qemu uefi bochs lint matrix memory report spin guest terminal host distro || exit $EXIT_NO_TOOL
share 'lint, unit, scripts' 90
beside 'scripts on any host' tests/unit/hosts-test.sh
beside scripts tests/unit/scripts-test.sh
beside 'scripts for a guest of KVM' tests/unit/kvm-test.sh
beside lint tools/lint.sh "$@"
suite unit tests/unit/run.sh "$@"
told lint
told scripts
told 'scripts for a guest of KVM'
told 'scripts on any host'
suite claims tests/unit/claims-test.sh
suite outcomes tests/unit/outcomes-test.sh
suite rooms tests/unit/rooms-test.sh
suite 'edits of C' tests/unit/edits-test.sh
suite report tests/unit/report_test.py
suite 'report for fleets' tests/unit/report_fleet_test.py
share 'the model' 180
suite model tests/model/run.sh "$@"
suite 'bad arguments of the model' tests/model/usage.sh
suite 'parts of the model, and their report' tests/model/fleet.sh
suite 'tests that are text' tests/text/agree.sh
suite 'texts that are wrong' tests/text/refused.sh
suite 'what teeth need' tools/needs.sh --one-in 16
suite 'engines of the model' tests/model/engines.sh --tests 23 --pairs 68
suite 'SPIN and the model' tests/model/spin.sh --programs 6
share 'pairs of calls' 60
suite 'pairs of calls' tests/model/pairs.sh
share 'Linux' 30
suite 'Linux itself' tests/linux/run.sh
suite 'Linux in a guest' tests/linux/guest.sh "$@"
share 'metal' 240
suite 'from the model to metal' tests/model/metal.sh "$@"
suite boots tests/boot/run.sh "$@"
beside 'a host that stops' tests/boot/stops.sh "$@"
suite 'other machines' tests/boot/machines.sh
suite 'the shell' tests/boot/shell.sh
told 'a host that stops'
# Beside other work its one test with IPIs has taken more than four minutes: not for each commit yet.
[[ ${1-} != --full ]] || suite 'a guest of KVM' tests/boot/virt.sh --full
[[ ${1-} != --full ]] || suite 'a release, made twice' tests/boot/reproduced.sh
[[ ${1-} != --full ]] || full_suites
print_shares
((undecided == 0)) ||
	echo "# $undecided undecided: $unjudged results and $((undecided - unjudged)) teeth had too few runs"
echo "$passed passed, $failed failed"
((failed == 0 && passed > 0))
