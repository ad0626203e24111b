#!/usr/bin/env bash
# SPDX-License-Identifier: BSD-2-Clause
#
# Every litmus, as it stands and with each mutant whose place it passes, under every engine: what
# dpor exhausts no other engine may contradict.
#
#	tests/model/engines.sh [--run GLOB] [--tests N] [--pairs N] [--seconds N]
#
#	dpor exhausted it	no engine finds a violation, nor an outcome, that dpor does not
#	naive exhausted it	neither does dpor
#	dpor found a violation	the eager TLB may exhaust the test without one: it has one entry a
#				page, and old, new, old needs two.  Such tests are counted
#
# Engines are capped by counts: so many executions of a configuration, so much work of a test, of
# which --seconds is for dpor.  --tests N takes every N-th test only, and --pairs N every N-th pair
# of test and mutant.  The results lie in build/engines/.
#
# Exit status: 0 they agree; 1 not so; 2 usage; 3 something crashed; 4 a tool is missing.

set -u
root=$(CDPATH='' cd -- "$(dirname -- "${BASH_SOURCE[0]}")/../.." && pwd)
# shellcheck source=tools/lib.sh
. "$root/tools/lib.sh"
cd "$root" || exit $EXIT_CRASH

out=build/engines
model=build/model/stalehound
jobs=$(nproc)
run='*'
tests=1
pairs=1
seconds=4
executions=1000
engines=(naive 'bound bound=2' random pct eager)

parse()
{
	options=(--tests= --pairs= --seconds= --run=)
	take_options "$@"
	check_number --tests "$tests" 1 100000
	check_number --pairs "$pairs" 1 100000
	check_number --seconds "$seconds" 1 100000
}

# shellcheck disable=SC2317,SC2086	# xargs calls it; names are words
# passes TEST: a line for itself, and one for each mutant whose place it passes: mutant, test.
passes()
{
	local words

	words=$("$model" run="$1" mutate=none iters=200 seconds=1 | sed -n 's/^# passed: //p') || return
	printf "%s $1\n" none $words
}

# pairs: all of them, those of a mutant together.
pairs()
{
	export model
	export -f passes
	"$model" list run="$run" | awk -v n="$tests" 'NR % n == 0 { print $1 }' | xargs -P "$jobs" -I '{}' bash -c 'passes {}' | sort
}

# shellcheck disable=SC2317	# xargs calls it
# search MUTANT TESTS WORD...: what an engine says of the tests, as JSON, with its name, which
# engine=NAME among the words gives.
search()
{
	local mutant=$1 tests=$2 engine=${3#engine=} text status

	text=$out/$mutant.$engine.txt
	"$model" format=json mutate="$mutant" run="$tests" "${@:3}" >"$text"
	status=$?
	((status <= 1 || status == EXIT_USAGE || status == EXIT_UNDECIDED)) ||
		die "$EXIT_CRASH" "status $status from $3 mutate=$mutant run=$tests; see $text"
	jq -c --arg mutant "$mutant" --arg engine "$engine" \
		'select(.histogram) + { mutant: $mutant, engine: $engine }' < <(grep '^{' "$text") >"$text.json"
}

# Each search is a process.  What one of them dies of, xargs tells by its status.
search_all()
{
	local engine searches=("engine=dpor seconds=$seconds")

	for engine in "${engines[@]}"; do
		searches+=("engine=$engine seconds=1 iters=$executions")
	done
	export out model program EXIT_CRASH EXIT_USAGE EXIT_UNDECIDED
	export -f search die say
	rm -f "$out"/*.txt "$out"/*.json
	awk '{ of[$1] = of[$1] (of[$1] ? "," : "") $2 } END { for (m in of) print m, of[m] }' "$out/pairs" |
		sort | while read -r mutant tests; do
		printf "$mutant $tests %s\n" "${searches[@]}"
	done | xargs -P "$jobs" -L 1 bash -c 'search "$@"' - || return $EXIT_CRASH
	cat "$out"/*.json >"$out/results"
}

# A line for each test, mutant and engine: a kind, a tab, which they are and what they said.
# shellcheck disable=SC2016	# these dollars are jq's
comparisons()
{
	jq -r -s '
	def key: "\(.test), \(.line), \(.mutant)";
	def seen: [.histogram | to_entries[] | select(.value.count > 0) | .key];
	def whole: .extent | startswith("exhaustive");
	group_by(key)[]
	| (map(select(.engine == "dpor"))[0]) as $dpor
	| (map(select(.engine == "naive"))[0]) as $naive
	| .[] | select(.engine != "dpor")
	| . as $other | ((seen) - ($dpor | seen)) as $more | "\(key), \(.engine)" as $who
	| if (($dpor.what // $dpor.note // "") | test("broken|too large")) then "broken\t\($who)"
	elif .violated and ($dpor.violated | not) then
		(if $dpor | whole then "contradicts" else "beyond" end) + "\t\($who): \(.oracle) oracle: \(.what)"
	elif $more != [] and ($dpor | whole) and ($dpor.violated | not) then
		"contradicts\t\($who): " + ([.histogram[$more[]].text] | join("; "))
	elif $dpor.violated and (.violated | not) and whole then
		(if .engine == "eager" then "set-only" else "contradicts" end) + "\t\($who): \($dpor.oracle) oracle of dpor: \($dpor.what)"
	elif .violated | not and ($dpor | whole | not) then "partial\t\($who)"
	else "agrees\t\($who)" end' "$out/results"
}

# tally KIND: how many comparisons came out so.
tally()
{
	grep -c "^$1"$'\t' "$out/comparisons"
}

parse "$@"
tools/install-deps.sh build matrix || exit $EXIT_NO_TOOL
build model
only_one "$out"
pairs >"$out/all" 9>&-
awk -v n="$pairs" 'NR % n == 0' "$out/all" >"$out/pairs"
[[ -s $out/pairs ]] || die $EXIT_CRASH "no pairs of test and mutant"
search_all 9>&- || exit
comparisons >"$out/comparisons" || die $EXIT_CRASH 'cannot read the results'
echo "# $(wc -l <"$out/pairs") of $(wc -l <"$out/all") pairs of test and mutant, at most $executions executions of each configuration"
sed -n 's/^beyond\t/#   what dpor had no time for: /p; s/^set-only\t/#   set-only: /p' "$out/comparisons"
echo "# $(tally agrees) engines agree, $(tally partial) cannot be compared for dpor did not exhaust the test," \
	"$(tally beyond) found what dpor had no time for, $(tally broken) of tests that the mutant breaks"
echo "# $(tally set-only) violations that need two entries for a page"
if (($(tally contradicts) == 0 && $(tally agrees) > 0)); then
	echo 'ok - no engine contradicts what dpor exhausts'
	echo '1 passed, 0 failed'
	exit
fi
sed -n 's/^contradicts\t/#   /p' "$out/comparisons"
echo 'not ok - no engine contradicts what dpor exhausts'
echo '0 passed, 1 failed'
exit 1
