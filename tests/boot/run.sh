#!/usr/bin/env bash
# SPDX-License-Identifier: BSD-2-Clause
#
# Boot tests: the kernel in its machines, judged by exit status and console.
#
#	tests/boot/run.sh [--full]
#
# Each line below is one boot: what it shows, the status it must leave with, a
# pattern that its console must have (extended regular expression), the command.

set -u
root=$(cd -- "$(dirname -- "${BASH_SOURCE[0]}")/../.." && pwd)
cd "$root" || exit 3
log=build/boot
mkdir -p "$log"
passed=0
failed=0
count=0

# boots NAME STATUS PATTERN COMMAND...
boots()
{
	local name=$1 want=$2 pattern=$3 out status

	shift 3
	count=$((count + 1))
	out=$log/$count.txt
	"$@" >"$out" 2>&1
	status=$?
	if ((status == want)) && grep -Eq -- "$pattern" "$out"; then
		passed=$((passed + 1))
		echo "ok - $name"
		return
	fi
	failed=$((failed + 1))
	echo "not ok - $name: status $status, not $want, or no line matches '$pattern'"
	echo "#   command: $*"
	echo "#   console: $out, which says:"
	grep -E 'not ok|CAUGHT|Bail out|^stalehound:|^run-' "$out" | head -n 12 | sed 's/^/#   /'
	tail -n 3 "$out" | sed 's/^/#   /'
}

all_held='^# [0-9]+ passed, 0 failed, [0-9]+ skipped$'

# choices SEED: which CPU, which page, whether warmed, and what comes of it, where no other CPU
# and no clock has a say.  How many runs a tooth gets after it has bitten, and so the
# versions of pages, is a matter of time.
choices()
{
	./run-qemu.sh --direct --smp 4 seed="$1" iters=300 luf_age=none run=reclaim/luf-one-cpu mutate=teeth |
		grep -E 'CAUGHT|actor 0, CPU|registers' | sed 's/: bytes .*)//'
}

# The same seed leads to the same choices, another one to others.
seed_repeats()
{
	local first

	first=$(choices 7)
	[[ -n $first && $first == "$(choices 7)" && $first != "$(choices 8)" ]] && echo repeated
}

quick()
{
	boots 'ISO on BIOS: all tests and their teeth' 0 "$all_held" ./run-qemu.sh seconds=1
	boots 'ISO on UEFI' 0 "$all_held" ./run-qemu.sh --uefi iters=300 run='control/*,unmap/unmap*'
	boots '1 CPU: the rest is skipped, and says so' 0 'SKIP needs 2 CPUs' \
		./run-qemu.sh --direct --smp 1 iters=300 seconds=1
	boots '4 CPUs' 0 "$all_held" ./run-qemu.sh --direct --smp 4 iters=300 seconds=1 mutate=none
	boots '8 CPUs' 0 "$all_held" \
		./run-qemu.sh --direct --smp 8 iters=300 seconds=1 run='reclaim/luf-m*,unmap/unmap*'
	boots '64 CPUs' 0 '64 online' ./run-qemu.sh --direct --smp 64 iters=100 run='control/*'
	boots 'one host thread for all CPUs' 0 "$all_held" \
		./run-qemu.sh --direct --thread single iters=100 seconds=1 mutate=none
	boots 'accesses at CPL 0' 0 "$all_held" ./run-qemu.sh --direct access=kernel iters=300 seconds=1 mutate=none
	for policy in eager batch 'luf luf_track=vma' 'luf luf_track=pte'; do
		# shellcheck disable=SC2086	# maybe two words
		boots "policy $policy" 0 "$all_held" ./run-qemu.sh --direct --smp 3 \
			mutate=none luf_debug=on iters=300 seconds=1 policy=$policy
	done
	boots 'soak' 0 "$all_held" ./run-qemu.sh --direct --smp 3 soak luf_debug=on seconds=20
	boots 'benchmark' 0 '^pressure limits=set .* fewer=' \
		./run-qemu.sh --direct --smp 4 --mem 256M bench=pressure seconds=1
	boots 'teeth: a stale read is caught and told' 1 'flush owed: .* in unmap_one, ' \
		./run-qemu.sh run=reclaim/luf-munmap-mmap-stale-ro mutate=teeth
	boots 'a mutant by name' 1 'taken away: gather-skip-flush, in tlb_flush_mmu_tlbonly' \
		./run-qemu.sh --direct run='unmap/*' mutate=gather-skip-flush iters=2000
	boots 'the list' 0 '^unmap/unmap-flush-tell +2 CPUs' ./run-qemu.sh --direct list
	boots 'the mutants' 0 '^gather-skip-luf ' ./run-qemu.sh --direct mutants
	boots 'json: every line is an object, of crashes and bad words, too' 0 json tests/boot/json.sh
	boots 'a seed repeats a run' 0 repeated seed_repeats
	boots 'Bochs, with PCID in use' 0 'pcid in use' ./run-bochs.sh iters=40 mutate=none
	boots 'Bochs: teeth' 0 "$all_held" \
		./run-bochs.sh iters=40 run='switch/*,tlb/*,reclaim/luf-switched-away'
}

bad_input()
{
	boots 'unknown argument' 2 "no argument 'itres'; the nearest is 'iters='" \
		./run-qemu.sh --direct itres=5
	boots 'bad number' 2 'iters=many: must be' ./run-qemu.sh --direct iters=many
	boots 'no such test' 2 "nothing matches 'reclaim/luff\\*'" \
		./run-qemu.sh --direct 'run=reclaim/luff*'
	boots 'no such mutant' 2 "no mutant 'gather-skip-lufs'; the nearest is 'gather-skip-luf'" \
		./run-qemu.sh --direct mutate=gather-skip-lufs
	boots 'given twice' 2 "'seed' is given twice" ./run-qemu.sh --direct seed=1 seed=2
	boots 'nothing that could run' 5 'nothing was judged' \
		./run-qemu.sh --direct --smp 1 run=unmap/unmap-flush-tell
	for kind in bug null text trap stack nmi lock; do
		boots "crash=$kind is reported" 3 'Bail out! stalehound: panic on CPU' \
			./run-qemu.sh --direct crash=$kind
	done
}

full()
{
	for policy in eager batch 'luf luf_track=vma' 'luf luf_track=pte'; do
		# shellcheck disable=SC2086	# maybe two words
		boots "10,000 runs of a test, policy $policy" 0 "$all_held" ./run-qemu.sh --direct --smp 3 \
			--timeout 3600 run='reclaim/*,unmap/*,control/*' luf_debug=on mutate=none \
			iters=10000 seconds=60 policy=$policy
	done
	boots '100,000 runs of a test' 0 "$all_held" ./run-qemu.sh --direct --smp 3 --timeout 9000 \
		run='reclaim/*,unmap/*,control/*' luf_debug=on mutate=none iters=100000 seconds=120 \
		policy=luf
	boots 'a longer soak' 0 "$all_held" ./run-qemu.sh --direct --smp 4 soak luf_debug=on seconds=600
	boots 'all tests on UEFI' 0 "$all_held" ./run-qemu.sh --uefi
	boots 'all tests in Bochs, longer' 0 'pcid in use' ./run-bochs.sh iters=400 mutate=none
	boots 'all tests with few ASIDs in Bochs' 0 'pcid in use' ./run-bochs.sh iters=100 asids=2 mutate=none
	boots 'every step delayed' 0 "$all_held" ./run-qemu.sh --direct perturb=30 iters=500
	boots '255 CPUs' 0 '255 online' \
		./run-qemu.sh --direct --smp 255 --mem 1G iters=50 run='control/*'
	if [[ -w /dev/kvm ]]; then
		boots 'KVM: the negative controls' 0 "$all_held" \
			./run-qemu.sh --accel kvm --direct run='control/*,hw/*' iters=50
	fi
}

quick
bad_input
[[ ${1-} != --full ]] || full
echo "$passed passed, $failed failed"
((failed == 0))
