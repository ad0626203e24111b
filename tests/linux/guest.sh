#!/usr/bin/env bash
# SPDX-License-Identifier: BSD-2-Clause
#
# ./run-linux.sh: is nothing that goes wrong with a guest ever taken for a pass?
#
#	tests/linux/guest.sh [--full]
#
# A script stands for QEMU, and says what a guest would; --full: Debian's kernel boots, too, which
# is downloaded if it is not there, and is stopped, reset and made to panic through QEMU's monitor.
# One line for each check, and at the end "N passed, N failed".  Exit status: 0 all passed; 1 not.

set -u
root=$(CDPATH='' cd -- "$(dirname -- "${BASH_SOURCE[0]}")/../.." && pwd)
# shellcheck source=tools/lib.sh
. "$root/tools/lib.sh"
cd "$root" || exit $EXIT_CRASH
tmp=$(mktemp -d) || exit $EXIT_CRASH
trap 'rm -rf "$tmp"' EXIT
log=$tmp
# shellcheck source=tests/judged.sh
. tests/judged.sh

# A file that begins as a kernel does, and with $1 as its flags.
make_image()
{
	{
		head -c 514 /dev/zero
		printf HdrS
		head -c 48 /dev/zero
		printf %b "$1"
		head -c 100 /dev/zero
	} >"$tmp/bzImage"
}

# said NAME STATUS PATTERN CODE LINE...: as ends, of a guest that says these lines, after which QEMU
# ends with the code.
said()
{
	local name=$1 want=$2 pattern=$3 code=$4

	shift 4
	{
		echo '#!/bin/sh'
		printf 'echo %s\n' "${@@Q}"
		printf 'printf %%s %q >&2\n' "${COMPLAINT-}"
		echo "exit $code"
	} >"$tmp/qemu"
	chmod +x "$tmp/qemu"
	ends "$name" "$want" "$pattern" ./run-linux.sh --kernel "$tmp/bzImage" --qemu "$tmp/qemu"
}

# The exit port makes status S QEMU's 2S + 1; a reboot is 0.
verdicts()
{
	local begun='stalehound 0.1' held='# exit status 0'

	make_image '\x01\x00'
	said 'what holds, holds' 0 "^$held" 1 "$begun" "$held"
	said 'a stale access' 1 '^# exit status 1' 3 "$begun" '# exit status 1'
	said 'undecided' 5 '^# exit status 5' 11 "$begun" '# exit status 5'
	said 'no closing line' 3 'closing line says nothing' 1 "$begun" '  ok 1 sound'
	said 'another status than the closing line' 3 'closing line says 0' 3 "$begun" "$held"
	said 'not a word' 3 'SERIAL_8250_CONSOLE' 1
	said 'not a word of the program' 3 'SERIAL_8250_CONSOLE' 7
	said 'a panic before the program' 3 'panicked: VFS: Unable .*|BLK_DEV_INITRD' 0 \
		'[    1.000000] Kernel panic - not syncing: VFS: Unable to mount root fs on unknown-block(0,0)'
	said 'a panic amid the tests' 3 'panicked: Fatal exception' 0 "$begun" \
		'[    9.000000] Kernel panic - not syncing: Fatal exception'
	said 'a panic after the closing line' 3 'panicked: Fatal exception' 0 "$begun" "$held" \
		'[    9.000000] Kernel panic - not syncing: Fatal exception'
	said 'a reboot after the closing line' 3 'rebooted without a word' 0 "$begun" "$held"
	said 'the kernel has found a bug in itself' 3 'complained of itself: BUG: Bad page map' 1 "$begun" \
		'[    8.000000] BUG: Bad page map in process init  pte:0 pmd:0' "$held"
	said 'it warns' 3 'complained of itself: WARNING: CPU' 1 "$begun" \
		'[    8.000000][  T12] WARNING: CPU: 1 PID: 12 at mm/rmap.c:1' "$held"
	said 'it warns amid a line of the program' 3 'complained of itself: WARNING: CPU' 1 "$begun" \
		'  # 128 runs, 12[    8.000000] WARNING: CPU: 1 PID: 12 at mm/rmap.c:1' "$held"
	said 'a page table is corrupt' 3 'complained of itself: mm/pgtable' 1 "$begun" \
		'[    8.000000] mm/pgtable-generic.c:54: bad pmd 00000000a1(8000000000)' "$held"
	said 'a warning at boot is none of the tests' 0 "^$held" 1 \
		'[    1.000000] WARNING: CPU: 0 PID: 1 at a/driver.c:1' "$begun" "$held"
	said 'a complaint beside a stale access' 1 'complained of itself' 3 "$begun" \
		'[    8.000000] BUG: Bad page map in process init  pte:0 pmd:0' '# exit status 1'
	said 'no port to leave by' 0 "^$held" 0 "$begun" "$held" \
		'stalehound: this kernel has neither ioperm() nor /dev/port: rebooting with status 0'
	COMPLAINT='qemu: terminating on signal 15 from pid 7 (sh)' \
		said 'QEMU is told to end' 3 'somebody ended QEMU by signal 15' 0 "$begun" "$held"
	said 'QEMU is killed' 3 'signal 9' 137 "$begun" "$held"
}

usage()
{
	ends 'not a kernel' 2 'no bzImage' ./run-linux.sh --kernel tests/linux/guest.sh
	ends 'an ELF file' 2 'give arch/x86/boot/bzImage' ./run-linux.sh --kernel build/linux/stalehound
	ends 'no file' 2 'no such file' ./run-linux.sh --kernel "$tmp/nothing"
	make_image '\x00\x00'
	ends 'a kernel of 32 bits' 2 '32 bits' ./run-linux.sh --kernel "$tmp/bzImage"
	ends 'two kernels' 2 'leave out' ./run-linux.sh --kernel "$tmp/bzImage" --distro
	ends 'an unknown option' 2 'nearest: --kernel' ./run-linux.sh --kernels
	ends 'too little memory' 2 'at least' ./run-linux.sh --mem 64M
	ends 'help' 0 'Exit status' ./run-linux.sh --help
}

# told COMMAND WORD...: Debian's kernel, whose QEMU gets the command once the tests have begun.
told()
{
	local command=$1 guest

	shift
	rm -f "$tmp/monitor.in" "$tmp/monitor.out"
	mkfifo "$tmp/monitor.in" "$tmp/monitor.out"
	cat "$tmp/monitor.out" >/dev/null &
	./run-linux.sh --distro --qemu-args "-monitor pipe:$tmp/monitor" "$@" \
		run=unmap/unmap-flush-tell iters=100000000 seconds=100000 mutate=none >"$tmp/guest" 2>&1 &
	guest=$!
	exec 6<>"$tmp/monitor.in"
	until grep -q Subtest "$tmp/guest"; do
		kill -0 $guest || break
		sleep 0.2
	done
	echo "$command" >&6
	exec 6>&-
	wait $guest
	set -- $?
	cat "$tmp/guest"
	return "$1"
}

boots()
{
	ends "Debian's kernel, named, holds" 0 '^# kernel: Linux 6' ./run-linux.sh --distro \
		run='unmap/unmap-flush-tell,mprotect/mprotect-flush-tell' iters=128 seconds=600 mutate=none
	ends 'with a disk, pages are reclaimed' 0 'reclaim: [1-9][0-9]* pages taken' ./run-linux.sh \
		run=reclaim/luf-pagecache-write iters=64 seconds=600 mutate=none
	ends 'a planted bug is caught there' 1 '^# CAUGHT unmap/unmap-await-tell' ./run-linux.sh \
		run=unmap/unmap-await-tell mutate=unmap-never
	ends 'a bad word' 2 "no argument 'itres'" ./run-linux.sh itres=5
	ends 'no first process' 3 'BLK_DEV_INITRD' ./run-linux.sh --append rdinit=/nothing list
	ends 'no serial port' 3 'SERIAL_8250_CONSOLE' ./run-linux.sh --append 8250.nr_uarts=0 list
	ends 'a panic' 3 'it panicked: NMI' told nmi --append unknown_nmi_panic
	ends 'a reset' 3 'rebooted without a word' told system_reset
	ends 'a guest that stands still' 3 'no line at all in 20 s' told stop --silence 20
}

build linux-guest
verdicts
usage
[[ ${1-} != --full ]] || boots
totals
