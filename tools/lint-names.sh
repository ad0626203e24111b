# SPDX-License-Identifier: BSD-2-Clause
# shellcheck shell=bash disable=SC2154	# lists of files, which lint.sh has
#
# What names what: mutants their places and teeth, comments and documents their litmus tests, and
# documents and texts the calls of a litmus.
#
# To be sourced by tools/lint.sh.  A check prints what is wrong, and nothing if all is well.

# A line of mutants.def each: ID NAME.
mutants()
{
	tr '\n' ' ' <kernel/rules/mutants.def | grep -oE 'MUTANT\([A-Z0-9_]+, *"[^"]*"' |
		sed -E 's/MUTANT\(([A-Z0-9_]+), *"([^"]*)"/\1 \2/'
}

mutants_have_teeth()
{
	local id name sites teeth

	sites=$(code "${kernel[@]}" tests/engine/calls*.c | grep -oE '\bmutant\([A-Z0-9_]+\)')
	teeth=$(code "${litmus[@]}" | grep -oE '\bTOOTH\([A-Z0-9_]+')
	mutants | while read -r id name; do
		grep -qxF "mutant($id)" <<<"$sites" || echo "$id is used nowhere"
		grep -qxF "TOOTH($id" <<<"$teeth" || echo "$id is no litmus' tooth"
		[[ $name == "$(tr 'A-Z_' 'a-z-' <<<"$id")" ]] || echo "$id is called '$name'"
	done
	mutants | cut -d' ' -f2 | sort | uniq -d | sed 's/$/ is the name of two mutants/'
	[[ -n $(mutants) ]] || echo "kernel/rules/mutants.def has none"
}

# Litmus tests that comments name, also where the name is on the next line: FILE:LINE NAME.
named_litmus()
{
	awk '{
		line = $0
		if (carry) {
			sub(/^[ \t]*\*?[ \t]*/, "", line)
			line = "Litmus " line
		}
		carry = line ~ /[Ll]itmus:?[ \t]*$/
		while (match(line, /[Ll]itmus:?[ \t]+[a-z]+\/[a-z0-9-]+/)) {
			name = substr(line, RSTART, RLENGTH)
			sub(/.*[ \t]/, "", name)
			print FILENAME ":" FNR, name
			line = substr(line, RSTART + RLENGTH)
		}
	}' "${kernel[@]}" kernel/rules/mutants.def
}

litmus_names_match()
{
	local file place name

	for file in "${litmus[@]}"; do
		name=${file#tests/litmus/}
		grep -qF ".name = \"${name%.c}\"" "$file" ||
			echo "$file does not have .name = \"${name%.c}\""
	done
	named_litmus | while read -r place name; do
		[[ -f tests/litmus/$name.c ]] || echo "$place: names $name, which does not exist"
	done
}

# In docs/THREADS.md: the tests of a row are there, and each mutant is a tooth of one of them.
threads_name_what_is()
{
	awk -F '|' 'NF == 7 && !/---/' docs/THREADS.md | while IFS='|' read -r _ what tests mutants _; do
		local paths=() name

		while read -r name; do
			paths+=("tests/litmus/$name.c")
			[[ -f tests/litmus/$name.c ]] || echo "docs/THREADS.md:$what: no test $name"
		done < <(grep -oE '[a-z]+/[a-z0-9-]+' <<<"$tests")
		grep -oE '[a-z]+(-[a-z0-9]+)+' <<<"$mutants" | while read -r name; do
			grep -qE "TOOTH\($(tr 'a-z-' 'A-Z_' <<<"$name")\b" "${paths[@]}" ||
				echo "docs/THREADS.md:$what: $name is no tooth of its tests"
		done
	done
}

# What a litmus may call, and what may be in its registers, is in the document about it.
calls_are_documented()
{
	local name

	{
		code "${calls[@]}" | cut -d : -f 3- | grep -E '^[a-z].*\(' | grep -oE '[a-z_0-9]+\(' | grep -vxF 'litmus_fn('
		code tests/litmus.h | cut -d : -f 3- | grep -oE '^	[A-Z_]{3,}( = [A-Z_]+)?,$' | grep -oE '[A-Z_]+' |
			grep -vE '^(VALUE_.*|E_FIRST|E_LAST|MUTANT.*)$'
	} | tr -d '(' | sort -u | while read -r name; do
		grep -qF "\`$name\`" docs/WRITING-A-LITMUS.md ||
			echo "docs/WRITING-A-LITMUS.md does not name $name"
	done
}

# Each call of a litmus is one of a text's, and the other way round; those
# that verbs.def names as no text's are not.
calls_are_verbs()
{
	local call='^[a-z][a-z_0-9 *]*\b([a-z_0-9]+)\(.*' not='looks|window_pages|faults_taken|ipis_sent'

	diff <(code "${calls[@]}" | cut -d : -f 3- |
		grep -vE '^(typedef|static)' | sed -nE "s/$call/\1/p" | grep -vxE "$not" | sort) \
		<(sed -nE 's/^VERB[0-9]\(([a-z_0-9]+),.*/\1/p' tests/text/verbs.def | sort) |
		sed -n 's/^</tests\/text\/verbs.def lacks/p; s/^>/tests\/litmus.h lacks/p'
}

# Places that documents show of an output, "in FUNCTION, FILE:LINE": the line is in that function; and
# where a mutant was taken away, it asks for that.  tools/samples.sh runs what the model can run.
shown_places_are_right()
{
	local place mutant function file line

	grep -noE '(taken away: [a-z0-9-]+, )?in [a-z_0-9]+, (kernel|arch|tests)/[a-z0-9_/]+\.[ch]:[0-9]+' "${documents[@]}" |
		sed -E 's/:in /:- in /; s/:taken away: ([a-z0-9-]+), in /:\1 in /; s/^([^:]+:[0-9]+):([^ ]+) in ([^,]+), (.+):([0-9]+)$/\1 \2 \3 \4 \5/' |
		while read -r place mutant function file line; do
			[[ $mutant == - ]] && mutant= || mutant="mutant($(tr 'a-z-' 'A-Z_' <<<"$mutant"))"
			awk -v at="$line" -v function_="$function" -v mutant="$mutant" '
				/^[a-z].*\(/ && !/;$/ { name = $0; sub(/\(.*/, "", name); sub(/.*[ *]/, "", name) }
				NR == at { right = name == function_ && index($0, mutant) }
				END { exit !right }' "$file" 2>/dev/null ||
				echo "$place: $function() is not at $file:$line${mutant:+, or does not ask for $mutant there}"
		done
}
