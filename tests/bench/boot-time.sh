#!/usr/bin/env bash
# SPDX-License-Identifier: BSD-2-Clause
#
# How long it takes from starting QEMU to a line on its console:
#
#	floor		a kernel that does nothing else		floor.asm
#	stalehound	its first test line
#	linux		the first line of its init		with --linux
#
# All with the machine of run-qemu.sh --direct, under TCG, with 2 CPUs.  The three
# take turns, so that whatever else the host does falls on all alike; a time is taken
# when the line arrives, not when QEMU ends.

set -u
root=$(CDPATH='' cd -- "$(dirname -- "${BASH_SOURCE[0]}")/../.." && pwd)
# shellcheck source=tools/lib.sh
. "$root/tools/lib.sh"
# shellcheck source=tools/console.sh
. "$root/tools/console.sh"

# Targets for the ratios of medians, in thousandths.
floor_ratio_max=1500
linux_ratio_max=67

runs=9
check=
linux=
stalehound='^ *(# Subtest|ok|not ok)'

help()
{
	cat <<'END'
Usage: tests/bench/boot-time.sh [--check] [--linux[=VMLINUZ]] [--runs N]

Measure the time from starting QEMU to Stalehound's first test line, and print the
medians of N runs (9) in milliseconds, with the ratio to a kernel that does nothing
but print one line.

  --linux    compare with Linux reaching its init, too: 6.12 from Debian, or VMLINUZ
  --check    exit with status 1 if Stalehound takes more than 1.5 times the floor,
             or more than a fifteenth of Linux's time
END
}

parse()
{
	while (($#)); do
		case $1 in
		-h | --help) help; exit 0 ;;
		--check) check=1 ;;
		--linux) linux=debian ;;
		--linux=*) linux=${1#*=} ;;
		--runs=*) runs=${1#*=} ;;
		--runs) runs=${2-}; shift ;;
		*) die $EXIT_USAGE "unknown option $1; there are --check --linux --runs --help" ;;
		esac
		shift
	done
	check_number --runs "$runs" 1 999
}

# Sets linux to a readable kernel image.
find_linux()
{
	local image

	if [[ $linux == debian ]]; then
		need_tools linux
		for image in /boot/vmlinuz-6.12.*-cloud-amd64 "$root"/build/linux/boot/vmlinuz-*; do
			[[ -r $image ]] && linux=$image
		done
	fi
	[[ -r $linux ]] || die $EXIT_USAGE "--linux: cannot read $linux"
}

# An initial file system whose init says one line; the kernel makes /dev/console.
make_initrd()
{
	local busybox

	busybox=$(command -v busybox)
	! readelf -lW "$busybox" | grep -q INTERP ||
		die $EXIT_NO_TOOL "$busybox is not statically linked; install busybox-static"
	mkdir -p "$tmp/initrd/bin"
	cp "$busybox" "$tmp/initrd/bin/busybox"
	printf '#!/bin/busybox sh\necho init\nexec /bin/busybox poweroff -f\n' >"$tmp/initrd/init"
	chmod +x "$tmp/initrd/init"
	(cd "$tmp/initrd" && find . | cpio --quiet -o -H newc) >"$tmp/initrd.cpio"
}

# time_to PATTERN QEMU-OPTION...: set elapsed to the microseconds from starting QEMU to
# the first line that matches.
time_to()
{
	local pattern=$1 begun line

	shift
	elapsed=
	begun=${EPOCHREALTIME/./}
	qemu-system-x86_64 "${qemu_options[@]}" "$@" </dev/null >"$tmp/console" 2>"$tmp/errors" &
	machine=$!
	exec 3<"$tmp/console"
	while IFS= read -r -t 60 -u 3 line; do
		[[ $line =~ $pattern ]] || continue
		elapsed=$((${EPOCHREALTIME/./} - begun))
		break
	done
	exec 3<&-
	{ kill -KILL "$machine"; wait "$machine"; } 2>/dev/null
	machine=
	[[ -n $elapsed ]] ||
		die $EXIT_CRASH "no line like '$pattern' from $2 $(head -n 1 "$tmp/errors")"
}

# Sets sorted.
sort_times()
{
	mapfile -t sorted < <(printf '%s\n' "$@" | sort -n)
}

# median NUMBER...
median()
{
	local sorted

	sort_times "$@"
	printf '%s\n' "${sorted[$# / 2]}"
}

measure()
{
	local i

	for ((i = 0; i < runs; i++)); do
		time_to '^floor' -kernel "$tmp/floor"
		floor_times+=("$elapsed")
		time_to "$stalehound" -kernel "$root/build/stalehound.elf"
		own_times+=("$elapsed")
		[[ -n $linux ]] || continue
		time_to '^init' -kernel "$linux" -initrd "$tmp/initrd.cpio" \
			-append 'console=ttyS0 quiet'
		linux_times+=("$elapsed")
	done
}

# print_time NAME MICROSECONDS...: one line, in milliseconds.
print_time()
{
	local name=$1 sorted middle least

	shift
	sort_times "$@"
	middle=${sorted[$# / 2]}
	least=${sorted[0]}
	printf '%-12s %6d.%d ms   median of %d; fastest %d.%d ms\n' "$name" $((middle / 1000)) \
		$((middle / 100 % 10)) $# $((least / 1000)) $((least / 100 % 10))
}

# judge NAME VALUE MAX: print a ratio in thousandths; note if it is too high.
judge()
{
	local verdict=met

	(($2 <= $3)) || { verdict=missed missed=1; }
	printf '%-24s %d.%03d   target at most %d.%03d: %s\n' "$1" \
		$(($2 / 1000)) $(($2 % 1000)) $(($3 / 1000)) $(($3 % 1000)) $verdict
}

report()
{
	local own load

	read -r load _ </proc/loadavg
	printf 'host: %d CPUs, load %s; a load from elsewhere makes stalehound, which needs 2, late\n' \
		"$(nproc)" "$load"
	own=$(median "${own_times[@]}")
	print_time floor "${floor_times[@]}"
	print_time stalehound "${own_times[@]}"
	[[ -z $linux ]] || print_time linux "${linux_times[@]}"
	judge 'stalehound / floor' $((own * 1000 / $(median "${floor_times[@]}"))) $floor_ratio_max
	[[ -z $linux ]] ||
		judge 'stalehound / linux' $((own * 1000 / $(median "${linux_times[@]}"))) $linux_ratio_max
}

floor_times=()
own_times=()
linux_times=()
missed=
parse "$@"
prepare_machine
need_tools build qemu
build kernel
nasm -f bin -o "$tmp/floor" "$root/tests/bench/floor.asm" || exit $EXIT_CRASH
[[ -z $linux ]] || find_linux
[[ -z $linux ]] || make_initrd
qemu_machine tcg '' 2 256
measure
report
[[ -z $check || -z $missed ]] || exit 1
