#!/usr/bin/env bash
# SPDX-License-Identifier: BSD-2-Clause
#
# The kernel's shell, through a pseudo-terminal, as somebody at a keyboard has it: each step types
# something when there is a prompt, and looks at what stands before the next one.
#
#	tests/boot/shell.sh
#
# One line for each check, and at the end "N passed, N failed".  No step waits for a time; a machine
# that never asks again is ended by run-qemu.sh's --timeout, and undecided.

set -u
root=$(CDPATH='' cd -- "$(dirname -- "${BASH_SOURCE[0]}")/../.." && pwd)
# shellcheck source=tools/lib.sh
. "$root/tools/lib.sh"
cd "$root" || exit $EXIT_CRASH
log=build/boot-shell
nr=0
passed=0
failed=0
text=		# what has come since the last prompt
up=$'\e[A'
left=$'\e[D'

result()
{
	if (($1 == 0)); then
		passed=$((passed + 1))
		echo "ok - shell: $2"
		return
	fi
	failed=$((failed + 1))
	echo "not ok - shell: $2"
	tr '\b\033' '<^' <<<"$text" | tail -n 12 | cut -c1-200 | sed 's/^/#   /'
}

# boot WORD...: on a terminal of its own; script makes that, and leaves with the machine's status.
boot()
{
	nr=$((nr + 1))
	coproc machine {
		exec script -qec "./run-qemu.sh --direct --timeout 1800 --log $log/$nr.txt $*" /dev/null
	}
	exec 7>&"${machine[1]}" 8<&"${machine[0]}"
	pid=$!
}

# expect WHAT: read on until it has come.  1: the machine has ended before.
expect()
{
	local chunk

	text=
	until [[ $text == *"$1"* ]]; do
		IFS= read -r -d "${1: -1}" chunk <&8 || return
		text+=${chunk//$'\r'/}${1: -1}
	done
}

# type LINE: and wait for the next prompt.
type_line()
{
	printf '%s\r' "$1" >&7
	expect "${2:-> }"
}

# says NAME PATTERN LINE [PROMPT]: typed, it brings a line like PATTERN.
says()
{
	type_line "$3" "# ${4:-stalehound}> " && grep -Eq -- "$2" <<<"$text"
	result $? "$1"
}

# ends NAME STATUS LINE: typed, it ends the machine.
ends()
{
	local status

	printf '%s\r' "$3" >&7
	text=$(cat <&8)
	wait $pid
	status=$?
	((status == $2))
	result $? "$1: status $status"
	exec 7>&- 8<&-
}

editing()
{
	boot shell
	expect '# stalehound> '
	result $? 'it asks'
	says 'help lists commands' '^# walk +VA' help
	says 'a typing error is named, with the nearest' "no command 'lsit'; the nearest is 'list'" lsit
	says 'backspace and arrows' '^control/ctl-np-to-p ' $'lsit\b\b\bist cotrol/*'"$left$left$left$left$left${left}n"
	says 'history' '^control/ctl-np-to-p ' "xyz$up"
	says 'Tab completes commands and names' '^gather-skip-luf ' $'mut\tgather-skip-lu\t'
	printf 'l\t' >&7
	expect '# stalehound> ' && grep -q '^# list luf$' <<<"$text"
	result $? 'Tab lists what there is'
	says '… and completes it' '^control/ctl-np-to-p ' $'\x15list control/ctl-np\t'
	says 'an escape sequence that is cut off' '^control/ctl-np-to-p ' $'list control/ctl-np-to-p\e[12'
	says 'noise' "no command '.*'; the nearest is" $'\x01\xff\xfe\x1b\x1b[[[~~qq\x80'
	says 'a line that is too long is one clear line' '^# longer than 240 characters' "$(printf '%0300d' 0)"
	says 'an empty line' '' ''
	says 'what is of a held run' 'walk: nothing is held' 'walk x'
	says 'words of the boot' "'luf_debug=' is for the machine's boot" 'run luf_debug=on'
	says 'a schedule, which is the first run of its boot' "'schedule=' is for the machine's boot, instead of 'shell'" 'run schedule=x'
	says 'words that are none' "no argument 'itres'" 'run itres=5'
	says 'no such test' "nothing matches 'unmap/no'" 'run unmap/no'
	ends 'what was refused is the worst' 2 off
}

running()
{
	boot shell
	expect '# stalehound> '
	says 'a run' '^ok 1 control/ctl-np-to-p$' 'run control/ctl-np-to-p iters=72 seconds=600 mutate=none'
	says 'a second one, counted anew' '^# 2 passed, 0 failed, 0 skipped' 'run control/ctl-ab* iters=72 seconds=600 mutate=none'
	says 'a violation is held' '^# CAUGHT unmap/unmap-flush-tell' \
		'hold unmap/unmap-flush-tell mutate=gather-skip-flush iters=20000 seconds=600' held
	says 'the walk to x' '^# pte\[[0-9]+\] in frame [0-9a-f]+: [0-9a-f]{16} ' 'walk x' held
	says 'areas' '^# mm [0-9]+: root at pa' mm held
	says 'generations' '^#   slot [0-9]+, PCID [0-9]+: mm [0-9]+ at generation [0-9]+ of [0-9]+: ' cpus held
	says 'deferred flushes' '^# file [0-9]+: ' luf held
	says 'steps' '^#   last steps ' steps held
	says 'the table so far' '^  # +[1-9][0-9]*  never ' table held
	says 'a second run inside is refused' 'a run is under way' 'run control/*' held
	says 'an address that is none' 'walk ghi: must be an address' 'walk ghi' held
	says 'it goes on, to the next' '^# CAUGHT ' 'hold' held
	says 'it is given up, and the test has failed' '^not ok 1 unmap/unmap-flush-tell' stop
	says 'probes' '^ok [0-9]+ hw/leaf-read' probes
	ends 'the worst of what was run' 1 off
	text=$(tools/report --out "$log/report" "$log/$nr.txt") || :
	grep -q '^failed .*: unmap/unmap-flush-tell$' <<<"$text"
	result $? 'the report has what failed, and nothing else'
}

pausing()
{
	boot 'run=control/*' iters=20000 seconds=600 mutate=none
	expect 'KTAP version 1'
	printf '!' >&7
	expect '# paused> '
	result $? 'a key opens it in the middle of a run'
	says 'CPUs' '^# CPU 1: ' cpus paused
	says 'it goes on' '^# paused between' $'continue\r!' paused
	ends 'what was given up is undecided' 5 stop
	text=$(tools/report --out "$log/report" "$log/$nr.txt") || :
	grep -q '^undecided' <<<"$text"
	result $? 'the report has it as undecided'
}

# given_up NAME PATTERN WORDS: a run of one test, which would take days, given up in its midst.
given_up()
{
	boot shell
	expect '# stalehound> '
	printf 'run unmap/unmap-flush-tell iters=100000000 seconds=100000 %s\r' "$3" >&7
	expect '1..1'
	printf '!' >&7
	expect '# paused> '
	says "$1, given up, is undecided" "$2" stop
	ends '… and so is the run' 5 off
}

giving_up()
{
	given_up 'the last test' '^  ok 1 sound # SKIP undecided: given up by hand' ''
	given_up 'a soak' '^  ok 1 sound # SKIP undecided: given up by hand' soak
}

# screen: what is on the VGA's, a row a line.
screen()
{
	local answer='' row

	echo "pmemsave 0xb8000 4000 $log/vga" >"$log/monitor.in"
	echo 'info status' >"$log/monitor.in"
	# The answer to the second comes after the first is done.
	until [[ $answer == *'VM status:'* ]]; do
		IFS= read -r answer <&9
	done
	od -An -v -tx1 -w160 "$log/vga" | sed -E 's/ (..) ../\\x\1/g' |
		while IFS= read -r row; do printf '%b\n' "$row"; done
}

# The same on a screen, whose last row says how far things are.
on_a_screen()
{
	rm -f "$log"/monitor.*
	mkfifo "$log/monitor.in" "$log/monitor.out"
	exec 9<>"$log/monitor.out"
	boot "--qemu-args \"-vga std -monitor pipe:$log/monitor\" shell console=both"
	expect '# stalehound> '
	type_line 'run control/ctl-np-to-p iters=72 seconds=600 mutate=none' '# stalehound> '
	text=$(screen)
	grep -q '^# 1 passed, 0 failed, 0 skipped' <<<"$text"
	result $? 'the summary is on the screen'
	tail -n 1 <<<"$text" | grep -q '^over after 00:[0-9][0-9]: 1 passed, 0 failed, 0 skipped'
	result $? 'its last row is how far things are'
	type_line 'list unmap/*' '# stalehound> '
	text=$(screen)
	[[ $(tail -n 1 <<<"$text") == over\ after* ]]
	result $? 'and stays, while text goes on'
	ends 'on a screen, too' 0 off
	exec 9>&-
}

# wrong LINE: behind a run that held.
wrong()
{
	text=$(printf '%s\n' 'run control/ctl-np-to-p iters=72 seconds=600 mutate=none' "$1" |
		./run-qemu.sh --direct --timeout 1800 shell 2>&1)
	(($? == EXIT_USAGE)) && grep -q '^ok 1 control/ctl-np-to-p' <<<"$text"
	result $? "a wrong line in a pipe is no pass: $1"
}

# Not a terminal: what stdin has is typed, and at its end "off".
piped()
{
	text=$(printf 'run control/ctl-np-to-p iters=72 seconds=600 mutate=none\nlist control/*\n' |
		./run-qemu.sh --direct --timeout 1800 --log "$log/piped.txt" shell 2>&1) &&
		grep -q '^ok 1 control/ctl-np-to-p' <<<"$text" && grep -q '^control/ctl-abit' <<<"$text"
	result $? 'lines from a pipe, and no more'
	text=$(tools/report --out "$log/report" "$log/piped.txt") || :
	grep -q '^passed' <<<"$text"
	result $? 'the report vouches for it'
	wrong 'run control/no'
	wrong 'run control/* itres=5'
	wrong 'bench nothing'
	wrong lsit
	text=$(printf 'reboot\n' | ./run-qemu.sh --direct shell 2>&1)
	(($? == EXIT_UNDECIDED))
	result $? 'a reset comes with a status, undecided if nothing was judged'
	text=$(printf '%s\n' 'run control/ctl-np-to-p iters=72 seconds=600 mutate=none' \
		'hold unmap/unmap-flush-tell mutate=gather-skip-flush iters=20000 seconds=600' reboot |
		./run-qemu.sh --direct --timeout 1800 shell 2>&1)
	(($? == 1))
	result $? 'a reset while a violation is held is no pass'
}

# What luf_debug=on finds when the tables are freed.
cleared()
{
	text=$({
		echo 'hold reclaim/free-vs-reader mutate=gather-skip-flush iters=24 seconds=600'
		printf 'mm\nwalk x\ncpus\nluf\ncontinue\n%.0s' {1..24}
	} | ./run-qemu.sh --direct --timeout 1800 shell luf_debug=on 2>&1)
	(($? == 1)) && ! grep -A 2 'found when its run was already cleared away' <<<"$text" | grep '^# mm ' &&
		grep -A 2 'found when its run was already cleared away' <<<"$text" |
		grep -q '^stalehound: the run is already cleared away: '
	result $? 'what is found when the run is cleared away is held, and shows no mm'
}

need_tools build qemu terminal report
mkdir -p "$log"
build kernel
editing
running
pausing
giving_up
on_a_screen
piped
cleared
echo "$passed passed, $failed failed"
((failed == 0))
