#!/usr/bin/env bash
# SPDX-License-Identifier: BSD-2-Clause
#
# make matrix: every mutant before every detector, and what metal saw before what the
# model allows.
#
# Runs the model, a boot under TCG, and one more with luf_debug=on, all with format=json
# (arch/model/suite/report.c and tests/engine/report.c say what a line has), and joins them with
# the list of mutants.  Of the third run only reports of the debug mode count.  That mode needs
# no TLB that keeps anything, but it needs pages that were mapped, so warm= is as usual.
# The output of the runs is kept in build/matrix/, the table also in build/matrix.md.

set -u
root=$(CDPATH='' cd -- "$(dirname -- "${BASH_SOURCE[0]}")/.." && pwd)
# shellcheck source=tools/lib.sh
. "$root/tools/lib.sh"
cd "$root" || exit $EXIT_CRASH

out=build/matrix
seconds=5
iters=1000
jobs=$(nproc)
model_only=
keep=
passed=0
failed=0

help()
{
	cat <<'END_OF_HELP'
Usage: tools/matrix.sh [--model-only] [--keep] [--seconds N] [--iters N] [--jobs N] [--out DIR]

Show for each mutant which detector notices it, and write the table to DIR.md.  Then compare:
an outcome that TCG showed and an exhaustive model does not allow is a bug of the model.

  --model-only  do not boot: leave out TCG, the debug mode and the comparison
  --keep        use the results that DIR has from the last time
  --seconds N   of work, for each test in the model (5)
  --iters N     runs of each test on metal (1000)
  --jobs N      processes of the model at a time (one a CPU)
  --out DIR     where the results go (build/matrix)

Exit status: 0 every mutant is noticed, or why not is said, and metal does what the model
allows; 1 not so; 2 usage; 3 something crashed; 4 a tool is missing.
END_OF_HELP
}

parse()
{
	options=(--model-only --keep --seconds= --iters= --jobs= --out= --help)
	take_options "$@"
	check_number --seconds "$seconds" 1 1000000
	check_number --iters "$iters" 1 1000000
	check_number --jobs "$jobs" 1 256
}

# result CONDITION NAME: one line and its count; CONDITION is a command.
result()
{
	if $1; then
		passed=$((passed + 1))
		echo "ok - $2"
	else
		failed=$((failed + 1))
		echo "not ok - $2"
	fi
}

# detect NAME COMMAND...: keep what it says in NAME.txt, its JSON lines in NAME.json.
detect()
{
	local name=$1 status

	shift
	if [[ -n $keep && -s $out/$name.json ]]; then
		return
	fi
	echo "# $*"
	"$@" >"$out/$name.txt"
	status=$?
	((status <= 1)) || die $EXIT_CRASH "status $status from: $*; see $out/$name.txt"
	grep '^{' "$out/$name.txt" >"$out/$name.json"
	jq -e -s 'any(has("test"))' "$out/$name.json" >/dev/null ||
		die $EXIT_CRASH "no results from: $*; see $out/$name.txt"
}

run_detectors()
{
	build model
	detect model build/model/stalehound jobs="$jobs" seconds="$seconds" format=json
	build/model/stalehound mutants | awk '{ print $1 }' >"$out/mutants"
	[[ -s $out/mutants ]] || die $EXIT_CRASH "the model knows no mutants"
	if [[ -n $model_only ]]; then
		: >"$out/tcg.json"
		: >"$out/debug.json"
	else
		detect debug ./run-qemu.sh --direct --smp 3 luf_debug=on iters="$iters" seconds=600 format=json
		detect tcg ./run-qemu.sh --direct --smp 3 iters="$iters" seconds=600 format=json
	fi
}

# A line a mutant, with tabs between: whether it is accounted for, its name, and what each
# detector says of it.  Of the teeth that bite it is the one with the least work.
# shellcheck disable=SC2016	# these dollars are jq's
rows()
{
	jq -r -n --rawfile mutants "$out/mutants" --slurpfile model "$out/model.json" \
		--slurpfile tcg "$out/tcg.json" --slurpfile debug "$out/debug.json" \
		--arg model_only "$model_only" '
	def teeth($m): map(select(.tooth and .line == $m));
	def bites: map(select(.result != "skipped" and (.violated == true or .violations > 0)));
	def reasons: map(.note // empty) | unique | join("; ");
	def more: if length > 1 then " (+\(length - 1))" else "" end;
	def counted($what): if . == 1 then "1 \($what)" else "\(.) \($what)s" end;
	def ms: if . < 1 then "<1 ms" else "\(ceil) ms" end;

	def of_model: bites as $killed
		| if $killed != [] then $killed | min_by(.executions) as $best
			| ["yes", "\($best.oracle): \($best.executions | counted("execution")), "
				+ "\($best.seconds * 1000 | ms), \($best.test)" + more]
		elif . == [] then ["no", "no tooth"]
		elif all(.result == "skipped") then ["reason", "skipped: " + reasons]
		else ["no", "not killed: " + reasons] end;
	def of_tcg: bites as $caught
		| if $model_only != "" then ["no", "not run"]
		elif $caught != [] then $caught | min_by(.first) as $best
			| ["yes", "\($best.first | counted("run")), "
				+ "\($best.first * 1000 / ([$best.runs_per_second, 1] | max) | ms), "
				+ $best.test + more]
		elif . == [] then ["no", "no tooth"]
		elif all(.result == "skipped") then ["reason", "skipped: " + reasons]
		else ["no", "not caught: " + reasons] end;
	def of_debug: map(select(.debug_reports > 0)) as $reported
		| if $model_only != "" then ["no", "not run"]
		elif $reported != [] then $reported | min_by(.debug_first) as $best
			| ["yes", "\($best.debug_rule): \($best.debug_first | counted("run")), "
				+ $best.test + more]
		elif . == [] then ["no", "no tooth"]
		elif all(.debug_rule | tostring | startswith("none:")) then ["reason", "raw tests only: not judged"]
		elif all(.result == "skipped") then ["reason", "not reported: " + reasons]
		else ["no", "not reported"] end;

	$mutants | rtrimstr("\n") | split("\n")[] as $m
	| ($model | teeth($m) | of_model) as $by_model
	| ($tcg | teeth($m) | of_tcg) as $by_tcg
	| ($debug | teeth($m) | of_debug) as $by_debug
	| [(if $by_model[0] == "no" and $by_tcg[0] == "no" then "empty" else "full" end),
	   $m, $by_model[1], $by_debug[1], $by_tcg[1]] | join("\t")'
}

# A line a test that both ran to a histogram: "same", or why not, then the test.
# The model may have several: each kind of machine has one.
# shellcheck disable=SC2016
comparisons()
{
	jq -r -n --slurpfile model "$out/model.json" --slurpfile tcg "$out/tcg.json" '
	def allows($test): $model | map(select(.test == $test and (.tooth | not) and .histogram));
	$tcg[] | select((.tooth | not) and .histogram) as $seen
	| allows($seen.test) as $allowed
	| (if any($allowed[]; .extent == "exhaustive") then []
	   else [$allowed[].extent | sub(" [0-9]+"; "")] | unique end) as $partial
	| [$seen.histogram | to_entries[] | select(.value.count > 0)
		| select(.key as $i | all($allowed[]; .histogram[$i].count == 0))] as $beyond
	| if $allowed == [] then "absent\t\($seen.test)"
	elif $seen.unlisted + $seen.corrupted > 0 then
		"beyond\t\($seen.test): \($seen.unlisted) outcomes that no table has, \($seen.corrupted) corrupted frames"
	elif $beyond == [] then "same\t\($seen.test)"
	elif $partial != [] then "partial\t\($seen.test): \($partial | join(", "))"
	else $beyond[] | "beyond\t\($seen.test): \(.value.count) times \"\(.value.text)\"" end'
}

titles='mutant\tmodel\tdebug\tTCG'

# The rows with their columns aligned.
print_table()
{
	{ printf '%b\n' "$titles"; cut -f 2- "$out/rows"; } | awk -F '\t' '
		{ for (i = 1; i <= NF; i++) { cell[NR, i] = $i; if (length($i) > width[i]) width[i] = length($i) } }
		END {
			for (row = 1; row <= NR; row++) {
				line = ""
				for (i = 1; i <= NF; i++)
					line = line sprintf("%-*s  ", width[i], cell[row, i])
				sub(/ +$/, "", line)
				print line
			}
		}'
}

# And as Markdown.
# shellcheck disable=SC2016	# its backquotes
write_markdown()
{
	{
		echo '# Every mutant before every detector'
		echo
		printf '%b\n' "$titles" | sed 's/\t/ | /g; s/.*/| & |/'
		echo '|---|---|---|---|'
		cut -f 2- "$out/rows" | sed 's/|/\\|/g; s/^[^\t]*/`&`/; s/\t/ | /g; s/.*/| & |/'
		echo
		if [[ -n $model_only ]]; then
			echo 'TCG was left out.'
		else
			echo "What TCG showed and the model allows: $(tally same) tests agree," \
				"$(tally beyond) outcomes are beyond the model," \
				"$(tally partial) tests cannot be compared."
			sed -n 's/^\(beyond\|partial\|absent\)\t/- \1: /p' "$out/comparisons"
		fi
	} >"$out.md"
}

# tally KIND: how many comparisons came out so.
tally()
{
	grep -c "^$1"$'\t' "$out/comparisons"
}

# none_is KIND FILE: no line of FILE begins so.
none_is()
{
	! grep -q "^$1"$'\t' "$2"
}

# What docs/THREADS.md says of who kills a row's mutants and is not so: nothing if all is.
claims_of_threads()
{
	awk -F '|' -v OFS='\t' 'NF == 7 && $5 ~ /[MDT]/ {
		while (match($4, /`[a-z0-9-]+`/)) {
			print substr($4, RSTART + 1, RLENGTH - 2), $5
			$4 = substr($4, RSTART + RLENGTH)
		}
	}' docs/THREADS.md | awk -F '\t' '
		function says(letter, cell) {
			if ($2 ~ letter && cell !~ /^([a-z ]+|R[0-9]): [0-9]+ (run|execution)|^[0-9]+ run/)
				print "#   docs/THREADS.md: " $1 " is not killed by " letter ": " cell
		}
		NR == FNR { of[$2, "M"] = $3; of[$2, "D"] = $4; of[$2, "T"] = $5; next }
		{ says("M", of[$1, "M"]); says("D", of[$1, "D"]); says("T", of[$1, "T"]); n++ }
		END { if (!n) print "#   docs/THREADS.md has no row" }' "$out/rows" -
}

threads_are_true()
{
	! claims_of_threads | grep .
}

# suite_held NAME: none of its lines failed; those that did are shown.
suite_held()
{
	! jq -r 'select(.result == "failed") | "#   \(.test), \(.line): \(.note)"' "$out/$1.json" | grep .
}

judge()
{
	sed -n 's/^empty\t\([^\t]*\).*/#   nobody notices \1/p' "$out/rows"
	result "none_is empty $out/rows" "each of $(wc -l <"$out/rows") mutants is noticed, or why not is said"
	result 'suite_held model' 'the model finds nothing wrong but the mutants'
	[[ -z $model_only ]] || return
	result 'suite_held tcg' 'TCG finds nothing wrong but the mutants'
	result threads_are_true 'docs/THREADS.md says who kills what'
	result 'suite_held debug' 'the debug mode finds nothing wrong but the mutants'
	sed -n 's/^\([^\t]*\)\t\([^\t]*\)\t[^\t]*\t\(not reported.*\|raw .*\)\t.*/#   luf_debug=on and \2: \3/p' "$out/rows"
	sed -n -e 's/^beyond\t/#   beyond the model: /p' -e 's/^absent\t/#   not in the model: /p' \
		-e 's/^partial\t/#   not comparable: /p' "$out/comparisons"
	result "none_is beyond $out/comparisons" \
		"what TCG showed in $(tally same) tests, the model allows; $(tally partial) not comparable"
	result "none_is absent $out/comparisons" 'every test that TCG ran, the model ran'
}

parse "$@"
need_tools build matrix
[[ -n $model_only ]] || need_tools qemu
mkdir -p "$out" || exit $EXIT_CRASH
run_detectors
rows >"$out/rows" || die $EXIT_CRASH 'cannot read the results'
comparisons >"$out/comparisons" || die $EXIT_CRASH 'cannot read the results'
print_table
write_markdown
judge
echo "$passed passed, $failed failed"
((failed == 0))
