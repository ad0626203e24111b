#!/usr/bin/env bash
# SPDX-License-Identifier: BSD-2-Clause
#
# Boot a Linux in QEMU that runs the litmus tests against itself, show its console and leave
# with its verdict.
#
# The program of "make linux" is the guest's first process.  A pass is believed only if that says
# so to QEMU, its closing line says the same, and the kernel has not complained meanwhile.

set -u
root=$(dirname -- "$(readlink -f -- "${BASH_SOURCE[0]}")")
# shellcheck source=tools/lib.sh
. "$root/tools/lib.sh" || exit 3
# shellcheck source=tools/console.sh
. "$root/tools/console.sh"
# shellcheck source=tools/qemu.sh
. "$root/tools/qemu.sh"
# shellcheck source=tools/linux.sh
. "$root/tools/linux.sh"

options=(--kernel= --distro --append= --accel= --thread= --smp= --mem= --cpu=
	--silence= --timeout= --log= --qemu= --qemu-args= --help)
# How long this is followed, and where it is written to, makes no other run.
same_run=(--timeout --silence --log)

kernel=
distro=
append=()
accel=tcg
thread=
smp=2
mem=512M
board=		# QEMU's usual one
cpu=
silence=
timeout=
log=
qemu=
qemu_args=()
words=()

panicked=	# "Kernel panic …", or nothing
complained=	# that something is wrong in the kernel, since the program began
rebooted=	# the status that init gave when it had no port to leave by

help()
{
	cat <<'END'
Usage: ./run-linux.sh [OPTION]... [--] [WORD]...

Boot a Linux kernel in QEMU, with the program of "make linux" as its first process, and the
WORDs for that; build/linux/stalehound --help lists them, docs/TESTING-LINUX.md explains.

  --kernel BZIMAGE       the kernel to test: arch/x86/boot/bzImage of any tree
  --distro               Debian's own 6.12, downloaded, not installed (if none is named)
  --append 'WORD…'       more words for the kernel itself; may be repeated
  --accel tcg|kvm        how QEMU runs the guest (tcg)
  --thread multi|single  TCG with one host thread per CPU, or with one for all (multi)
  --smp N                number of CPUs, 1 to 255 (2)
  --mem SIZE             memory, in MiB or with K, M, G or T; at least 128M (512M)
  --cpu MODEL[,…]        QEMU's CPU and its flags (max; kvm: host)
  --silence S            a guest that says nothing for S seconds hangs (1800; kvm 3600)
  --timeout S            give up, undecided, after S seconds by the clock (never)
  --log FILE             write the console to FILE, too
  --qemu PROGRAM         run this QEMU (qemu-system-x86_64)
  --qemu-args 'ARG…'     more options for QEMU itself, separated by blanks; may be repeated
  --help                 print this

The kernel needs, built in: SERIAL_8250_CONSOLE, BLK_DEV_INITRD, PROC_FS, SYSFS, DEVTMPFS,
MEMFD_CREATE, X86_IOPL_IOPERM, and for tests of reclaim a disk: BLK_DEV_NVME or VIRTIO_BLK, and
EXT4_FS or EXT2_FS.  Time counts for a silence only while the host lets the machine run.
Options may also be written --option=value.

Exit status: 0 all held; 1 a litmus test failed: a stale access was caught; 2 usage;
3 the kernel panicked, complained of itself, hung, rebooted, or ended without a closing line;
4 a tool is missing and could not be installed; 5 undecided: nothing could be judged, or too
little of it, as when a time was up.  STALEHOUND_NO_INSTALL=1: only list what is missing.
END
}

# Everything that can be wrong without anything being built or started.
check()
{
	check_choice --accel "$accel" tcg kvm
	[[ -z $thread ]] || check_choice --thread "$thread" multi single
	check_number --smp "$smp" 1 255
	check_mem "$mem"
	((mem_mib >= 128)) || die $EXIT_USAGE "--mem $mem: a Linux with these tests needs 128M at least"
	[[ -z $silence ]] || check_number --silence "$silence" 1 9999999
	[[ -z $timeout ]] || check_number --timeout "$timeout" 1 9999999
	check_words ${words[@]+"${words[@]}"}
	((${#words[@]} <= 30)) || die $EXIT_USAGE "${#words[@]} arguments; Linux hands on 30 at most"
	[[ -z $kernel || -z $distro ]] || die $EXIT_USAGE "--kernel names the kernel: leave out --distro"
	[[ -z $kernel ]] || check_kernel "$kernel"
	[[ $accel == tcg ]] || check_kvm
	check_qemu
	[[ -z $log ]] || open_log "$log"
}

# The file system for files that can be reclaimed; each run begins with an empty one.
make_disk()
{
	need_tools guest
	PATH=$PATH:/usr/sbin:/sbin mke2fs -q -F -t ext2 -m 0 "$tmp/disk" 128M >"$tmp/errors" 2>&1 ||
		die $EXIT_CRASH "cannot make a disk for the guest: $(head -n 1 "$tmp/errors")"
}

# Sets boot.  The disk is there twice, for a kernel that has either driver; it mounts one.
prepare_boot()
{
	local line file=${tmp//,/,,}/disk

	need_tools build
	build linux-guest
	make_disk
	line="${append[*]+${append[*]} }$linux_words -- ${words[*]-}"
	((${#line} < 2048)) || die $EXIT_USAGE "the kernel's words have ${#line} characters; 2047 is the limit"
	# shellcheck disable=SC2054	# these commas are QEMU's
	boot=(-kernel "$kernel" -initrd "$root/build/linux/initrd.cpio" -append "$line"
		-drive "if=none,id=disk0,format=raw,snapshot=on,file=$file"
		-drive "if=none,id=disk1,format=raw,snapshot=on,file=$file"
		-device nvme,serial=stalehound,drive=disk0 -device virtio-blk-pci,drive=disk1)
}

# listen LINE: what the kernel itself says.
# shellcheck disable=SC2317	# console.sh calls it
listen()
{
	local line=$1

	[[ ! $line =~ 'Kernel panic - not syncing: '(.*) ]] || panicked=${panicked:-${BASH_REMATCH[1]}}
	[[ ! $line =~ ^'stalehound: this kernel has neither ioperm() nor /dev/port: rebooting with status '([0-9]+)$ ]] ||
		rebooted=${BASH_REMATCH[1]}
	[[ -z $started || -n $complained ]] || ! complains "$line" || complained=$complaint
}

# What a kernel may lack that said nothing at all, but what firmware said before it.
without_word()
{
	[[ -n $started || -n $panicked || $last_noise == '['* ]] ||
		printf '; is it built with SERIAL_8250_CONSOLE?'
}

# How a machine that ended by itself came to that, as far as it said so.
why_stopped()
{
	case $panicked in
	'') printf 'it rebooted without a word of why%s' "$(last_words)" ;;
	*'Unable to mount root'*)
		printf 'it found no first process: is it built with BLK_DEV_INITRD? It panicked: %s' "$panicked"
		;;
	*) printf 'it panicked: %s' "$panicked" ;;
	esac
	without_word
}

# verdict CODE: leave with what QEMU's exit code, the closing line and the kernel's own say.
verdict()
{
	local code=$1 status=$(($1 >> 1))

	not_ended
	if ((code == 1)) && [[ -z $started && -s $tmp/errors ]]; then
		die $EXIT_USAGE "QEMU cannot make this machine: $(complaint)"
	fi
	cat "$tmp/errors" >&2
	((code < 128)) || die $EXIT_CRASH "QEMU was killed by signal $((code - 128))"
	((code & 1)) || status=$rebooted
	[[ -n $status && -z $panicked ]] || die $EXIT_CRASH "the guest stopped by itself: $(why_stopped)"
	[[ -n $started ]] || die $EXIT_CRASH "the program ended with status $status, and was not heard" \
		"of$(last_words)$(without_word)"
	((status != EXIT_USAGE)) || [[ -n $closing_status ]] || exit $EXIT_USAGE
	[[ $closing_status == "$status" || $status == "$EXIT_CRASH" ]] ||
		die $EXIT_CRASH "the program ended with status $status, and its closing line says" \
			"${closing_status:-nothing}$(last_words)$(without_word)"
	[[ -z $complained ]] || say "the kernel complained of itself: $complained"
	[[ -z $complained || $status == 1 ]] || exit $EXIT_CRASH
	exit "$status"
}

# Follow the machine to its end and leave with the verdict.
finish()
{
	local first=120 quiet=1800 status

	[[ $accel == tcg ]] || { first=240 quiet=3600; }
	[[ -z $silence ]] || { first=$silence quiet=$silence; }
	if ! watch_console $first $quiet "${timeout:-0}"; then
		stop_machine
		die "$timed_out_status" "$timed_out$(last_words)$(without_word)"
	fi
	wait "$machine"
	status=$?
	machine=
	verdict $status
}

take_machine_words "$@"
check
find_kernel
prepare_machine
prepare_boot
qemu_machine "$accel" "$thread" "$smp" "$mem_mib" "$board" "$cpu"
heard=listen
start_qemu
finish
