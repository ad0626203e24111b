#!/usr/bin/env bash
# SPDX-License-Identifier: BSD-2-Clause
#
# The tests of tests/hostile/ on metal: each that breaks a rule is told so, by the call that
# broke it, all others hold, and the kernel goes on to the next.  And one in which luf_debug=on
# has no room for all that is owed is no pass.
#
#	tests/boot/hostile.sh [--full]
#
# --full: and a tooth that cannot bite, which has half a minute for it.
#
# Prints what is wrong, and last 'hostile' if nothing is.

set -u
root=$(CDPATH='' cd -- "$(dirname -- "${BASH_SOURCE[0]}")/../.." && pwd)
cd "$root" || exit 3
wrong=0

complain()
{
	echo "not ok - hostile: $1"
	wrong=1
}

# boot STATUSES WORD...: the console, in text; the kernel leaves with one of STATUSES.  It is the
# launcher who finds out, in the machine's own time, that one hangs.
boot()
{
	local want wanted=$1 status

	shift
	text=$(./run-qemu.sh --direct --qemu-args '-kernel build/hostile.elf' "$@" </dev/null 2>&1)
	status=$?
	for want in $wanted; do
		((status == want)) && return
	done
	complain "$*: status $status, not $wanted"
	tail -n 3 <<<"$text" | sed 's/^/#   /'
}

# An address is another one in each run: leave it out.
nowhere()
{
	sed 's/([0-9a-f]*)/()/'
}

# told FILE: what the console says of the test in FILE.
told()
{
	local name says

	name=${1##*/}
	name=${name%.c}
	says=$(sed -n 's/^ \* Says: //p' "$1" | nowhere)
	if [[ -z $says ]]; then
		grep -q "^ok [0-9]* hostile/$name\$" <<<"$text" || complain "$name does not hold"
		return
	fi
	grep "^# BROKEN TEST hostile/$name, run " <<<"$text" | nowhere | grep -qF -- "$says" ||
		complain "$name does not say '$says'"
	grep -q "^not ok [0-9]* hostile/$name\$" <<<"$text" || complain "$name counts as a pass"
}

# failed FILE: it fails, as it says.
failed()
{
	local name=${1##*/}

	boot 1 "run=hostile/${name%.c}" mutate=none iters=60 seconds=3600
	grep -q "^  not ok 1 sound # $(sed -n 's/^ \* Fails: //p' "$1")" <<<"$text" ||
		complain "${name%.c} does not fail as it says"
}

make -s --no-print-directory build/hostile.elf || exit 3
mapfile -t fails < <(grep -l '^ \* Fails: ' tests/hostile/*.c)
mapfile -t others < <(grep -LE '^ \* (Fails|Crashes): ' tests/hostile/*.c)
# As many as the kernel takes in one word; of so many some are broken.
for ((i = 0; i < ${#others[@]}; i += 12)); do
	some=("${others[@]:i:12}")
	names=$(printf '%s\n' "${some[@]}" | sed 's|^tests/||; s|\.c$||' | paste -sd,)
	boot 2 "run=$names" mutate=none iters=60 seconds=3600
	for file in "${some[@]}"; do
		told "$file"
	done
done
for file in "${fails[@]}"; do
	failed "$file"
done
# What touches NULL ends the boot, and says where it was.
boot 3 run=hostile/null mutate=none iters=100000 seconds=3600
grep -q '^Bail out! .* page fault in kernel mode: read of 0x0*, ' <<<"$text" ||
	complain 'null: no panic names the address'
boot 5 run=hostile/owes mutate=none luf_debug=on iters=12 seconds=3600
grep -q '^  ok 1 sound # SKIP undecided: luf_debug had no room' <<<"$text" ||
	complain 'owes: luf_debug=on does not say that it had no room'
# A tooth that cannot bite is called that where the host leaves it alone; elsewhere it is undecided.
toothless()
{
	boot '0 1' run=hostile/toothless iters=100 seconds=4
	grep -Eq '^  (not ok 2 tooth cow-skip-flush # INSENSITIVE|ok 2 tooth cow-skip-flush # SKIP undecided): ' \
		<<<"$text" || complain 'toothless: a tooth that cannot bite is neither insensitive nor undecided'
}
[[ ${1-} != --full ]] || toothless
((wrong == 0)) && echo hostile
exit $wrong
