#!/usr/bin/env bash
# SPDX-License-Identifier: BSD-2-Clause
#
# A host that stops the machine in the midst of its work: neither a hang, nor a CPU that
# is left out, nor a stale access.
#
#	tests/boot/stops.sh [--full]
#
# QEMU is stopped (SIGSTOP) and goes on later, once for longer than any limit that the
# kernel has, or many times at random; the run must hold all the same.

set -u
root=$(CDPATH='' cd -- "$(dirname -- "${BASH_SOURCE[0]}")/../.." && pwd)
# shellcheck source=tools/lib.sh
. "$root/tools/lib.sh"
cd "$root" || exit 3
log=build/boot-stops
nr=0
mkdir -p "$log"
rm -f "$log"/*

# machine_of RUN: the QEMU that the script with the process id RUN has started.
machine_of()
{
	pgrep -P "$1" 'qemu-system'
}

# stop RUN SECONDS: false if there is no machine any more.
stop()
{
	local machine

	machine=$(machine_of "$1") || return
	kill -STOP "$machine" && sleep "$2" && kill -CONT "$machine" && : >"$out.stopped"
}

# await_machine RUN: until it has started one, or has ended.
await_machine()
{
	while ! machine_of "$1" >/dev/null && kill -0 "$1" 2>/dev/null; do
		sleep 0.02
	done
}

# once RUN: for longer than a wait may last, a second after it has started.
once()
{
	await_machine "$1"
	sleep 1
	stop "$1" 15
}

# during_boot RUN: while the other CPUs are being started.
during_boot()
{
	await_machine "$1"
	sleep 0.05
	stop "$1" 5
}

# often RUN: at random, and at random for long.
often()
{
	RANDOM=7
	while sleep "0.$((RANDOM % 900 + 100))"; do
		stop "$1" "$((RANDOM % 3)).$((RANDOM % 10))" || return
	done
}

# try HOW COMMAND...: the command's status, stopped so; what it printed goes to $out.  A
# run that was never stopped shows nothing, and is a failure.
try()
{
	local how=$1 run status

	shift
	rm -f "$out.stopped"
	"$@" >"$out" 2>&1 &
	run=$!
	"$how" "$run"
	wait "$run"
	status=$?
	[[ -e $out.stopped ]] || echo 'it was not stopped' >>"$out"
	return $status
}

# holds NAME HOW COMMAND...: the command, stopped so, says that everything held.  Beside the
# others: while one is stopped, the next may run.
holds()
{
	nr=$((nr + 1))
	judge "$log/stops-$nr.txt" "$@" >"$log/stops-$nr.result" &
}

# judge OUT NAME HOW COMMAND...
judge()
{
	local out=$1 name=$2 status

	shift 2
	try "$@"
	status=$?
	if ((status == 0)) && ! grep -q -e 'left out' -e 'it was not stopped' "$out"; then
		echo "ok - stopped $name"
		return
	fi
	echo "not ok - stopped $name: status $status"
	grep -E 'not ok|CAUGHT|Bail out|hang|left out|not stopped|^stalehound:|^run-' "$out" |
		head -n 12 | sed 's/^/#   /'
}

few=(run='reclaim/luf-m*,unmap/unmap-flush-tell' iters=600 seconds=60)

build kernel
holds 'for 15 s' once ./run-qemu.sh --direct --smp 4 "${few[@]}"
holds 'for 15 s, one host thread for all CPUs' once \
	./run-qemu.sh --direct --thread single "${few[@]}"
holds 'while 16 CPUs start' during_boot ./run-qemu.sh --direct --smp 16 run='control/*' iters=50
if [[ ${1-} == --full ]]; then
	holds 'often' often ./run-qemu.sh --direct --smp 3 mutate=none run='reclaim/*,unmap/*'
	holds 'often, one host thread for all CPUs' often \
		./run-qemu.sh --direct --thread single mutate=none run='reclaim/*,unmap/*'
fi
wait
cat "$log"/stops-*.result
failed=$(cat "$log"/stops-*.result | grep -c '^not ok - ')
echo "$((nr - failed)) passed, $failed failed"
((failed == 0))
