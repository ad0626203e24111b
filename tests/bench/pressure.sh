#!/usr/bin/env bash
# SPDX-License-Identifier: BSD-2-Clause
#
# How many shootdown IPIs LUF saves under memory pressure, and what an allocation costs then:
# tests/bench/pressure.c on four CPUs, with four times as many pages as frames.

set -u
root=$(CDPATH='' cd -- "$(dirname -- "${BASH_SOURCE[0]}")/../.." && pwd)
# shellcheck source=tools/lib.sh
. "$root/tools/lib.sh"

seconds=5
accel=tcg
check=
verdict=met

# Target: per cent fewer IPIs than policy batch sends, read-only, with the largest pool.
fewer_min=97

help()
{
	cat <<END
Usage: tests/bench/pressure.sh [--check] [--seconds N] [--accel tcg|kvm]

Compare the policies batch and luf under memory pressure, for N seconds ($seconds) each, with
different pools of free frames and shares of accesses that write.

  --check   exit with status 1 if luf sends not even $fewer_min % fewer IPIs with no writers
END
}

parse()
{
	options=(--check --seconds --accel --help)
	while (($#)); do
		case $1 in
		-h | --help) help; exit 0 ;;
		--check) check=1 ;;
		--seconds=*) seconds=${1#*=} ;;
		--seconds) seconds=${2-}; shift ;;
		--accel=*) accel=${1#*=} ;;
		--accel) accel=${2-}; shift ;;
		*) unknown_option "$1" ;;
		esac
		(($# == 0)) || shift
	done
	check_number --seconds "$seconds" 1 1000000
}

parse "$@"
figures=$("$root/run-qemu.sh" --direct --accel "$accel" --smp 4 --mem 256M --timeout $((60 + 22 * seconds)) \
	bench=pressure seconds="$seconds")
status=$?
printf '%s\n' "$figures" | grep -v '^# exit status'
((status == 0)) || exit $status
fewer=$(sed -n 's/^pressure limits=none .* writers=0\.0% ipis-per.* fewer=\([0-9.]*\)%.*/\1/p' <<<"$figures" | tail -n 1)
[[ -n $fewer ]] || die $EXIT_CRASH "the benchmark printed no comparison"
awk -v value="$fewer" -v min="$fewer_min" 'BEGIN { exit !(value >= min) }' || verdict=missed
printf 'fewer-ipis %s%%  target at least %s%%: %s\n' "$fewer" "$fewer_min" $verdict
[[ -z $check || $verdict == met ]] || exit 1
