#!/usr/bin/env bash
# SPDX-License-Identifier: BSD-2-Clause
#
# Tests of `stalehound pairs`: it finds, by itself, faults that nobody had thought of, and finds
# none in a sample of what there is.
#
#	tests/model/pairs.sh [--full]
#
# The faults are those of tests/litmus/pairs/, others that no test had noticed, and what it has found
# itself.  Each is put back by its mutant, and must be found in the scenario named here.
# --full: a sample of 100,000, for some hours; shard=i/n has the whole of three million.
#
# Exit status: 0 all passed; 1 not; 3 nothing can be run here; 4 a tool is missing.

set -u
root=$(CDPATH='' cd -- "$(dirname -- "${BASH_SOURCE[0]}")/../.." && pwd)
# shellcheck source=tools/lib.sh
. "$root/tools/lib.sh"
cd "$root" || exit $EXIT_CRASH
out=build/pairs
model=build/model/stalehound
sample=150
iters=500
passed=0
failed=0

# MUTANT SCENARIO: the fault that the mutant puts back, and where it must be found.
faults='
clear-refs-skips-moving    anon/load/migrate+clear-refs.store
replace-skip-pending       anon/store/dontneed+replace.load
ksm-unlocks-to-compare     anon/new/ksm+store.swap-out.load
lazyfree-asks-entry-alone  anon/load.free/ksm+store.lazyfree.load
lazyfree-ignores-refs      anon/load.free/lazyfree+dma.load
swap-leaves-clean          anon/load.free.store/swap-out+load.lazyfree.load
lazyfree-skip-page-lock    anon/store.swap-out.load/swap-out+store.free.load
refill-skip-luf            shared/load.reclaim.device-change/read+load.load
mprotect-reads-entry       anon/load.free/mprotect-r+store.lazyfree.load
swap-in-unchecked          anon/load.swap-out/load+dontneed.load
unmap-unlinks-late         lone/load/munmap+swap-out.load
madvise-skip-lock          lone/load/munmap+dontneed.load
file-end-off-by-one        shared/load/load+truncate.load
pfnmap-skip-flush          device/load/munmap+revoke.load
dax-skip-zap               dax/new/unbind+store.dma.load
truncate-skip-gathers      shared/load/munmap+truncate.load
cow-reuses-shared          anon/store.fork/store+child-store.load
fork-skip-flush            anon/store/fork+store.load
lazyfree-skip-page-lock    anon/store.fork.swap-out/child-load+load.free.load
lazyfree-ignores-slot      anon/store.fork.swap-out-fails/swap-out+load.free.load
'

# result NAME OK: one line, and why in $out/NAME.txt.
result()
{
	if [[ $2 == yes ]]; then
		passed=$((passed + 1))
		echo "ok - $1"
		return
	fi
	failed=$((failed + 1))
	echo "not ok - $1"
	[[ -z ${3-} ]] || tail -n 20 "$3" | sed 's/^/#   /'
}

# judge NAME STATUS PATTERN TEXT GOT: it ended so, with a line like PATTERN in TEXT.
judge()
{
	local name=$1 want=$2 pattern=$3 text=$4 status=$5

	if ((status == want)) && grep -Eq -- "$pattern" "$text"; then
		result "$name" yes
	else
		result "$name: status $status, not $want, or no line matches '$pattern'" no "$text"
	fi
}

# ends NAME STATUS PATTERN WORD...: pairs with these words ends so, and has a line like PATTERN.
ends()
{
	local text=$out/$((passed + failed + 1)).txt

	"$model" pairs "${@:4}" >"$text" 2>&1
	judge "$1" "$2" "$3" "$text" $?
}

# look MUTANT SCENARIO: what is found, and the status.
look()
{
	local text=$out/$1.${2//\//-}

	"$model" pairs run="$2" mutate="$1" seconds=5 >"$text.txt" 2>&1
	echo $? >"$text.status"
}

# On all CPUs of the host; told in their order.
finds_faults()
{
	local mutant scenario text

	rm -f "$out"/*.status
	export -f look
	export model out
	# shellcheck disable=SC2016	# these dollars are for the shell that xargs starts
	grep . <<<"$faults" | xargs -P "$(nproc)" -L 1 bash -c 'look "$1" "$2"' -
	while read -r mutant scenario; do
		[[ -n $mutant ]] || continue
		text=$out/$mutant.${scenario//\//-}
		judge "finds what $mutant brings back" 1 '^# CAUGHT ' "$text.txt" "$(<"$text.status")"
	done <<<"$faults"
}

# The parts are all there is, each once.
shards_are_the_whole()
{
	local i

	for i in 1 2 3; do
		"$model" pairs list run='anon/load*/ksm+*' shard=$i/3
	done | sort >"$out/parts"
	"$model" pairs list run='anon/load*/ksm+*' | sort >"$out/whole"
	if [[ -s $out/whole ]] && cmp -s "$out/parts" "$out/whole"; then
		result 'shards are the whole, and nothing twice' yes
	else
		result 'shards are the whole, and nothing twice' no
	fi
}

# What differs in the child, in swap, or in what the device refused, alone is another state.
states_are_told_apart()
{
	local state

	"$model" pairs list run='anon/*/munmap+load.load' | cut -d/ -f2 | sort -u >"$out/states"
	for state in store.fork store.fork.child-load store.fork.child-store store.fork.swap-out \
		store.fork.swap-out-fails store.fork.mremap fork.mremap.child-load; do
		grep -qx "$state" "$out/states" && continue
		result "states are told apart: $state is taken for another" no "$out/states"
		return
	done
	result 'states are told apart that differ in what the child has' yes
}

json_is_valid()
{
	if "$model" pairs format=json run='anon/store/*migrate*' sample=5 >"$out/json" &&
		jq -es 'all(type == "object") and (map(select(.pair)) | length == 5)' "$out/json" >/dev/null; then
		result 'json: an object a line, one a scenario' yes
	else
		result 'json: an object a line, one a scenario' no "$out/json"
	fi
}

# What is found is written as a litmus, which compiles where it belongs: its format is checked then.
writes_a_litmus()
{
	local tree=$out/tree flags

	rm -rf "$tree"
	mkdir -p "$tree/tests/litmus/pairs"
	flags=$(make -s -f arch/model/build.mk print-CFLAGS)
	"$model" pairs run='anon/load.free/ksm+store.lazyfree.load' mutate=lazyfree-asks-entry-alone \
		emit="$tree/tests/litmus/pairs" >"$out/emit.txt"
	# shellcheck disable=SC2086	# the flags are words
	if (cd "$tree" && gcc $flags -DRACING -ffreestanding "-I$root" "-I$root/arch/include" -c \
		-o emitted.o tests/litmus/pairs/*.c) >>"$out/emit.txt" 2>&1; then
		result 'what is found is written as a litmus, which compiles' yes
	else
		result 'what is found is written as a litmus, which compiles' no "$out/emit.txt"
	fi
}

# A sample is the same for the same seed, however many processes share it.
samples_agree()
{
	local jobs

	for jobs in 1 2; do
		"$model" pairs sample=70 iters=20 run='anon/*' seed=5 jobs=$jobs |
			sed '/processes at a time/d' >"$out/jobs$jobs"
	done
	if cmp -s "$out/jobs1" "$out/jobs2"; then
		result 'one process or two, the same' yes
	else
		result 'one process or two, the same' no
	fi
}

[[ ${1-} == --full || $# == 0 ]] || { echo 'pairs.sh: only --full can be given'; exit 2; }
tools/install-deps.sh build matrix || exit $EXIT_NO_TOOL
build model
only_one "$out"
finds_faults
ends 'mprotect() beside retract: its rights are read once' 0 '^ok 1 ' \
	run='private/write.reclaim/mprotect-rw+load.retract.load'
ends 'two faults on a swapped-out page: the second waits' 0 '^ok 1 ' \
	run='anon/load.swap-out/load+store.clear-refs.load' iters=5000
ends 'a lazily freeable page that a device lets go of: references first, then dirty' 0 '^ok 1 ' \
	run='anon/load.free/lazyfree+dma.load' iters=5000
ends "a sample of $sample scenarios holds" 0 "^# $sample passed, 0 failed, 0 skipped$" \
	sample=$sample iters=$iters seed=1 jobs="$(nproc)"
shards_are_the_whole
states_are_told_apart
samples_agree
json_is_valid
writes_a_litmus
for word in engine=pct tso=on warm=on mutate=teeth stop=1 litmus=a.litmus; do
	ends "$word, which it would not follow, is refused" 2 "^stalehound: pairs: ${word%%=*}=.* for the tests" \
		sample=1 "$word"
done
ends 'a violation says how to repeat it' 1 "^# repeat it: build/model/stalehound pairs run='anon/store/dontneed" \
	run='anon/store/dontneed+replace.load' mutate=replace-skip-pending
ends 'no such scenario' 2 "run=anon/never/\* selects none" run='anon/never/*'
ends 'no sample' 2 'sample=0: must be a number from 1' sample=0
[[ ${1-} != --full ]] ||
	ends 'a sample of 100000 holds' 0 '^# 100000 passed, 0 failed, ' sample=100000 iters=1000 seed=2 \
		jobs="$(nproc)"
echo "$passed passed, $failed failed"
((failed == 0))
