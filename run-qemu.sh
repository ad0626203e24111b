#!/usr/bin/env bash
# SPDX-License-Identifier: BSD-2-Clause
#
# Boot Stalehound in QEMU, show its console and leave with its verdict.
#
# Builds what is out of date, writes the kernel's arguments into a copy of the ISO,
# starts QEMU, and believes a pass only if QEMU's exit status and the kernel's
# closing line say the same.

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

options=(--accel= --thread= --smp= --mem= --machine= --cpu= --serial= --medium= --uefi --direct --gdb
	--timeout= --log= --iso= --litmus= --qemu= --qemu-args= --help)
# The kernel counts its CPUs itself, and knows KVM; who waits, how long this is followed, and where it is
# written to, makes no other run.
same_run=(--smp --accel --gdb --timeout --log)
variable[--machine]=board	# what runs is $machine

accel=tcg
thread=
smp=2
mem=256M
board=		# QEMU's -machine
cpu=
serial=com1
medium="cd"
qemu=
qemu_args=()
uefi=
direct=
gdb=
timeout=
log=
iso=
litmus=()
words=()
shell=		# whether the kernel is to talk, and may be silent for as long as somebody thinks
give_up='outb 0xf4 3'	# what GRUB does if it cannot load the kernel: leave, as crashed

help()
{
	cat <<'END'
Usage: ./run-qemu.sh [OPTION]... [--] [ARGUMENT]...

Boot Stalehound in QEMU, with the arguments given to the kernel as key=value
words; the argument "list" lists its tests, README.md explains the others.

  --accel tcg|kvm        how QEMU runs the guest (tcg)
  --thread multi|single  TCG with one host thread per CPU, or with one for all (multi)
  --smp N                number of CPUs, 1 to 255 (2)
  --mem SIZE             memory, in MiB or with K, M, G or T; at least 32M (256M)
  --machine NAME[,…]     QEMU's machine and its properties; microvm only with --direct (pc)
  --cpu MODEL[,…]        QEMU's CPU and its flags, as in max,-x2apic (max; kvm: host)
  --serial PORT          where the console is: com1 to com4, or pci (com1)
  --medium cd|stick|net  what the ISO is on; net: what "make netboot" makes, by PXE (cd)
  --uefi                 boot the ISO with UEFI firmware instead of a BIOS
  --direct               let QEMU load the kernel: no ISO, no firmware menu, no GRUB
  --gdb                  wait for a debugger on port 1234 before the first instruction
  --timeout S            give up, undecided, after S seconds by the clock (never)
  --log FILE             write the console to FILE, too
  --iso FILE             boot this image instead of building build/stalehound.iso
  --litmus FILE          a litmus test that is text (docs/TEXT-LITMUS.md); may be repeated
  --qemu PROGRAM         run this QEMU (qemu-system-x86_64)
  --qemu-args 'ARG…'     more options for QEMU itself, separated by blanks; may be repeated
  --help                 print this

A machine that says nothing for 1800 s (kvm 3600) hangs; time counts for that only while
the host lets the machine run, and not at all with "shell" at a terminal, where somebody may
think.  Options may also be written --option=value.  The keyboard goes to the serial console if it
is a terminal; "!" there opens the kernel's shell in the middle of a run.  With the word "shell"
what else stdin is goes there, too, and at its end "off".  ./run-kvm.sh runs it as a guest of KVM even
where there is no hardware for that.

Exit status: 0 all held; 1 a litmus test failed: a stale access was caught; 2 usage;
3 the kernel crashed, hung or ended without its closing line; 4 a tool is missing and
could not be installed; 5 undecided: nothing could be judged, or too little of it, as
when a time was up.  STALEHOUND_NO_INSTALL=1: only list what is missing.
END
}

# Everything that can be wrong without anything being built or started.
check()
{
	check_choice --accel "$accel" tcg kvm
	[[ -z $thread ]] || check_choice --thread "$thread" multi single
	check_number --smp "$smp" 1 255
	check_mem "$mem"
	check_choice --serial "$serial" com1 com2 com3 com4 pci
	check_choice --medium "$medium" cd stick net
	[[ -z $timeout ]] || check_number --timeout "$timeout" 1 9999999
	check_words ${words[@]+"${words[@]}"}
	[[ " ${words[*]-} " != *' shell '* ]] || shell=1
	check_texts ${litmus[@]+"${litmus[@]}"}
	if [[ -n $direct ]]; then
		[[ -z $uefi ]] || die $EXIT_USAGE "--direct uses no firmware: leave out --uefi"
		[[ -z $iso ]] || die $EXIT_USAGE "--direct boots no image: leave out --iso"
		[[ $medium == cd ]] || die $EXIT_USAGE "--direct boots no medium: leave out --medium"
	elif [[ ${board%%,*} == microvm ]]; then
		die $EXIT_USAGE "--machine microvm has nothing to boot an image from: use --direct"
	fi
	[[ $medium != net || -z $iso ]] ||
		die $EXIT_USAGE "--medium net boots no image: leave out --iso"
	[[ -z $uefi || ${board%%,*} != isapc ]] ||
		die $EXIT_USAGE "--uefi: no such firmware starts an isapc; leave out --uefi, or use pc or q35"
	[[ -z $uefi ]] || check_long_mode
	[[ -z $iso ]] || check_iso "$iso"
	[[ $accel == tcg ]] || check_kvm
	check_qemu
	[[ -z $log ]] || open_log "$log"
}

# The firmware resets a CPU without 64-bit mode for ever, and without a word.
check_long_mode()
{
	local flag lacks=

	case ${cpu%%,*} in
	486 | pentium | pentium[23] | coreduo | n270 | athlon | kvm32 | qemu32 | base) lacks=1 ;;
	esac
	for flag in ${cpu//,/ }; do
		case $flag in
		-lm | lm=off) lacks=1 ;;
		+lm | lm | lm=on) lacks= ;;
		esac
	done
	[[ -z $lacks ]] || die $EXIT_USAGE "--uefi: this firmware needs a CPU with 64-bit mode, and" \
		"--cpu $cpu has none; leave out --uefi"
}

# Sets boot, the options that give QEMU something to boot.
prepare_boot()
{
	bundle_texts ${litmus[@]+"${litmus[@]}"}
	if [[ -n $direct ]]; then
		need_tools build
		build kernel
		boot=(-kernel "$root/build/stalehound.elf" -append "${words[*]-}")
		[[ -z $bundle ]] || boot+=(-initrd "$bundle")
		return
	fi
	[[ -z $uefi ]] || need_tools uefi
	[[ -n $iso ]] || need_tools build iso
	if [[ $medium == net ]]; then
		offer_net
	else
		[[ -n $iso ]] || own_iso
		make_medium "$iso" "$tmp/boot.iso" "$(grub_args "$give_up" ${words[@]+"${words[@]}"})"
	fi
	case $medium in
	cd) boot=(-boot d -cdrom "$tmp/boot.iso") ;;
	stick)
		boot=(-drive "if=none,id=stick,format=raw,file=${tmp//,/,,}/boot.iso"
			-device qemu-xhci -device "usb-storage,drive=stick,bootindex=1")
		;;
	esac
	[[ -z $uefi ]] || add_uefi
}

# A card, and a network that offers what machines boot by PXE.
offer_net()
{
	local file=i386-pc/core.0

	[[ -z $uefi ]] || file=x86_64-efi/core.efi
	build kernel
	"$root/tools/mknetboot.sh" "$root/build/stalehound.elf" "$tmp/net" || exit $EXIT_CRASH
	grub_args "$give_up" ${words[@]+"${words[@]}"} >"$tmp/net/boot/grub/args.cfg" || exit $EXIT_CRASH
	[[ -z $bundle ]] || cp "$bundle" "$tmp/net/boot/tests.litmus" || exit $EXIT_CRASH
	boot=(-netdev "user,id=net,tftp=${tmp//,/,,}/net,bootfile=/boot/grub/$file"
		-device "virtio-net-pci,netdev=net,bootindex=1")
}

# UEFI firmware: with its variables in memory if there is such a build of it.
add_uefi()
{
	local dir code

	for code in /usr/share/ovmf/OVMF.fd /usr/share/qemu/OVMF.fd; do
		[[ -r $code ]] && boot+=(-bios "$code") && return
	done
	for dir in /usr/share/OVMF /usr/share/edk2/ovmf; do
		for code in OVMF_CODE_4M.fd OVMF_CODE.fd; do
			[[ -r $dir/$code ]] || continue
			cp "$dir/${code/CODE/VARS}" "$tmp/vars.fd" || exit $EXIT_CRASH
			boot+=(-drive "if=pflash,format=raw,readonly=on,file=$dir/$code"
				-drive "if=pflash,format=raw,file=${tmp//,/,,}/vars.fd")
			return
		done
	done
	die $EXIT_NO_TOOL "--uefi: found no OVMF firmware"
}

# is_shaped: whether an option says what machine QEMU is to make.
is_shaped()
{
	local option

	for option in --smp --mem --machine --cpu --serial --medium --qemu-args; do
		[[ $given != *" $option "* ]] || return 0
	done
	return 1
}

# verdict CODE: leave with what QEMU's exit code and the closing line agree on.
verdict()
{
	local code=$1

	not_ended
	if ((code == 1)) && [[ -z $started && -s $tmp/errors ]]; then
		! is_shaped || die $EXIT_USAGE "QEMU cannot make this machine: $(complaint)"
		die $EXIT_CRASH "QEMU failed: $(complaint)"
	fi
	cat "$tmp/errors" >&2
	judge_exit "$code"
}

# Follow the machine to its end and leave with the verdict.
finish()
{
	local first=60 silence=1800 status

	[[ $accel == tcg ]] || { first=240 silence=3600; }
	# Somebody at a keyboard may think for long; a script has its next line ready.
	[[ -z $shell || ! -t 0 ]] || silence=0
	[[ -z $gdb ]] || { first=0 silence=0; }
	if ! watch_console $first $silence "${timeout:-0}"; then
		stop_machine
		die "$timed_out_status" "$timed_out$(last_words)"
	fi
	wait "$machine"
	status=$?
	machine=
	verdict $status
}

heard=note_reset
take_machine_words "$@"
check
prepare_machine
prepare_boot
[[ -z $gdb ]] || boot+=(-s -S)
qemu_machine "$accel" "$thread" "$smp" "$mem_mib" "$board" "$cpu" "$serial"
start_qemu
[[ -z $gdb ]] || say "waiting for: gdb '$root/build/stalehound.debug' -ex 'target remote :1234'"
finish
