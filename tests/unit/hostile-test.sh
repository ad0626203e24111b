#!/usr/bin/env bash
# SPDX-License-Identifier: BSD-2-Clause
#
# The tests of tests/hostile/ break rules: each must be told that it is broken, by the call
# that broke it, and end with status 2.  Those that break none hold.
#
# Called by tests/unit/run.sh.  One line for each, "ok - …" or "not ok - …".

set -u
CDPATH='' cd -- "$(dirname -- "${BASH_SOURCE[0]}")/../.." || exit 1
make -s -j "$(nproc)" -f arch/model/build.mk build/model/hostile || {
	echo "not ok - the model builds with tests/hostile"
	exit
}
# toothless WORD: how many teeth of hostile/toothless are called INSENSITIVE, and the status.
toothless()
{
	local text status

	text=$(build/model/hostile run=hostile/toothless "$@" 2>&1 </dev/null)
	status=$?
	echo "$(grep -c '^  not ok .* INSENSITIVE: ' <<<"$text") $status"
}

if [[ $(toothless) == '2 1' && $(toothless mutate=cow-skip-flush tso=off) == '1 1' ]]; then
	echo 'ok - hostile: teeth that do not bite are failures'
else
	echo "not ok - hostile: teeth that do not bite: $(toothless), $(toothless mutate=cow-skip-flush tso=off)"
fi
# A broken test's schedule shows nothing, so it holds not.
text=$(build/model/hostile "schedule=1.$(<build/model/build-id).hostile/outside.none.luf-vma-same-0-0-6-0.a2.-" 2>&1)
if [[ $? == 2 && $text == *'BROKEN TEST hostile/outside: '* && $text == *$'\nnot ok 1 '* ]]; then
	echo "ok - hostile: a broken test's schedule is no run that holds"
else
	echo "not ok - hostile: a broken test's schedule: $text"
fi
for file in tests/hostile/*.c; do
	name=${file##*/}
	name=${name%.c}
	says=$(sed -n 's/^ \* Says: //p' "$file")
	fails=$(sed -nE 's/^ \* (Fails|Crashes|Races): //p' "$file")
	want=$((${#says} ? 2 : ${#fails} ? 1 : 0))
	! grep -q '^ \* Crashes: ' "$file" || want=3
	text=$(build/model/hostile run="hostile/$name" mutate=none 2>&1 </dev/null)
	status=$?
	if ((status == want)) && [[ -n $fails && $(grep '^  not ok ' <<<"$text") =~ $fails ]]; then
		echo "ok - hostile: $name fails: $fails"
	elif ((status == want)) && [[ -z $fails ]] && [[ -z $says || $text == *"BROKEN TEST hostile/$name: "*"$says"* ]]; then
		echo "ok - hostile: $name is ${says:+not }allowed${says:+, and the message is $says}"
	else
		echo "not ok - hostile: $name ends with $want and says '$says', status $status"
		printf '%s\n' "$text" | sed 's/^/#   /'
	fi
done
