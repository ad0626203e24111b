#!/usr/bin/env bash
# SPDX-License-Identifier: BSD-2-Clause
#
# Do the tests that are text agree with those in C that they are of?  The model is asked both,
# teeth and all: each line must be the same, how many executions and steps there were included.
# text-FAMILY/NAME is FAMILY/NAME in text.
#
#	tests/text/agree.sh [FILE...]
#
# One line for each test, and at the end "N passed, N failed".  Exit status: 0 all passed; 1 not.

set -u
root=$(CDPATH='' cd -- "$(dirname -- "${BASH_SOURCE[0]}")/../.." && pwd)
cd "$root" || exit 3
export LC_ALL=C
export log=build/text-test
export model=build/model/stalehound
files=("$@")
((${#files[@]})) || for file in tests/text/*/*.litmus; do
	[[ $file == tests/text/bad/* ]] || files+=("$file")
done

# lines_of TEST FILE: what was said of that test, without times, and without how registers are
# called, which has no blanks in a text.
lines_of()
{
	awk -v test="$1" '
		/^  # Subtest: / { here = $3 == test }
		!here { next }
		/^(not )?ok / { here = 0 }
		{ gsub(/text-/, ""); gsub(/[0-9.]+ s,/, ""); sub(/^(not )?ok [0-9]+/, "ended") }
		/^  #  *[0-9]+  (never|sometimes)/ {
			line = $2 " " $3
			while (match($0, /=[A-Za-z0-9]+ /)) {
				line = line " " substr($0, RSTART + 1, RLENGTH - 2)
				$0 = substr($0, RSTART + RLENGTH)
			}
			sub(/^ */, "")
			$0 = line ": " $0
		}
		{ print }' "$2"
}

# compare FILE: one line, and more if it is not ok.
compare()
{
	local name text

	name=$(sed -n 's/^name *text-//p' "$1")
	text=$log/${name//\//-}
	"$model" litmus="$1" run="$name,text-$name" >"$text" 2>&1
	lines_of "$name" "$text" >"$text.c"
	lines_of "text-$name" "$text" >"$text.text"
	if grep -q '^  ok 1 sound' "$text.c" && cmp -s "$text.c" "$text.text"; then
		echo "ok - $name is the same in text, with $(grep -c '^  ok [0-9]* tooth ' "$text.text") teeth"
	else
		echo "not ok - $name is not the same in text: see $text"
		diff "$text.c" "$text.text" | head -n 6 | sed 's/^/#   /'
	fi
}

export -f lines_of compare
mkdir -p "$log"
tools/install-deps.sh build || exit 4
make -s -j "$(nproc)" model || exit 3
# shellcheck disable=SC2016	# this dollar is for the shell that xargs starts
printf '%s\0' "${files[@]}" | xargs -0 -P "$(nproc)" -n 1 bash -c 'compare "$1"' - | tee "$log/results"
passed=$(grep -c '^ok ' "$log/results")
echo "$passed passed, $(grep -c '^not ok ' "$log/results") failed"
((passed == ${#files[@]}))
