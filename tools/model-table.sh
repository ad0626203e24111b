#!/usr/bin/env bash
# SPDX-License-Identifier: BSD-2-Clause
#
# What the model has searched of each test, as a table in Markdown: exhausted under sequential
# consistency, exhausted with store buffers, or bounded; how many executions, how many seconds.
#
# Which words there are is the model's business (docs/MODEL.md); they are only put in columns.
# Steps decide how far it comes, and are the same everywhere; seconds are those of this host.

set -u
root=$(CDPATH='' cd -- "$(dirname -- "${BASH_SOURCE[0]}")/.." && pwd)
# shellcheck source=tools/lib.sh
. "$root/tools/lib.sh"
cd "$root" || exit $EXIT_CRASH

doc=docs/MODEL.md
begin='<!-- tools/model-table.sh: begin -->'
end='<!-- tools/model-table.sh: end -->'
seconds=60
jobs=$(nproc)
run='*'
missing=
write=

help()
{
	cat <<'END_OF_HELP'
Usage: tools/model-table.sh [--write] [--seconds N] [--jobs N] [--run GLOB | --missing]

Search each test, and print how far the model came with it, beside the rows that docs/MODEL.md has of
other tests.

  --write      put the table into docs/MODEL.md, in place of the one that is there
  --seconds N  of work, for each test (60)
  --jobs N     processes of the model at a time (one a CPU)
  --run GLOB   these tests only
  --missing    eight of those only of which docs/MODEL.md has no row

Exit status: 0 done; 2 usage; 3 something crashed, or is violated; 4 a tool is missing.
END_OF_HELP
}

parse()
{
	options=(--write --seconds= --jobs= --run= --missing --help)
	take_options "$@"
	check_number --seconds "$seconds" 1 1000000
	check_number --jobs "$jobs" 1 256
}

# What "exhaustive" alone says holds with store buffers, too.
# shellcheck disable=SC2016	# these dollars are jq's
rows()
{
	jq -r -s --rawfile list "$1" '
	($list | split("\n") | map(capture("^(?<test>[^ ]+) +(?<cpus>[0-9]+) CPU")?)
		| map({ key: .test, value: .cpus }) | from_entries) as $cpus
	| def cell: if . == null then "" else "\(.extent): \(.executions) executions, \(.seconds * 100 | ceil / 100) s" end;
	map(select(.histogram)) | group_by(.test)
	| map({ test: .[0].test, sc: map(select(.line == "sound"))[0], tso: map(select(.line != "sound"))[0] })
	| def whole: . != null and .extent == "exhaustive";
	.[] | "| \(.test) | \($cpus[.test]) | \(.sc | cell) | \(if .tso then .tso | cell elif .sc | whole then "make no difference" else "" end) | '"$seconds"' |"'
}

# rows_there: those that the table in the document has, of tests that there still are.
rows_there()
{
	build/model/stalehound list | awk 'NR == FNR { if ($3 ~ /^CPU/) there[$1] = 1; next }
		/^\| [a-z]+\/[a-z0-9-]+ \| [0-9]+ \|/ && $2 in there' - "$doc"
}

# merged NEW: its rows, and those of other tests that are there; in order.
merged()
{
	{ cat "$1"; rows_there; } | awk '!had[$2]++' | LC_ALL=C sort
}

# whole_table ROWS
whole_table()
{
	# shellcheck disable=SC2016	# Markdown
	echo 'With `tools/model-table.sh --seconds N`, N as the last column says, on 2 CPUs beside other work:'
	echo
	awk -F ' [|] ' '
		{ sc = $3; tso = $4 }
		{ n++; first = sc == "" ? tso : sc }
		first !~ /^exhaustive/ { partial++; next }
		sc ~ /^exhaustive:/ || tso ~ /^exhaustive:/ { whole++ }
		END { printf "%d tests: %d exhausted under TSO, %d under SC only, %d not exhausted.\n", n, whole, n - whole - partial, partial }' "$1"
	echo
	echo '| test | CPUs | without store buffers | with them | N |'
	echo '|---|---|---|---|---|'
	cat "$1"
}

# missing_tests: those of which the document has no row.
missing_tests()
{
	build/model/stalehound list | awk 'NR == FNR { had[$2] = 1; next }
		$3 ~ /^CPU/ && !($1 in had) { print $1 }' <(rows_there) -
}

# put_into_doc TABLE: between the marks.
put_into_doc()
{
	if ! grep -qF "$begin" "$doc" || ! grep -qF "$end" "$doc"; then
		die $EXIT_CRASH "$doc has no place for the table"
	fi
	awk -v begin="$begin" -v end="$end" -v file="$1" '
		$0 == end { inside = 0 }
		!inside { print }
		$0 == begin {
			inside = 1
			while ((getline line < file) > 0)
				print line
		}' "$doc" >"$doc.new" && mv "$doc.new" "$doc"
}

parse "$@"
need_tools build matrix
build model
out=$(mktemp -d) || exit $EXIT_CRASH
trap 'rm -rf "$out"' EXIT
[[ -z $missing ]] || run=$(missing_tests | head -n 8 | paste -sd ,)
[[ -n $run ]] || { echo "$doc has a row of each test"; exit; }
build/model/stalehound list run="$run" >"$out/list" || exit
build/model/stalehound format=json mutate=none run="$run" seconds="$seconds" jobs="$jobs" >"$out/text" ||
	die $EXIT_CRASH "something is violated, or nothing was judged: $(tail -n 1 "$out/text")"
grep '^{' "$out/text" | rows "$out/list" >"$out/rows" || die $EXIT_CRASH 'cannot read the results'
merged "$out/rows" >"$out/merged" && whole_table "$out/merged" >"$out/table"
if [[ -n $write ]]; then
	put_into_doc "$out/table"
else
	cat "$out/table"
fi
