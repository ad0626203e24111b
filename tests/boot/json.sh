#!/usr/bin/env bash
# SPDX-License-Identifier: BSD-2-Clause
#
# format=json: is every line of a console one JSON object, however the run ends?
#
#	tests/boot/json.sh
#
# Says "json" and leaves with 0 if so, else names the run and its first line that is none.

set -u
root=$(CDPATH='' cd -- "$(dirname -- "${BASH_SOURCE[0]}")/../.." && pwd)
cd "$root" || exit 3
out=$(mktemp -d "${TMPDIR:-/tmp}/stalehound-json.XXXXXX") || exit 3
trap 'rm -rf "$out"' EXIT
model=build/model/stalehound
wrong=0

# objects STATUS COMMAND...: the command leaves with it, and writes objects only.
objects()
{
	local want=$1 status line last

	shift
	"$@" format=json >"$out/console" 2>"$out/errors" </dev/null
	status=$?
	if ((status != want)); then
		echo "$*: status $status, not $want"
		wrong=1
	fi
	line=$(jq -Rr 'select((try fromjson catch null | type) != "object")' "$out/console" | head -n 1)
	if [[ -n $line ]]; then
		echo "$*: no object: $line"
		wrong=1
	fi
	last=$(grep -v '^{"seal":"' "$out/console" | tail -n 1)
	if [[ ${last%$'\r'} != "{\"exit_status\":$want}" ]]; then
		echo "$*: its last line before the seal is: $last"
		wrong=1
	fi
}

metal()
{
	objects "$1" ./run-qemu.sh --direct "${@:2}"
}

metal 0 iters=60 run='hw/*,unmap/unmap-flush-tell'
metal 1 run=reclaim/luf-munmap-mmap-stale-ro mutate=teeth luf_debug=on
metal 0 list
metal 0 mutants
metal 0 soak seconds=1 run='control/*'
metal 2 itres=5
metal 2 'run=reclaim/luff*'
metal 2 schedule=nonsense
for kind in bug null stack lock; do
	metal 3 crash=$kind
done
objects 5 ./run-qemu.sh --direct --smp 1 run=unmap/unmap-flush-tell
metal 0 bench=gup seconds=1
if [[ -x $model ]]; then
	objects 0 $model run=unmap/unmap-flush-tell
	objects 1 $model run=unmap/unmap-flush-tell mutate=teeth jobs=2 trace=on
	objects 0 $model list
	objects 2 $model itres=5
	schedule=$($model run=unmap/unmap-flush-tell mutate=gather-skip-flush |
		sed -n 's/^# on metal: .*\(schedule=.*\)/\1/p')
	[[ -z $schedule ]] || metal 1 "$schedule"
fi
((wrong == 0)) && echo json
exit $wrong
