#!/usr/bin/env bash
# SPDX-License-Identifier: BSD-2-Clause
#
# The kernel as a guest of KVM (run-kvm.sh): its page tables beneath, those of KVM's shadow MMU, are a
# TLB of software.  Does everything hold there, and does a tooth show?
#
#	tests/boot/virt.sh [--full]
#
# Judged by counts; seconds= only ends what would take far too long, which is undecided then.
# --full: both ways of paging, all tests and teeth, and guests and hosts that go wrong.
# One line for each check, and at the end "N passed, N failed".  Exit status: 0 all passed; 1 not.

set -u
root=$(CDPATH='' cd -- "$(dirname -- "${BASH_SOURCE[0]}")/../.." && pwd)
# shellcheck source=tools/lib.sh
. "$root/tools/lib.sh"
cd "$root" || exit $EXIT_CRASH
# shellcheck source=tests/judged.sh
. tests/judged.sh
out=build/virt
all_held='^# [0-9]+ passed, 0 failed, [0-9]+ skipped$'
consoles=()

# boots NAME STATUS PATTERN... -- WORD...: a guest that ends so, and says all that.  A host that panics,
# as an emulated one now and then does, says nothing of its guest: it is told, and tried again.
boots()
{
	local name=$1 want=$2 patterns=() console try status

	shift 2
	while [[ $1 != -- ]]; do
		patterns+=("$1")
		shift
	done
	shift
	console=$out/${#consoles[@]}.txt
	consoles+=("$console")
	for try in 1 2 3; do
		./run-kvm.sh "$@" >"$console" 2>&1 </dev/null
		status=$?
		grep -q "^run-kvm.sh: the host's Linux panicked" "$console" || break
		echo "# $name: the host's Linux panicked, try $try of 3; see $console.$try"
		cp "$console" "$console.$try"
	done
	if ((status == EXIT_UNDECIDED && want == 0)); then
		echo "ok - $name # SKIP undecided: see $console"
		return
	fi
	judge "$name" "$want" "$status" "$console" "${patterns[@]}"
}

quick()
{
	boots 'controls and a tooth, on shadow page tables' 0 '^# host: Linux .*npt=off' "^# paravirtual, .* clock " \
		"$all_held" '^  ok [0-9]+ tooth gather-skip-flush # caught' -- \
		--npt off iters=48 seconds=60 run='control/*,unmap/unmap-flush-tell'
}

full()
{
	local npt

	for npt in on off; do
		boots "everything, npt=$npt" 0 "^# host: Linux .*npt=$npt" "$all_held" -- \
			--npt $npt iters=48 seconds=100
	done
	boots 'a stale read is caught and told' 1 '^# CAUGHT unmap/unmap-flush-tell' '^#   taken away: gather-skip-flush' \
		'^# repeat with: ./run-kvm.sh .*--npt off' -- --npt off run=unmap/unmap-flush-tell mutate=gather-skip-flush
	boots 'a guest that crashes' 3 '^Bail out!' -- crash=null
	boots 'a guest that the QEMU cannot make' 2 'QEMU cannot make this machine: ' -- --qemu-args '-device nothing' list
	boots '4 CPUs' 0 '4 online' "$all_held" -- --smp 4 --npt off iters=24 seconds=60 run='control/*'
}

only_one "$out"
quick
[[ ${1-} != --full ]] || full
undecided_in "${consoles[@]}"
totals
