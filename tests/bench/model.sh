#!/usr/bin/env bash
# SPDX-License-Identifier: BSD-2-Clause
#
# How fast the model is on one core, and how much DPOR saves: with the LUF litmus of the
# README, warmed, under policy luf.  The interleavings that a naive search would run are far
# too many to be run, so they are estimated: see arch/model/search/knuth.c.

set -u
root=$(CDPATH='' cd -- "$(dirname -- "${BASH_SOURCE[0]}")/../.." && pwd)
# shellcheck source=tools/lib.sh
. "$root/tools/lib.sh"

litmus=reclaim/luf-munmap-mmap-stale-ro
seconds=20
check=
missed=

# Targets.
steps_min=10000000
saving_min=1000

help()
{
	cat <<END
Usage: tests/bench/model.sh [--check] [--seconds N] [--litmus NAME]

Measure the model's speed, and how many executions DPOR saves, for about N seconds
($seconds).

  --check        exit with status 1 if there are fewer than $steps_min steps a second,
                 or if DPOR needs more than 1 of $saving_min executions
  --litmus NAME  measure with this test ($litmus)
END
}

parse()
{
	options=(--check --seconds --litmus --help)
	while (($#)); do
		case $1 in
		-h | --help) help; exit 0 ;;
		--check) check=1 ;;
		--seconds=*) seconds=${1#*=} ;;
		--seconds) seconds=${2-}; shift ;;
		--litmus=*) litmus=${1#*=} ;;
		--litmus) litmus=${2-}; shift ;;
		*) unknown_option "$1" ;;
		esac
		(($# == 0)) || shift
	done
	check_number --seconds "$seconds" 1 1000000
	[[ -n $litmus ]] || die $EXIT_USAGE "--litmus needs a value"
}

# value NAME: of the line that begins so.
value()
{
	awk -v name="$1" '$1 == name { print $2 }' <<<"$figures"
}

# judge NAME MIN: compare numbers of any size.
judge()
{
	local verdict=met

	awk -v value="$(value "$1")" -v min="$2" 'BEGIN { exit !(value + 0 >= min) }' ||
		{ verdict=missed missed=1; }
	printf '%-20s %14s  target at least %s: %s\n' "$1" "$(value "$1")" "$2" $verdict
}

parse "$@"
need_tools build
build model
figures=$("$root/build/model/stalehound" bench=exploration run="$litmus" seconds="$seconds")
status=$?
printf '%s\n' "$figures"
((status == 0)) || exit $status
judge steps/s $steps_min
judge naive/dpor $saving_min
[[ -z $check || -z $missed ]] || exit 1
