#!/usr/bin/env bash
# SPDX-License-Identifier: BSD-2-Clause
#
# Other machines than run-qemu.sh's: each says what it lacks, and leaves with the status for it.
#
#	tests/boot/machines.sh
#
# Each line below is one boot: what it shows, the status, a pattern that the console must have
# (extended regular expression), and the options that make QEMU's machine.

set -u
root=$(cd -- "$(dirname -- "${BASH_SOURCE[0]}")/../.." && pwd)
cd "$root" || exit 3
log=build/boot
limit=300 # seconds: a machine that is silent for ever must not hang us
passed=0
failed=0
count=0

# leaves NAME STATUS PATTERN OPTION...
leaves()
{
	local name=$1 want=$2 pattern=$3 out status

	shift 3
	count=$((count + 1))
	out=$log/machine-$count.txt
	timeout "$limit" qemu-system-x86_64 -nodefaults -no-user-config -display none -vga none \
		-nic none -no-reboot -device isa-debug-exit,iobase=0xf4,iosize=4 \
		-kernel build/stalehound.elf -append 'run=control/* iters=50' -smp 2 \
		-chardev stdio,id=console "$@" </dev/null >"$out" 2>&1
	status=$?
	# What isa-debug-exit makes of the kernel's.
	if ((status == 2 * want + 1)) && grep -Eq -- "$pattern" "$out" &&
		grep -q "^# exit status $want" "$out"; then
		passed=$((passed + 1))
		echo "ok - $name"
		return
	fi
	failed=$((failed + 1))
	echo "not ok - $name: QEMU's status $status, not $((2 * want + 1)), or no line matches '$pattern'"
	tail -n 3 "$out" | sed 's/^/#   /'
}

com1=(-serial chardev:console)
all_held='^# [1-9][0-9]* passed, 0 failed, 0 skipped'

mkdir -p "$log"
make -s --no-print-directory kernel || exit 3
leaves 'q35' 0 "$all_held" -machine q35 -cpu max "${com1[@]}"
leaves 'microvm: one clock, and it says so' 0 '^# clock: only the PIT says' \
	-machine microvm -cpu max "${com1[@]}"
leaves 'microvm without a clock' 5 '^stalehound: no clock says how fast' \
	-machine microvm,pit=off -cpu max "${com1[@]}"
leaves 'isapc: one CPU, for want of ACPI, decides nothing' 5 '^# undecided: ACPI: no RSDP found' \
	-machine isapc -smp 1 -cpu max "${com1[@]}"
leaves 'no ACPI' 5 '^# MACHINE: ACPI: ' -machine pc,acpi=off -cpu max "${com1[@]}"
leaves 'one CPU, as ACPI has it' 0 '1 online' -machine pc -smp 1 -cpu max "${com1[@]}"
leaves 'no 64-bit mode' 5 '^stalehound: this CPU has no 64-bit mode' \
	-machine pc -cpu max,-lm "${com1[@]}"
leaves 'no APIC in CPUID' 0 "$all_held" -machine pc -cpu max,-apic "${com1[@]}"
leaves 'memory below and above 4 GiB' 0 '^# memory: (39|40)[0-9][0-9] MiB free' \
	-machine pc -cpu max -m 4096M "${com1[@]}"
leaves '32 MiB' 0 "$all_held" -machine pc -cpu max -m 32M "${com1[@]}"
leaves 'COM2 alone' 0 "$all_held" -machine pc -cpu max \
	-device isa-serial,iobase=0x2f8,irq=3,chardev=console
leaves 'COM4 alone' 0 "$all_held" -machine pc -cpu max \
	-device isa-serial,iobase=0x2e8,irq=3,chardev=console
leaves 'a serial port on PCI' 0 "$all_held" -machine pc -cpu max -device pci-serial,chardev=console
leaves 'a serial port on PCI, of a q35' 0 "$all_held" -machine q35 -cpu max \
	-device pci-serial,chardev=console
echo "$passed passed, $failed failed"
((failed == 0))
