#!/usr/bin/env bash
# SPDX-License-Identifier: BSD-2-Clause
#
# What is no litmus is refused in one line, by its place, what was found, and what was expected:
# the files of tests/text/bad/, whose first line has that line, and some that no editor likes.
# Each rule of tests/litmus_check.h, which refuses tests in C, is among them.
#
#	tests/text/refused.sh
#
# One line for each, and at the end "N passed, N failed".  Exit status: 0 all passed; 1 not.

set -u
root=$(CDPATH='' cd -- "$(dirname -- "${BASH_SOURCE[0]}")/../.." && pwd)
cd "$root" || exit 3
export LC_ALL=C
model=build/model/stalehound
passed=0
failed=0
good=tests/text/unmap/unmap-await-tell.litmus
# What cannot be wrong in a text, where lists are as long as their words, and a name is no path's.
not_in_texts=' litmus_name_differs litmus_regs_gap litmus_sees_gap litmus_outcomes_gap litmus_teeth_gap
	litmus_tooth_form litmus_tooth_bits litmus_needs_bits litmus_less_source litmus_less_never '
tmp=$(mktemp -d) || exit 3
trap 'rm -rf "$tmp"' EXIT

tools/install-deps.sh build || exit 4
make -s -j "$(nproc)" model || exit 3

# result NAME WANT GOT
result()
{
	if [[ $3 == "$2" ]]; then
		passed=$((passed + 1))
		echo "ok - $1"
		return
	fi
	failed=$((failed + 1))
	echo "not ok - $1"
	printf '%s\n' "wanted: $2" "got: $3" | sed 's/^/#   /'
}

# told FILE…: what is said of these, and how it ends.
told()
{
	local IFS=,

	"$model" litmus="$*" list run='text-*' 2>&1
	echo "status $?"
}

# refused FILE MESSAGE: it is, with that, and with status 2.
refused()
{
	result "refused: ${1##*/}: $2" "stalehound: $1:$2"$'\n'"status 2" "$(told "$1")"
}

# taken NAME FILE: it is listed.
taken()
{
	result "$1" 1 "$(told "$2" | grep -c '^text-unmap/unmap-await-tell ')"
}

for file in tests/text/bad/*.litmus; do
	refused "$file" "$(sed -n '1s/^# says: //p' "$file")"
done

while read -r rule; do
	[[ $not_in_texts == *[[:space:]]"$rule"[[:space:]]* ]] ||
		result "there is a text that breaks $rule" yes \
			"$(grep -qx "# rule: $rule" tests/text/bad/*.litmus && echo yes)"
done < <(sed -n 's/^void \(litmus_[a-z_]*\)(void).*/\1/p' tests/litmus_check.h)

: >"$tmp/empty"
refused "$tmp/empty" "1: found the end, expected 'regs'"
{ sed 's/^cpu 0/&\x00/' $good; } >"$tmp/nul"
refused "$tmp/nul" "$(grep -n '^cpu 0' $good | cut -d: -f1): found a byte 0, expected text"
{ cat $good; printf '# %300s\n' x; } >"$tmp/long"
refused "$tmp/long" "$(($(wc -l <$good) + 1)): found a line of 302 characters, expected 255 at most"
head -c 1000000 /dev/urandom >"$tmp/noise"
refused "$tmp/noise" '1: found more than 16384 bytes, expected 16384 at most'
{ sed '/^setup/q' $good; yes '	heal' | head -n 97; } >"$tmp/calls"
{ cat "$tmp/calls"; echo 'regs x'; } >"$tmp/many"
refused "$tmp/many" "$(wc -l <"$tmp/calls"): found one more call, expected 96 at most"
mkdir "$tmp/$(printf %0100d 0)"
cp tests/text/bad/no-name.litmus "$tmp/$(printf %0100d 0)/deep.litmus"
result 'refused: a long path, by its end' \
	"stalehound: ...$(printf %068d 0)/deep.litmus:$(sed -n '1s/^# says: //p' tests/text/bad/no-name.litmus)"$'\n''status 2' \
	"$(told "$tmp/$(printf %0100d 0)/deep.litmus")"
result 'refused: a file that is not there' \
	"stalehound: litmus=$tmp/none: No such file or directory, expected a file to read"$'\n''status 2' \
	"$(told "$tmp/none")"
result 'refused: a directory' \
	"stalehound: litmus=$tmp: Is a directory, expected a file to read"$'\n''status 2' "$(told "$tmp")"
result 'refused: a name that is none' \
	'stalehound: litmus=: found a name of 0 characters, expected 1 to 255'$'\n''status 2' \
	"$(told "$good" '')"
result 'refused: the same one twice' \
	"stalehound: $good:$(wc -l <$good): found a test called text-unmap/unmap-await-tell, expected another name: there is one already"$'\n''status 2' \
	"$(told $good $good)"
for ((i = 0; i < 33; i++)); do
	sed "s|^name .*|name text-many/n$i|" $good >"$tmp/n$i"
done
result 'refused: more tests than there is room for' \
	"stalehound: $tmp/n9:1: found one more test, expected 32 at most"$'\n''status 2' "$(told "$tmp"/n[0-9]*)"

# A schedule is good for the text that it was found in, not for one edited since.
repeat=$("$model" litmus=$good run=text-unmap/unmap-await-tell mutate=shootdown-skip-wait 2>&1 |
	sed -n '0,/^# repeat it:/s/^# repeat it:.* \(schedule=.*\)/\1/p')
sed '/^NEVER/s/OLD/NEW/' $good >"$tmp/edited"
replayed()
{
	"$model" litmus="$1" "$repeat" 2>&1 | grep -E '^(stalehound|ok|not ok)'
	echo "status ${PIPESTATUS[0]}"
}
result 'followed: the schedule of a text' 'not ok 1 text-unmap/unmap-await-tell # told, yet read the old page
status 1' "$(replayed $good)"
result 'refused: the schedule of a text that was edited' 'stalehound: schedule=: it is of another text than this text-unmap/unmap-await-tell: use that one, or search again
status 2' "$(replayed "$tmp/edited")"
result 'refused: the schedule of a text, of the test in C' 'stalehound: schedule=: it is of another text than this unmap/unmap-await-tell: use that one, or search again
status 2' "$(repeat=${repeat/text-unmap/unmap} replayed $good)"

taken 'taken: the good one' $good
sed 's/$/\r/' $good >"$tmp/crlf"
taken 'taken: CR LF' "$tmp/crlf"
head -c -1 $good >"$tmp/end"
taken 'taken: no new line at the end' "$tmp/end"
sed 's/^\t/ /; s/   */\t/g' $good >"$tmp/tabs"
taken 'taken: tabs for blanks' "$tmp/tabs"
echo "$passed passed, $failed failed"
((failed == 0 && passed > 0))
