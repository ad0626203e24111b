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
# shellcheck source=tests/judged.sh
. tests/judged.sh
log=build/pairs
model=build/model/stalehound
sample=150
iters=500

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
wp-fault-keeps-clean       anon/store.clear-refs/migrate+store.load
zap-keeps-clean            anon/store.clear-refs/dontneed+load.load
'

# pairs NAME STATUS PATTERN WORD...: pairs with these words ends so, and says that.
pairs()
{
	ends "$1" "$2" "$3" "$model" pairs "${@:4}"
}

# look MUTANT SCENARIO: what is found, and the status.
look()
{
	local text=$log/$1.${2//\//-}

	"$model" pairs run="$2" mutate="$1" seconds=5 >"$text.txt" 2>&1
	echo $? >"$text.status"
}

# On all CPUs of the host; told in their order.
finds_faults()
{
	local mutant scenario text

	rm -f "$log"/*.status
	export -f look
	export model log
	# shellcheck disable=SC2016	# these dollars are for the shell that xargs starts
	grep . <<<"$faults" | xargs -P "$(nproc)" -L 1 bash -c 'look "$1" "$2"' -
	while read -r mutant scenario; do
		[[ -n $mutant ]] || continue
		text=$log/$mutant.${scenario//\//-}
		judge "finds what $mutant brings back" 1 "$(<"$text.status")" "$text.txt" '^# CAUGHT '
	done <<<"$faults"
}

# The parts are all there is, each once.
shards_are_the_whole()
{
	local i

	for i in 1 2 3; do
		"$model" pairs list run='anon/load*/ksm+*' shard=$i/3
	done | sort >"$log/parts"
	"$model" pairs list run='anon/load*/ksm+*' | sort >"$log/whole"
	if [[ -s $log/whole ]] && cmp -s "$log/parts" "$log/whole"; then
		result 'shards are the whole, and nothing twice'
	else
		result 'shards are the whole, and nothing twice' 'not so'
	fi
}

# What differs in the child, in swap, or in what the device refused, alone is another state.
states_are_told_apart()
{
	local state

	"$model" pairs list run='anon/*/munmap+load.load' | cut -d/ -f2 | sort -u >"$log/states"
	for state in store.fork store.fork.child-load store.fork.child-store store.fork.swap-out \
		store.fork.swap-out-fails store.fork.mremap fork.mremap.child-load; do
		grep -qx "$state" "$log/states" && continue
		result 'states are told apart' "$state is taken for another" "$log/states"
		return
	done
	result 'states are told apart that differ in what the child has'
}

json_is_valid()
{
	if "$model" pairs format=json run='anon/store/*migrate*' sample=5 >"$log/json" &&
		jq -es 'all(type == "object") and (map(select(.pair)) | length == 5)' "$log/json" >/dev/null; then
		result 'json: an object a line, one a scenario'
	else
		result 'json: an object a line, one a scenario' 'not so' "$log/json"
	fi
}

# What is found is written as a litmus, which compiles where it belongs: its format is checked then.
writes_a_litmus()
{
	local tree=$log/tree flags

	rm -rf "$tree"
	mkdir -p "$tree/tests/litmus/pairs"
	flags=$(make -s -f arch/model/build.mk print-CFLAGS)
	"$model" pairs run='anon/load.free/ksm+store.lazyfree.load' mutate=lazyfree-asks-entry-alone \
		emit="$tree/tests/litmus/pairs" >"$log/emit.txt"
	# shellcheck disable=SC2086	# the flags are words
	if (cd "$tree" && gcc $flags -DRACING -ffreestanding "-I$root" "-I$root/arch/include" -c \
		-o emitted.o tests/litmus/pairs/*.c) >>"$log/emit.txt" 2>&1; then
		result 'what is found is written as a litmus, which compiles'
	else
		result 'what is found is written as a litmus, which compiles' 'not so' "$log/emit.txt"
	fi
}

# A sample is the same for the same seed, however many processes share it.
samples_agree()
{
	local jobs

	for jobs in 1 2; do
		"$model" pairs sample=70 iters=20 run='anon/*' seed=5 jobs=$jobs |
			sed '/processes at a time/d' >"$log/jobs$jobs"
	done
	if cmp -s "$log/jobs1" "$log/jobs2"; then
		result 'one process or two, the same'
	else
		result 'one process or two, the same' 'not so'
	fi
}

[[ ${1-} == --full || $# == 0 ]] || { echo 'pairs.sh: only --full can be given'; exit 2; }
tools/install-deps.sh build matrix || exit $EXIT_NO_TOOL
build model
only_one "$log"
finds_faults
pairs 'mprotect() beside retract: its rights are read once' 0 '^ok 1 ' \
	run='private/write.reclaim/mprotect-rw+load.retract.load'
pairs 'two faults on a swapped-out page: the second waits' 0 '^ok 1 ' \
	run='anon/load.swap-out/load+store.clear-refs.load' iters=5000
pairs 'a lazily freeable page that a device lets go of: references first, then dirty' 0 '^ok 1 ' \
	run='anon/load.free/lazyfree+dma.load' iters=5000
pairs "a sample of $sample scenarios holds" 0 "^# $sample passed, 0 failed, 0 skipped$" \
	sample=$sample iters=$iters seed=1 jobs="$(nproc)"
shards_are_the_whole
states_are_told_apart
samples_agree
json_is_valid
writes_a_litmus
for word in engine=pct tso=on warm=on mutate=teeth stop=1 litmus=a.litmus; do
	pairs "$word, which it would not follow, is refused" 2 "^stalehound: pairs: ${word%%=*}=.* for the tests" \
		sample=1 "$word"
done
pairs 'a violation says how to repeat it' 1 "^# repeat it: build/model/stalehound pairs run='anon/store/dontneed" \
	run='anon/store/dontneed+replace.load' mutate=replace-skip-pending
pairs 'no such scenario' 2 "run=anon/never/\* selects none" run='anon/never/*'
pairs 'no sample' 2 'sample=0: must be a number from 1' sample=0
[[ ${1-} != --full ]] ||
	pairs 'a sample of 100000 holds' 0 '^# 100000 passed, 0 failed, ' sample=100000 iters=1000 seed=2 \
		jobs="$(nproc)"
totals
