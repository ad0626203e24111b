#!/usr/bin/env bash
# SPDX-License-Identifier: BSD-2-Clause
#
# Boot tests: the kernel in its machines, judged by exit status and console; and then whether
# the consoles are true (tools/claims.sh), and the model allows what they show (tools/outcomes.sh).
#
#	tests/boot/run.sh [--full]
#
# Each line below is one boot: what it shows, the status it must leave with, a pattern that
# its console must have (extended regular expression), the command.  How much is run is given
# as a count; seconds= only ends what would take far too long, which is undecided then.
# Emulators that need one CPU of the host run beside those that need more.

set -u
root=$(CDPATH='' cd -- "$(dirname -- "${BASH_SOURCE[0]}")/../.." && pwd)
# shellcheck source=tools/lib.sh
. "$root/tools/lib.sh"
cd "$root" || exit 3
log=build/boot
lane=
count=0
also=.
all_held='^# [0-9]+ passed, 0 failed, [0-9]+ skipped$'

# told NAME PROBLEM: the result of a boot, its command and console in $command and $out.
told()
{
	echo "not ok - $1: $2"
	echo "#   command: $command"
	echo "#   console: $out, which says:"
	grep -E 'not ok|CAUGHT|Bail out|^stalehound:|^run-' "$out" | head -n 12 | sed 's/^/#   /'
	tail -n 3 "$out" | sed 's/^/#   /'
}

# boots NAME STATUS PATTERN COMMAND...
boots()
{
	local name=$1 want=$2 pattern=$3 command out status

	shift 3
	count=$((count + 1))
	out=$log/$lane$count.txt
	command="$*"
	"$@" >"$out" 2>&1
	status=$?
	if ((status == want)) && grep -Eq -- "$pattern" "$out" && grep -Eq -- "$also" "$out"; then
		echo "ok - $name"
	elif ((status == EXIT_UNDECIDED && want == 0)); then
		echo "ok - $name # SKIP undecided: see $out"
	else
		told "$name" "status $status, not $want, or no line matches '$pattern' or '$also'"
	fi
}

# holds NAME PATTERN COMMAND...: boots, and everything in it holds; whether what its console
# claims is true is looked at later.
holds()
{
	local platform=TCG also=$all_held

	[[ $3 != *bochs* ]] || platform=Bochs
	echo "$platform=$log/$lane$((count + 1)).txt" >>"$log/whole"
	boots "$1" 0 "$2" "${@:3}"
}

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

# Each of its CPUs wants one of the host's, at the same time.
many_cpus()
{
	lane=many-
	holds 'ISO on BIOS: all tests and their teeth' '2 online' ./run-qemu.sh iters=48 seconds=60
	holds 'no word: how many runs were fair, and what that is worth' '^# fair: of [1-9][0-9]* tests that held ' \
		./run-qemu.sh --direct run='mprotect/*,unmap/unmap-*,cow/cow-break*'
	holds 'ISO on UEFI' '2 online' \
		./run-qemu.sh --uefi iters=300 seconds=60 run='control/*,unmap/unmap*'
	for firmware in '' --uefi; do
		for medium in stick net; do
			# shellcheck disable=SC2086	# none, or one word
			holds "from ${medium/net/the network}, on ${firmware:-a BIOS}" '2 online' ./run-qemu.sh \
				--machine q35 --medium $medium $firmware iters=20 seconds=60 run='control/*'
		done
	done
	holds '3 CPUs, luf_debug=on' '3 online' \
		./run-qemu.sh --direct --smp 3 mutate=none luf_debug=on iters=48 seconds=60
	holds '4 CPUs, accesses at CPL 0' '4 online' \
		./run-qemu.sh --direct --smp 4 access=kernel iters=48 seconds=60 mutate=none \
		run='control/*,cow/*,elt/*,mprotect/*,unmap/*,writeback/*'
	holds '8 CPUs' '8 online' \
		./run-qemu.sh --direct --smp 8 iters=60 seconds=60 run='reclaim/luf-m*,unmap/unmap*'
	holds '64 CPUs' '64 online' ./run-qemu.sh --direct --smp 64 iters=60 seconds=60 run='control/*'
	for policy in eager batch 'luf luf_track=vma' 'luf luf_track=pte'; do
		# shellcheck disable=SC2086	# maybe two words
		holds "policy $policy alone" "policy ${policy%% *}" ./run-qemu.sh --direct --smp 3 \
			mutate=none iters=60 seconds=60 run='reclaim/luf-m*,unmap/unmap-*' policy=$policy
	done
	boots 'tests that are text, on an ISO: they hold, and their teeth are caught' 0 \
		'^  ok [0-9]+ tooth gather-skip-luf # caught' ./run-qemu.sh iters=300 seconds=60 run='text-*' \
		--litmus tests/text/reclaim/luf-munmap-mmap-stale-ro.litmus \
		--litmus tests/text/unmap/unmap-flush-tell.litmus --litmus tests/text/cow/cow-break-no-remote-flush.litmus
	boots 'a text, without an ISO: it is caught, and told' 1 'CAUGHT text-reclaim/luf-one-cpu, run' \
		./run-qemu.sh --direct --litmus tests/text/reclaim/luf-one-cpu.litmus run='text-*' mutate=teeth
	boots 'soak' 0 "$all_held" ./run-qemu.sh --direct --smp 3 soak luf_debug=on seconds=4 \
		run='control/*,migrate/*,reclaim/luf-*,unmap/unmap*'
	boots 'benchmark' 0 '^pressure limits=set .* fewer=' \
		./run-qemu.sh --direct --mem 256M bench=pressure seconds=1
	boots 'teeth: a stale read is caught and told' 1 'flush owed: .* clears the PTE .*, kernel/mm/objects/rmap.c:' \
		./run-qemu.sh run=reclaim/luf-munmap-mmap-stale-ro mutate=teeth
	boots 'stop=1: the rest is told as not run' 1 'SKIP not run: as many tests have failed' \
		./run-qemu.sh --direct stop=1 run='unmap/unmap-*' mutate=teeth
	boots 'a mutant by name' 1 'taken away: gather-skip-flush, in tlb_flush_mmu_tlbonly' \
		./run-qemu.sh --direct run='unmap/unmap-f*' mutate=gather-skip-flush iters=100 seconds=60
}

# One CPU of the host is all that it uses, or it is over at once.
one_cpu()
{
	lane=one-
	holds 'Bochs, with PCID in use' 'pcid in use' ./run-bochs.sh iters=40 seconds=60 mutate=none
	holds 'Bochs: teeth, and how to repeat it' 'repeat with: ./run-bochs.sh ' \
		./run-bochs.sh iters=40 seconds=60 run='switch/*,tlb/*,reclaim/luf-switched-away'
	holds 'one host thread for all CPUs' '2 online' \
		./run-qemu.sh --direct --thread single iters=48 seconds=60 mutate=none
	holds '1 CPU: the rest is skipped, and says so' 'SKIP needs 2 CPUs' \
		./run-qemu.sh --direct --smp 1 iters=300 seconds=60
	holds 'a soak on 1 CPU skips the rest, too, and says so' 'SKIP needs 2 CPUs' ./run-qemu.sh \
		--direct --smp 1 soak iters=60 seconds=2 run='reclaim/luf-one-cpu,unmap/unmap-flush-tell'
	boots 'the list' 0 '^unmap/unmap-flush-tell +2 CPUs' ./run-qemu.sh --direct list
	boots 'it names its commit' 0 "^stalehound $(tools/version.sh | sed 's/[.+]/\\&/g')$" ./run-qemu.sh --direct list
	boots 'the mutants' 0 '^gather-skip-luf ' ./run-qemu.sh --direct mutants
	boots 'iters= is how many runs there are; without it, what shows the teeth' 0 runs tests/boot/runs.sh
	boots 'json: every line is an object, of crashes and bad words, too' 0 json tests/boot/json.sh
	boots 'tests that break rules are told so, and no run that was not watched whole is a pass' 0 \
		'^hostile$' tests/boot/hostile.sh "$@"
	boots 'a seed repeats a run' 0 repeated seed_repeats
	bad_input
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
	boots 'a text that is none' 2 \
		'^stalehound: tests/text/bad/call-unknown.litmus:11: found .unmpa., expected a field or a call; the nearest is .unmap.' \
		./run-qemu.sh --direct --litmus tests/text/unmap/broadcast.litmus \
		--litmus tests/text/bad/call-unknown.litmus
	boots 'a text that is none, before a benchmark' 2 'call-unknown.litmus:11: found .unmpa.' \
		./run-qemu.sh --direct --litmus tests/text/bad/call-unknown.litmus bench=pressure
	boots 'given twice' 2 "'seed' is given twice" ./run-qemu.sh --direct seed=1 seed=2
	boots 'nothing that could run' 5 'nothing was judged' \
		./run-qemu.sh --direct --smp 1 run=unmap/unmap-flush-tell
	boots 'nothing that could run but probes' 5 'nothing was judged' \
		./run-qemu.sh --direct --smp 1 run='hw/*,unmap/unmap-flush-tell'
	for kind in bug null text trap stack nmi lock; do
		boots "crash=$kind is reported" 3 'Bail out! stalehound: panic on CPU' \
			./run-qemu.sh --direct crash=$kind
	done
}

full()
{
	lane=full-
	for policy in eager batch 'luf luf_track=vma' 'luf luf_track=pte'; do
		# shellcheck disable=SC2086	# maybe two words
		holds "5,000 runs of a test, policy $policy" '3 online' ./run-qemu.sh --direct --smp 3 \
			run='reclaim/*,unmap/*,control/*' luf_debug=on mutate=none \
			iters=5000 seconds=3600 policy=$policy
	done
	holds '20,000 runs of a test' '3 online' ./run-qemu.sh --direct --smp 3 \
		run='reclaim/luf*,unmap/unmap*,control/*' mutate=none iters=20000 seconds=3600
	boots 'a longer soak' 0 "$all_held" ./run-qemu.sh --direct --smp 4 soak luf_debug=on seconds=600
	holds 'all tests and their teeth, longer' '2 online' ./run-qemu.sh iters=100 seconds=600
	holds 'all tests on 3 CPUs, luf_debug=on' '3 online' \
		./run-qemu.sh --direct --smp 3 mutate=none luf_debug=on iters=300 seconds=600
	holds 'all tests on UEFI' '2 online' ./run-qemu.sh --uefi iters=1000 seconds=600
	holds 'all tests in Bochs, longer' 'pcid in use' ./run-bochs.sh iters=400 seconds=600 mutate=none
	holds 'all tests with few ASIDs in Bochs' 'pcid in use' \
		./run-bochs.sh iters=100 seconds=600 asids=2 mutate=none
	holds 'every step delayed' '2 online' ./run-qemu.sh --direct perturb=30 iters=500 seconds=600
	boots '255 CPUs' 0 '255 online' \
		./run-qemu.sh --direct --smp 255 --mem 1G iters=50 run='control/*'
	if [[ -w /dev/kvm ]]; then
		boots 'KVM: the negative controls' 0 "$all_held" \
			./run-qemu.sh --accel kvm --direct run='control/*,hw/*' iters=50
	fi
}

# Is what the consoles of whole runs claim true?
claims()
{
	local words=() text

	mapfile -t words <"$log/whole"
	text=$(tools/claims.sh "${words[@]}") && echo 'ok - the consoles claim what was run' && return
	printf '%s\n' "${text//not ok - /#   }"
	echo 'not ok - the consoles claim what was run'
}

# What the model says of all tests: as its own tests had it, if it is the same model still.
model_says()
{
	local text=build/model-test/whole.txt

	if [[ ! $text -nt build/model/stalehound ]]; then
		text=$log/model
		build/model/stalehound mutate=none jobs="$(nproc)" seconds=2 >"$text"
	fi
	echo "$text"
}

# Does the model allow what the consoles of whole runs show?
outcomes()
{
	local words=()

	mapfile -t words < <(sed 's/^[^=]*=//' "$log/whole")
	tools/outcomes.sh "$(model_says)" "${words[@]}" || :
}

# Does the report find the consoles of whole runs whole, and agree that all held?
reported()
{
	local name='the report vouches for the consoles' paths=() text status

	mapfile -t paths < <(sed 's/^[^=]*=//' "$log/whole")
	text=$(tools/report --out "$log/report" "${paths[@]}" 2>&1)
	status=$?
	case $status in
	0) echo "ok - $name" ;;
	"$EXIT_UNDECIDED") echo "ok - $name # SKIP undecided: $(grep -c '^undecided' <<<"$text") runs" ;;
	*) echo "not ok - $name: status $status" ;;
	esac
	grep -E '^(failed|crashed|unknown)' <<<"$text" | sed 's/^/#   /'
}

only_one "$log"
rm -f "$log"/*.txt "$log/whole"
build iso
build model
{
	one_cpu "$@" 9>&- &
	many_cpus 9>&-
	wait
	[[ ${1-} != --full ]] || full 9>&-
	claims
	reported
	outcomes 9>&-
} | tee "$log/results"
undecided_in "$log"/*.txt
failed=$(grep -c '^not ok - ' "$log/results")
echo "$(grep '^ok - ' "$log/results" | grep -cv '# SKIP undecided') passed, $failed failed"
((failed == 0))
