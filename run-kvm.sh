#!/usr/bin/env bash
# SPDX-License-Identifier: BSD-2-Clause
#
# Run Stalehound as a guest of Linux' KVM, whose page tables are then judged as a TLB: show its
# console and leave with its verdict.
#
# Where this machine's KVM has VMX or SVM, the guest is its own.  Elsewhere tools/host.sh boots a Linux
# with KVM on an emulated SVM, and the guest runs in that.

set -u
root=$(dirname -- "$(readlink -f -- "${BASH_SOURCE[0]}")")
# shellcheck source=tools/lib.sh
. "$root/tools/lib.sh" || exit 3
# shellcheck source=tools/medium.sh
. "$root/tools/medium.sh"
# shellcheck source=tools/console.sh
. "$root/tools/console.sh"
# shellcheck source=tools/qemu.sh
. "$root/tools/qemu.sh"
# shellcheck source=tools/linux.sh
. "$root/tools/linux.sh"
# shellcheck source=tools/host.sh
. "$root/tools/host.sh"

options=(--npt= --kernel= --smp= --mem= --cpu= --timeout= --log= --litmus= --qemu-args= --help)
# The kernel counts its CPUs itself; how long this is followed, and where it is written to, makes no
# other run.
same_run=(--smp --timeout --log)

cpuinfo=/proc/cpuinfo
modules=/sys/module
device=/dev/kvm

npt=
kernel=
smp=2
mem=256M
board=
cpu=
thread=
qemu=
qemu_args=()
timeout=
log=
litmus=()
words=()
shell=		# whether the kernel is to talk, and may be silent for as long as somebody thinks
hardware=	# "VMX" or "SVM" if this machine's KVM is to run the guest
paging=		# what that has: npt=on or npt=off
why=		# why it is not

help()
{
	cat <<'END'
Usage: ./run-kvm.sh [OPTION]... [--] [ARGUMENT]...

Run Stalehound as a guest of Linux' KVM, with the arguments given to the kernel as key=value words;
README.md explains them, docs/HYPERVISORS.md what can be judged so.

  --npt on|off           nested paging, or KVM's own shadow page tables (on)
  --kernel BZIMAGE       the Linux whose KVM is judged, with KVM and KVM_AMD built in, instead
                         of this machine's or Debian's 6.12; always on an emulated SVM
  --smp N                number of CPUs, of the guest and of an emulated host, 1 to 255 (2)
  --mem SIZE             the guest's memory, in MiB or with K, M, G or T; at least 32M (256M)
  --cpu MODEL[,…]        the guest's CPU and its flags (host)
  --timeout S            give up, undecided, after S seconds by the clock (never)
  --log FILE             write the console to FILE, too
  --litmus FILE          a litmus test that is text (docs/TEXT-LITMUS.md); may be repeated
  --qemu-args 'ARG…'     more options for the guest's QEMU, separated by blanks; may be repeated
  --help                 print this

The guest runs on this machine's KVM if that has VMX or SVM (/proc/cpuinfo), and pages as --npt says.
If not, Debian's Linux 6.12 is downloaded, not installed, and boots in QEMU, which emulates SVM; a
second QEMU runs the guest there.  The first lines say which it was, and why.

A guest that says nothing for 3600 s hangs; time counts for that only while this machine lets it
run.  Options may also be written --option=value.  With the word "shell", and at a terminal, the
keyboard goes to the guest, as with run-qemu.sh.

Exit status: 0 all held; 1 a litmus test failed: a stale access was caught; 2 usage;
3 the kernel, or its host, crashed, hung or ended without a closing line; 4 a tool is missing
and could not be installed; 5 undecided: nothing could be judged, or too little of it, as
when a time was up.  STALEHOUND_NO_INSTALL=1: only list what is missing.
END
}

# Everything that can be wrong without anything being built or started.
check()
{
	[[ -z $npt ]] || check_choice --npt "$npt" on off
	check_number --smp "$smp" 1 255
	check_mem "$mem"
	[[ -z $timeout ]] || check_number --timeout "$timeout" 1 9999999
	check_words ${words[@]+"${words[@]}"}
	[[ " ${words[*]-} " != *' shell '* ]] || shell=1
	check_texts ${litmus[@]+"${litmus[@]}"}
	[[ -z $kernel ]] || check_kernel "$kernel"
	check_qemu
	[[ -z $log ]] || open_log "$log"
}

# Sets hardware and paging if this machine's KVM can be the host; else why.
find_hardware()
{
	local flags module parameter value

	[[ -z $kernel ]] || { why='--kernel names the Linux'; return; }
	flags=$(grep -m 1 -ow -e svm -e vmx "$cpuinfo" | head -n 1)
	case $flags in
	svm) module=kvm_amd/parameters/npt ;;
	vmx) module=kvm_intel/parameters/ept ;;
	*) why='this machine has neither VMX nor SVM'; return ;;
	esac
	parameter=$modules/$module
	if [[ ! -r $device || ! -w $device || ! -r $parameter ]]; then
		why="this machine's KVM cannot be used: no access to $device, or no $parameter"
		return
	fi
	read -r value <"$parameter"
	paging=off
	[[ $value != [Y1] ]] || paging=on
	[[ -z $npt || $npt == "$paging" ]] ||
		{ why="this machine's KVM has ${module##*/}=$value"; return; }
	hardware=${flags^^}
}

# note TEXT: a line of our own, before the kernel's.
# shellcheck disable=SC2317	# called by way of console.sh
note()
{
	local line="# $*"

	[[ " ${words[*]-} " != *' format=json '* ]] || line="{\"text\":\"$line\"}"
	show "$line"$'\n'
}

# Called when the kernel's first line has come: which machines are beneath it.
# shellcheck disable=SC2317	# console.sh calls it
name_levels()
{
	local linux kind='nested paging' version

	[[ ${npt:-$paging} != off ]] || kind='shadow page tables'
	version=$("$qemu" --version | sed -n '1s/.*version \([^ ]*\).*/\1/p')
	linux=$(uname -r)
	[[ -n $hardware ]] || linux=$(host_said linux)
	note "host: Linux $linux, KVM with $kind (npt=${npt:-$paging}), QEMU $version"
	if [[ -z $hardware ]]; then
		note "beneath: SVM as QEMU $version's TCG emulates it, for $why"
	elif grep -qw hypervisor "$cpuinfo"; then
		note "beneath: $hardware, as a hypervisor gives it to this machine"
	else
		note "beneath: $hardware of this machine's own CPUs"
	fi
}

# Build what runs, and start it.
start()
{
	bundle_texts ${litmus[@]+"${litmus[@]}"}
	need_tools build
	build kernel
	[[ -n $hardware ]] || make_host
	qemu_machine kvm "" "$smp" "$mem_mib" "" "$cpu"
	if [[ -n $hardware ]]; then
		boot=(-kernel "$root/build/stalehound.elf" -append "${words[*]-}" ${bundle:+-initrd "$bundle"})
		start_qemu
	else
		boot=(-kernel /run/stalehound.elf -append "${words[*]-}" ${bundle:+-initrd /run/tests.litmus})
		start_host
	fi
}

# verdict CODE: leave with what QEMU's exit code and all that was said agree on.
verdict()
{
	not_ended
	[[ -n $hardware ]] || host_verdict "$1"
	if (($1 == 1)) && [[ -z $started && -s $tmp/errors ]]; then
		die $EXIT_USAGE "QEMU cannot make this machine: $(complaint)"
	fi
	cat "$tmp/errors" >&2
	judge_exit "$1"
}

# Follow the machine to its end and leave with the verdict.
finish()
{
	local silence=3600 last='' status

	# Somebody at a keyboard may think for long; a script has its next line ready.
	[[ -z $shell || ! -t 0 ]] || silence=0
	if ! watch_console 600 $silence "${timeout:-0}"; then
		stop_machine
		[[ -n $hardware ]] || last=$(host_last)
		die "$timed_out_status" "$timed_out$(last_words)$last"
	fi
	wait "$machine"
	status=$?
	machine=
	verdict $status
}

heard=note_reset
opening=name_levels
take_machine_words "$@"
repeat_as="./run-kvm.sh"
check
find_hardware
[[ -n $hardware ]] || npt=${npt:-on}
prepare_machine
start
finish
