#!/usr/bin/env bash
# SPDX-License-Identifier: BSD-2-Clause
#
# What the model has searched of each test, as a table in Markdown: exhausted under sequential
# consistency, exhausted with store buffers, or bounded; how many executions, how many seconds.
#
# Which words there are is the model's business (docs/MODEL.md); they are only put in columns.
# Steps decide how far it comes, and are the same everywhere; seconds are those of this host.

set -u
root=$(cd -- "$(dirname -- "${BASH_SOURCE[0]}")/.." && pwd)
# shellcheck source=tools/lib.sh
. "$root/tools/lib.sh"
cd "$root" || exit $EXIT_CRASH

doc=docs/MODEL.md
begin='<!-- tools/model-table.sh: begin -->'
end='<!-- tools/model-table.sh: end -->'
seconds=60
jobs=$(nproc)
run='*'
write=

help()
{
	cat <<'END_OF_HELP'
Usage: tools/model-table.sh [--write] [--seconds N] [--jobs N] [--run GLOB]

Search each test, and print how far the model came with it.

  --write      put the table into docs/MODEL.md, in place of the one that is there
  --seconds N  of work, for each test (60)
  --jobs N     processes of the model at a time (one a CPU)
  --run GLOB   of these tests only

Exit status: 0 done; 2 usage; 3 something crashed, or is violated; 4 a tool is missing.
END_OF_HELP
}

parse()
{
	options=(--write --seconds= --jobs= --run= --help)
	take_options "$@"
	check_number --seconds "$seconds" 1 1000000
	check_number --jobs "$jobs" 1 256
}

# What "exhaustive" alone says holds with store buffers, too.
# shellcheck disable=SC2016	# these dollars are jq's
table()
{
	jq -r -s --rawfile list "$1" '
	($list | split("\n") | map(capture("^(?<test>[^ ]+) +(?<cpus>[0-9]+) CPU")?)
		| map({ key: .test, value: .cpus }) | from_entries) as $cpus
	| def cell: if . == null then "" else "\(.extent): \(.executions) executions, \(.seconds * 100 | ceil / 100) s" end;
	map(select(.histogram)) | group_by(.test)
	| map({ test: .[0].test, sc: map(select(.line == "sound"))[0], tso: map(select(.line != "sound"))[0] })
	| def whole: . != null and .extent == "exhaustive";
	def partial: (.sc // .tso).extent | startswith("exhaustive") | not;
	"\(length) tests: \(map(select((.sc | whole) or (.tso | whole))) | length) exhausted under TSO, "
		+ "\(map(select((.sc | whole | not) and (.tso | whole | not) and (partial | not))) | length) under SC only, "
		+ "\(map(select(partial)) | length) not exhausted.",
	"", "| test | CPUs | without store buffers | with them |", "|---|---|---|---|",
	(.[] | "| \(.test) | \($cpus[.test]) | \(.sc | cell) | \(if .tso then .tso | cell elif .sc | whole then "make no difference" else "" end) |")'
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
build/model/stalehound list run="$run" >"$out/list" || exit
build/model/stalehound format=json mutate=none run="$run" seconds="$seconds" jobs="$jobs" >"$out/text" ||
	die $EXIT_CRASH "something is violated, or nothing was judged: $(tail -n 1 "$out/text")"
{
	echo "With \`tools/model-table.sh --seconds $seconds\`, on $(nproc) CPUs:"
	echo
	grep '^{' "$out/text" | table "$out/list"
} >"$out/table" || die $EXIT_CRASH 'cannot read the results'
if [[ -n $write ]]; then
	put_into_doc "$out/table"
else
	cat "$out/table"
fi
