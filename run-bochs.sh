#!/usr/bin/env bash
# SPDX-License-Identifier: BSD-2-Clause
#
# Boot Stalehound's ISO in the Bochs emulator, headless, show its console and leave
# with its verdict.
#
# Bochs runs all CPUs in one host thread, far slower than QEMU, but it has PCID,
# INVPCID and x2APIC.  It has no exit status of its own: the closing line counts.

set -u
root=$(dirname -- "$(readlink -f -- "${BASH_SOURCE[0]}")")
# shellcheck source=tools/lib.sh
. "$root/tools/lib.sh" || exit 3
# shellcheck source=tools/medium.sh
. "$root/tools/medium.sh"
# shellcheck source=tools/console.sh
. "$root/tools/console.sh"

options=(--smp= --mem= --cpu= --timeout= --log= --iso= --litmus= --help)
# The kernel counts its CPUs itself; how long this is followed, and where it is written to, makes no
# other run.
same_run=(--smp --timeout --log)

smp=2
mem=256M
cpu=corei7_skylake_x
timeout=
log=
iso=
litmus=()
words=()

help()
{
	cat <<'END'
Usage: ./run-bochs.sh [OPTION]... [--] [ARGUMENT]...

Boot Stalehound in Bochs, with the arguments given to the kernel as key=value words.

  --smp N      number of CPUs, 1 to 8 (2)
  --mem SIZE   memory, in MiB or with K, M or G; 32M to 2047M (256M)
  --cpu MODEL  the CPU, one of those that "bochs --help cpu" lists (corei7_skylake_x)
  --timeout S  give up, undecided, after S seconds by the clock (never)
  --log FILE   write the console to FILE, too
  --iso FILE   boot this image instead of building build/stalehound.iso
  --litmus FILE  a litmus test that is text (docs/TEXT-LITMUS.md); may be repeated
  --help       print this

A machine that says nothing for 3600 s hangs; time counts for that only while the host lets
the machine run.  Options may also be written --option=value.

Exit status: 0 all held; 1 a litmus test failed: a stale access was caught; 2 usage;
3 the kernel crashed, hung or ended without its closing line; 4 a tool is missing and
could not be installed; 5 undecided: nothing could be judged, or too little of it, as
when a time was up.  STALEHOUND_NO_INSTALL=1: only list what is missing.
END
}

# Everything that can be wrong without anything being built or started.
check()
{
	check_number --smp "$smp" 1 8
	check_mem "$mem"
	((mem_mib < 2048)) || die $EXIT_USAGE "--mem $mem: Bochs takes 2047M at most"
	[[ -z $timeout ]] || check_number --timeout "$timeout" 1 9999999
	check_words ${words[@]+"${words[@]}"}
	[[ " ${words[*]-} " != *' shell '* ]] ||
		die $EXIT_USAGE "shell: nobody can type into this Bochs; use ./run-qemu.sh shell"
	check_texts ${litmus[@]+"${litmus[@]}"}
	[[ -z $iso ]] || check_iso "$iso"
	need_tools bochs
	check_cpu
	[[ -z $log ]] || open_log "$log"
}

# A model that Bochs has; it lists them one a line, in a box of other words.
check_cpu()
{
	local models

	[[ $cpu != corei7_skylake_x ]] || return 0
	mapfile -t models < <(bochs --help cpu 2>&1 | grep -Ex '[a-z0-9_]+')
	check_choice --cpu "$cpu" "${models[@]-none}"
}

# What GRUB does when it cannot load the kernel: write "Shutdown" to Bochs' port.
give_up()
{
	local letter

	for letter in S h u t d o w n; do
		printf 'outb 0x8900 0x%x; ' "'$letter"
	done
}

prepare_medium()
{
	local give_up

	bundle_texts ${litmus[@]+"${litmus[@]}"}
	if [[ -z $iso ]]; then
		need_tools build iso
		own_iso
	fi
	give_up=$(give_up)
	make_medium "$iso" "$tmp/boot.iso" "$(grub_args "${give_up%; }" ${words[@]+"${words[@]}"})"
}

# The emulated machine.  A triple fault ends it.  Its clocks count instructions: with
# more ips firmware waits longer, with fewer the guest's seconds hold too little work.
configuration()
{
	local vga=/usr/share/bochs/VGABIOS-lgpl-latest

	[[ -r $vga ]] || vga=/usr/share/vgabios/vgabios.bin
	cat <<END
cpu: count=$smp, model=$cpu, ips=20000000, reset_on_triple_fault=0
memory: guest=$mem_mib, host=$mem_mib
romimage: file=/usr/share/bochs/BIOS-bochs-latest
vgaromimage: file=$vga
plugin_ctrl: unmapped=1, biosdev=1, serial=1, iodebug=1
display_library: term
ata0-master: type=cdrom, path=boot.iso, status=inserted
boot: cdrom
com1: enabled=1, mode=file, dev=console
log: log
panic: action=fatal
error: action=report
info: action=ignore
debug: action=ignore
END
}

# Sets machine.  Debian's Bochs stops in its debugger first, and its display wants
# a terminal; the shell keeps the console open for as long as Bochs lives.
start()
{
	configuration >"$tmp/bochsrc"
	echo c >"$tmp/commands"
	(
		cd "$tmp" && TERM=vt100 exec script -qec 'bochs -q -f bochsrc -rc commands' \
			/dev/null </dev/null 4>&- 9>"$tmp/console" >/dev/null 2>&1
	) &
	machine=$!
}

# Follow the machine to its end and leave with the verdict.
finish()
{
	if ! watch_console 180 3600 "${timeout:-0}"; then
		stop_machine
		die "$timed_out_status" "$timed_out$(last_words)"
	fi
	wait "$machine"
	machine=
	case $closing_status in
	[0-3] | 5) exit "$closing_status" ;;
	'') die $EXIT_CRASH "Bochs ended without a closing line$(last_words)$(last_panic)" ;;
	*) die $EXIT_CRASH "the closing line says $closing_status" ;;
	esac
}

# What Bochs itself gave up at, if it did.
last_panic()
{
	local line

	line=$(grep -a '>>PANIC<<' "$tmp/log" 2>/dev/null | grep -v 'Shutdown port' | tail -n 1)
	[[ -z $line ]] || printf '; Bochs said: %s' "${line#*>>PANIC<< }"
}

take_machine_words "$@"
check
prepare_machine
prepare_medium
start
finish
