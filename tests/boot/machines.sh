#!/usr/bin/env bash
# SPDX-License-Identifier: BSD-2-Clause
#
# Other machines than run-qemu.sh's: each says what it lacks, and leaves with the status for it.
#
#	tests/boot/machines.sh
#
# Each line below is one boot: what it shows, the status, a pattern that the console must have
# (extended regular expression), and the options that make the machine.

set -u
root=$(CDPATH='' cd -- "$(dirname -- "${BASH_SOURCE[0]}")/../.." && pwd)
# shellcheck source=tools/lib.sh
. "$root/tools/lib.sh"
cd "$root" || exit 3
log=build/boot-machines
nr=0

# judge OUT NAME STATUS PATTERN OPTION...
judge()
{
	local out=$1 name=$2 want=$3 pattern=$4 status

	shift 4
	./run-qemu.sh --direct "$@" 'run=control/*' iters=50 seconds=60 </dev/null >"$out" 2>&1
	status=$?
	if ((status == want)) && grep -Eq -- "$pattern" "$out"; then
		echo "ok - $name"
	elif ((status == EXIT_UNDECIDED && want == 0)) && grep -Eq '^# [0-9]+ undecided: ' "$out"; then
		echo "ok - $name # SKIP undecided: see $out"
	else
		echo "not ok - $name: status $status, not $want, or no line matches '$pattern'"
		tail -n 3 "$out" | sed 's/^/#   /'
	fi
}

# leaves NAME STATUS PATTERN OPTION...: beside another, for no tooth is looked for here.
leaves()
{
	nr=$((nr + 1))
	(($(jobs -r | wc -l) < $(nproc))) || wait -n
	judge "$log/machine-$nr.txt" "$@" >"$log/machine-$nr.result" &
}

all_held='^# [1-9][0-9]* passed, 0 failed, 0 skipped'

mkdir -p "$log"
rm -f "$log"/*
make -s --no-print-directory kernel || exit 3
leaves 'q35' 0 "$all_held" --machine q35
leaves 'microvm: one clock, and it says so' 0 '^# clock: only the PIT says' --machine microvm
leaves 'microvm without a clock' 5 '^stalehound: no clock says how fast' --machine microvm,pit=off
leaves 'isapc: one CPU, for want of ACPI, decides nothing' 5 '^# undecided: ACPI: no RSDP found' \
	--machine isapc --smp 1
leaves 'no ACPI' 5 '^# MACHINE: ACPI: ' --machine pc,acpi=off
leaves 'one CPU, as ACPI has it' 0 '1 online' --smp 1
leaves 'no 64-bit mode' 5 '^stalehound: this CPU has no 64-bit mode' --cpu max,-lm
leaves 'no 64-bit mode, COM3 alone' 5 '^stalehound: this CPU has no 64-bit mode' \
	--cpu max,-lm --serial com3
leaves 'no SYSCALL' 5 '^stalehound: this CPU has no SYSCALL' --cpu max,-syscall
leaves 'neither PIT nor HPET' 0 '^# clock: only the ACPI PM timer says' --machine pc,pit=off,hpet=off
leaves '5 CPUs of 5 sockets, 57-bit addresses' 0 '5 online' --cpu max,+la57 --smp 5 --qemu-args '-smp 5,sockets=5'
leaves 'no APIC in CPUID' 0 "$all_held" --cpu max,-apic
leaves 'memory below and above 4 GiB' 0 '^# memory: (39|40)[0-9][0-9] MiB free' --mem 4G
# Sparse, and never touched but for what tests need.
[[ $(</proc/sys/vm/overcommit_memory) == 2 ]] ||
	leaves 'memory above 512 GiB, which is not used' 0 '^# memory: 91136 MiB above 512 GiB' --mem 600G \
		--qemu-args '-object memory-backend-ram,id=m,size=600G,reserve=off -machine memory-backend=m'
leaves '4 MiB' 5 '^stalehound: no memory for this kernel, at least 32 MiB' --qemu-args '-m 4M'
leaves '8 MiB' 5 '^stalehound: [0-7] MiB of memory, at least 32 MiB' --qemu-args '-m 8M'
leaves '32 MiB' 0 "$all_held" --mem 32M
leaves 'COM2 alone' 0 "$all_held" --serial com2
leaves 'COM4 alone' 0 "$all_held" --serial com4
# SPCR behind its header: a 16550 (0), and a generic address: I/O (1), 8 bits, by bytes, 0x2f8.
printf '\0\0\0\0\1\10\0\1\370\2\0\0\0\0\0\0%028d' 0 | tr 0 '\0' >"$log/spcr"
leaves "COM2 beside COM1: it is the firmware's console" 0 "$all_held" --serial com2 \
	--qemu-args "-serial null -acpitable sig=SPCR,rev=2,data=$log/spcr"
leaves 'a serial port on PCI' 0 "$all_held" --serial pci
leaves 'a serial port on PCI, of a q35' 0 "$all_held" --machine q35 --serial pci
wait
for ((i = 1; i <= nr; i++)); do
	cat "$log/machine-$i.result"
done | tee "$log/results"
undecided_in "$log"/*.txt
failed=$((nr - $(grep -c '^ok - ' "$log/results")))
echo "$(grep '^ok - ' "$log/results" | grep -cv '# SKIP undecided') passed, $failed failed"
((failed == 0))
