#!/usr/bin/env bash
# SPDX-License-Identifier: BSD-2-Clause
#
# Does each tooth need of a CPU what its litmus is about?
#
# The model knows what a violation needs of a CPU.  A tooth that needs nothing, one that bites
# on a CPU that keeps no translation and buffers no store, shows an order of events or a
# forgotten check; in a test about stale entries that is the wrong thing taken away.  So each
# such tooth is named in tools/needs-nothing.txt, with the reason.
#
# The search is bounded by counts, never by a clock.  What it does not reach is not noticed: of
# the teeth of today, retract-lists-locked, about a lock in a frame that is free, and ksm-asks-early.

set -u
root=$(CDPATH='' cd -- "$(dirname -- "${BASH_SOURCE[0]}")/.." && pwd)
# shellcheck source=tools/lib.sh
. "$root/tools/lib.sh"
cd "$root" || exit $EXIT_CRASH

model=build/model/stalehound
known=tools/needs-nothing.txt
run='*'
list=
one_in=1
jobs=$(nproc)

help()
{
	cat <<'END_OF_HELP'
Usage: tools/needs.sh [--list] [--run GLOB[,GLOB…]] [--one-in N] [--jobs N]

Bring every tooth before CPUs that keep nothing, and fail for one that bites all the same, if
tools/needs-nothing.txt does not say why it may.

  --list      instead: a line for each tooth, with tabs between: test, tooth, what it needs
  --run …     of these tests only
  --one-in N  every N-th tooth only
  --jobs N    processes of the model at a time (one a CPU)

Exit status: 0 all is as it should be; 1 not so; 2 usage; 3 something crashed; 4 a tool is missing.
END_OF_HELP
}

parse()
{
	options=(--list --run= --one-in= --jobs= --help)
	take_options "$@"
	check_number --one-in "$one_in" 1 1000
	check_number --jobs "$jobs" 1 256
}

# is_wanted TEST: does a glob of --run match it?
is_wanted()
{
	local glob globs

	IFS=, read -ra globs <<<"$run"
	for glob in "${globs[@]}"; do
		# shellcheck disable=SC2053	# a pattern
		[[ $1 != $glob ]] || return 0
	done
	return 1
}

# Each tooth of the tests that are wanted: test and mutant.
teeth()
{
	local test mutant

	tools/teeth.sh | while read -r test mutant; do
		! is_wanted "$test" || echo "$test $mutant"
	done
}

# Whatever a CPU may do beyond the order of events.
rules()
{
	grep -oE '"[a-z-]+"' kernel/rules/tlb_rules.def | tr -d '"' | paste -sd,
}

# bites TEST MUTANT: "bites", "needs" or "none", and the two.  Who is expected to bite is searched
# for longer.
bites()
{
	local iters=1000

	! grep -q "^$1	$2	" "$known" || iters=20000
	"$model" run="$1" mutate="$2" without="$without" engine=bound bound=2 iters=$iters \
		seconds=1000000 format=json 2>&1 | grep '^{' |
		jq -r -s --arg pair "$1	$2" 'map(select(has("violated"))) |
			(if length == 0 then "none" elif any(.violated) then "bites" else "needs" end)
			+ "\t" + $pair'
}

# The model's own words, of its simplest counterexamples.
list_needs()
{
	"$model" run="$run" mutate=teeth jobs="$jobs" | awk '
		function flush() { if (test) print test "\t" tooth "\t" needs; test = "" }
		/^# CAUGHT/ { flush(); test = $3; sub(/:$/, "", test); tooth = "?"; needs = "" }
		/^#   taken away: / { tooth = $4; sub(/,$/, "", tooth) }
		/^# needs of a CPU/ {
			sub(/^# needs of a CPU/, ""); sub(/^: /, "")
			needs = needs (needs == "" ? "" : "; ") $0
		}
		END { flush() }' | sort
}

# differ WHAT A B: the lines of A that are not in B, as failures.
differ()
{
	local line n=0

	while IFS=$'\t' read -r line; do
		echo "not ok - ${line/$'\t'/, }: $1"
		n=$((n + 1))
	done < <(comm -23 "$2" "$3")
	failed=$((failed + n))
}

parse "$@"
need_tools build matrix
build model
without=$(rules)
[[ $without == *kept-entries* ]] || die $EXIT_CRASH 'cannot read kernel/rules/tlb_rules.def'
if [[ -n $list ]]; then
	list_needs
	exit
fi
out=build/needs
mkdir -p "$out" || exit $EXIT_CRASH
export -f bites
export model without known
teeth | tr ' ' '\t' | sort | awk -v n="$one_in" 'NR % n == 0' >"$out/teeth"
xargs -P "$jobs" -L 1 bash -c 'bites "$@"' _ <"$out/teeth" | sort >"$out/results"
failed=0
sed -n 's/^bites\t//p' "$out/results" | sort >"$out/bites"
cut -f 2- "$out/results" | sort >"$out/judged"
cut -f 1,2 "$known" | sort | comm -12 - "$out/teeth" >"$out/known"
differ 'the model did not judge it' "$out/teeth" "$out/judged"
differ "needs nothing of a CPU, and $known does not say why" "$out/bites" "$out/known"
differ "needs something of a CPU, although $known says why not" "$out/known" "$out/bites"
[[ $run != '*' || $one_in != 1 ]] || differ "is in $known, and no tooth" <(cut -f 1,2 "$known" | sort) "$out/teeth"
grep -q '^none' "$out/results" && die $EXIT_CRASH "no answer for some tooth: see $out/results"
awk -F '\t' 'NF != 3 || $3 == "" { exit 1 }' "$known" || {
	echo "not ok - $known: each line has a test, a tooth and a reason"
	failed=$((failed + 1))
}
echo "$(($(wc -l <"$out/teeth") - failed)) passed, $failed failed"
((failed == 0))
