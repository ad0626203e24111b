#!/usr/bin/env bash
# SPDX-License-Identifier: BSD-2-Clause
#
# What docs/ has that the source has, too: write it anew, or see whether it is stale.
#
#	tools/docs.sh [--check]
#
#	docs/MUTANTS.md		every flush, order and check that can be taken away: where it is,
#				and the litmus tests that have it for a tooth
#	docs/LITMUS.md		every litmus test: what it asks, who met it, its teeth
#	docs/TEXT-LITMUS.md	between two marks: the calls that a text may make, and their arguments
#
# Exit status: 0 done, or as it should be; 1 stale, and one line a file says so; 2 usage.

set -u
root=$(CDPATH='' cd -- "$(dirname -- "${BASH_SOURCE[0]}")/.." && pwd)
# shellcheck source=tools/lib.sh
. "$root/tools/lib.sh"
cd "$root" || exit $EXIT_CRASH
check=
options=(--check --help)

help()
{
	sed -n '4,13s/^# \{0,1\}//p' "$root/tools/docs.sh"
}

# strings FIELD: of what is on stdin, in one line, the string literals behind FIELD, joined.
awk_strings='function strings(text, field,    out, at) {
	at = match(text, field "[ \t]*")
	if (!at)
		return ""
	text = substr(text, RSTART + RLENGTH)
	while (match(text, /^[ \t]*"[^"]*"/)) {
		out = out substr(text, index(text, "\""), RLENGTH)
		text = substr(text, RSTART + RLENGTH)
	}
	gsub(/"[ \t]*"|"[ \t]*$|^"/, "", out)
	gsub(/"/, "", out)
	gsub(/[ \t]+/, " ", out)
	gsub(/\|/, "\\|", out)
	return out
}'

# NAME <tab> ASKS <tab> SOURCE <tab> TEETH, in dashes, with blanks between.
tests()
{
	local file

	for file in tests/litmus/*/*.c; do
		tr '\n\t' '  ' <"$file"
		echo
	done | awk -v OFS='\t' "$awk_strings"'{
		teeth = ""
		rest = $0
		while (match(rest, /TOOTH(_IN)?\([A-Z0-9_]+/)) {
			tooth = substr(rest, RSTART, RLENGTH)
			sub(/.*\(/, "", tooth)
			gsub(/_/, "-", tooth)
			teeth = teeth (teeth == "" ? "" : " ") tolower(tooth)
			rest = substr(rest, RSTART + RLENGTH)
		}
		print strings($0, "[.]name = "), strings($0, "[.]asks = "), strings($0, "[.]source = "), teeth
	}' | sort
}

# NAME <tab> FILE:FUNCTION, for each place that asks for the mutant.
places()
{
	# shellcheck disable=SC2016	# this dollar is awk's
	find kernel tests/engine -name '*.[ch]' | sort | xargs awk -v OFS='\t' '
		/^[a-z].*\(/ && !/;$/ {
			name = $0
			sub(/\(.*/, "", name)
			sub(/.*[ *]/, "", name)
		}
		{
			line = $0
			while (match(line, /mutant\([A-Z0-9_]+\)/)) {
				id = substr(line, RSTART + 7, RLENGTH - 8)
				gsub(/_/, "-", id)
				print tolower(id), FILENAME ":" name "()"
				line = substr(line, RSTART + RLENGTH)
			}
		}'
}

# NAME <tab> WHAT IS LOST <tab> ORIGIN, in the order of the file.
mutants()
{
	tr '\n\t' '  ' <kernel/rules/mutants.def | sed 's/MUTANT(/\n&/g' | awk -v OFS='\t' "$awk_strings"'
		/^MUTANT\([A-Z0-9_]+,/ {
			split($0, quoted, /"[ \t]*,[ \t]*"/)
			name = quoted[1]
			sub(/.*"/, "", name)
			print name, strings("X \"" quoted[2] "\"", "X "), strings("X \"" substr(quoted[3], 1, index(quoted[3], "\")") - 1) "\"", "X ")
		}'
}

mutants_page()
{
	cat <<'END'
# Mutants

<!-- written by tools/docs.sh from kernel/rules/mutants.def and tests/litmus; `make docs` -->

Each flush, barrier, order and check whose loss is a bug can be taken away at run time
(`mutate=NAME`). Here is where each one is, and the litmus tests that have it for a tooth: every
one of them fails with it, in the model, on metal, or on both (`make matrix` says where).

| mutant | what happens with it | who met it | where | litmus tests |
|---|---|---|---|---|
END
	awk -F '\t' '
		FILENAME == ARGV[1] { n = split($4, teeth, " "); for (i = 1; i <= n; i++) tests[teeth[i]] = tests[teeth[i]] (tests[teeth[i]] == "" ? "" : ", ") "`" $1 "`"; next }
		FILENAME == ARGV[2] { if (!(($1, $2) in had)) { had[$1, $2]; where[$1] = where[$1] (where[$1] == "" ? "" : ", ") "`" $2 "`" } next }
		{ printf "| `%s` | %s | %s | %s | %s |\n", $1, $2, $3, where[$1], tests[$1] }' \
		"$tmp/tests" "$tmp/places" "$tmp/mutants"
}

litmus_page()
{
	cat <<'END'
# Litmus tests

<!-- written by tools/docs.sh from tests/litmus; `make docs` -->

What each test asks, in words that are true if it holds; who met it; and its teeth, which
[MUTANTS.md](MUTANTS.md) explains. A test without teeth is a control: stale is legal there.
END
	awk -F '\t' '
		{ family = $1; sub(/\/.*/, "", family) }
		family != last { printf "\n## %s\n\n| test | asks | who met it | teeth |\n|---|---|---|---|\n", family; last = family }
		{ gsub(/ /, "`, `", $4); printf "| `%s` | %s | %s | %s |\n", $1, $2, $3, $4 == "" ? "none" : "`" $4 "`" }' \
		"$tmp/tests"
}

# What a text may call, from verbs.def: with its groups, which are comments, and what it yields.
verbs_table()
{
	echo '| | calls |'
	echo '|---|---|'
	awk '
		function flush() { if (calls != "") printf "| %s | %s |\n", group, calls; calls = "" }
		/^\/\* [^S].* \*\/$/ { flush(); group = substr($0, 4, length($0) - 6) }
		/^VERB/ {
			gsub(/^VERB[0-9]\(|_READ|\)$/, "")
			n = split($0, part, /, */)
			call = part[1]
			for (i = 3; i <= n; i++)
				if (part[i] != "RUN")
					call = call " " part[i]
			if (part[2] == "VALUE" || part[2] == "TOLD")
				call = "= " call
			if (part[2] ~ /PAGE$/)
				call = "held = " call
			if (part[2] == "LISTENS")
				call = "REG REG = " call
			calls = calls (calls == "" ? "" : ", ") "`" call "`" (part[2] ~ /^SETUP/ ? " (setup)" : "")
		}
		END { flush() }' tests/text/verbs.def
	printf '\n| where a call has | a text has |\n|---|---|\n'
	# shellcheck disable=SC2016	# these are Markdown's
	sed -nE 's/^KIND\(([A-Z_]+), .*, "(.*)"\)$/| `\1` | \2 |/p' tests/text/kinds.def |
		grep -vE '^\| `(RUN|.*_READ)`' | sed 's/joined by |/joined by `\\|`/'
}

# The page about texts, with that between its marks.
text_page()
{
	verbs_table >"$tmp/verbs"
	sed -e "/<!-- tools\/docs.sh: begin -->/r $tmp/verbs" \
		-e '/<!-- tools\/docs.sh: begin -->/,/<!-- tools\/docs.sh: end -->/{/<!--/!d}' docs/TEXT-LITMUS.md
}

# page FILE: what $tmp/page has belongs there.
page()
{
	cmp -s "$tmp/page" "$1" && return
	if [[ -z $check ]]; then
		cp "$tmp/page" "$1"
	else
		echo "$1 is stale: run \`make docs\`"
		stale=1
	fi
}

take_options "$@"
tmp=$(mktemp -d) || exit $EXIT_CRASH
trap 'rm -rf "$tmp"' EXIT
stale=0
tests >"$tmp/tests"
places >"$tmp/places"
mutants >"$tmp/mutants"
mutants_page >"$tmp/page"
page docs/MUTANTS.md
litmus_page >"$tmp/page"
page docs/LITMUS.md
text_page >"$tmp/page"
page docs/TEXT-LITMUS.md
exit $stale
