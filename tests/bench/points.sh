#!/usr/bin/env bash
# SPDX-License-Identifier: BSD-2-Clause
#
# What points (kernel/race/point.h) cost where nothing holds CPUs up: how many more instructions a
# run takes than in a kernel built without any.  QEMU counts instructions here (-icount) and
# its clocks tell nothing else; one CPU waits for nobody.  So the figures are the same on any
# host, every time.

set -u
root=$(CDPATH='' cd -- "$(dirname -- "${BASH_SOURCE[0]}")/../.." && pwd)
# shellcheck source=tools/lib.sh
. "$root/tools/lib.sh"

tests='elt/mrf1,migrate/dirty,reclaim/luf-one-cpu,reclaim/luf-split'
check=
verdict=met

# Target: in thousandths of the instructions without them.
cost_max=50

help()
{
	cat <<END
Usage: tests/bench/points.sh [--check]

Compare the instructions of a run with points, none of which holds anybody up, and without.

  --check   exit with status 1 if points cost more than $cost_max thousandths
END
}

parse()
{
	options=(--check --help)
	while (($#)); do
		case $1 in
		-h | --help) help; exit 0 ;;
		--check) check=1 ;;
		*) unknown_option "$1" ;;
		esac
		shift
	done
}

# runs_a_second KERNEL: a line for each test, of a machine on which an instruction takes 1 ns.
runs_a_second()
{
	qemu_machine tcg single 1 256
	qemu-system-x86_64 "${qemu_options[@]}" -icount shift=0,sleep=off -rtc clock=vm -kernel "$1" \
		-append "run=$tests mutate=none iters=600 perturb=0 seed=1" </dev/null |
		awk '/^  # Subtest: / { test = $3 } / runs, [0-9]+ a second/ { print test, $4 }'
}

parse "$@"
need_tools build qemu
build kernel
build BUILD=build/points-missing DEFINES=-DPOINTS_ARE_MISSING kernel
figures=$(join <(runs_a_second "$root/build/points-missing/stalehound.elf") \
	<(runs_a_second "$root/build/stalehound.elf"))
[[ $(wc -w <<<"$figures") == 12 ]] || die $EXIT_CRASH "of 4 tests not all ran: $figures"
while read -r test without with; do
	echo "$test: $((1000000000 / without)) instructions a run, $((1000000000 / with)) with points"
done <<<"$figures"
cost=$(awk '{ without += 1 / $2; with += 1 / $3 } END { printf "%.1f", 1000 * (with / without - 1) }' <<<"$figures")
awk -v value="$cost" -v max="$cost_max" 'BEGIN { exit !(value <= max) }' || verdict=missed
printf 'cost-of-points %s thousandths  target at most %s: %s\n' "$cost" "$cost_max" $verdict
[[ -z $check || $verdict == met ]] || exit 1
