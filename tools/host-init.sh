#!/bin/sh
# SPDX-License-Identifier: BSD-2-Clause
#
# The first process of the Linux that tools/host.sh boots: it loads KVM, runs QEMU with the guest, and
# says how that ended.
#
# It tells run-kvm.sh by lines "host: …" on the first serial port; the second port is the guest's
# console.  $npt comes from the kernel's command line; /run/qemu has QEMU's options, one a line.
# shellcheck disable=SC2154

say()
{
	echo "host: $*"
}

fail()
{
	say "failed: $*"
	poweroff -f
}

# Go on only if KVM itself says that it pages as asked: TCG may lack nested paging.
check_paging()
{
	read -r paging </sys/module/kvm_amd/parameters/npt || fail 'kvm_amd has no parameter npt'
	case $npt$paging in
	on[Y1] | off[N0]) return ;;
	esac
	fail "KVM was to run with npt=$npt and says $paging"
}

# load MODULE [PARAMETER]: nothing where it is built in.
load()
{
	[ -e "/lib/modules/$1.ko" ] || return
	complaint=$(insmod "/lib/modules/$1.ko" ${2:+"$2"} 2>&1) || fail "module $1: $complaint"
}

load_kvm()
{
	load irqbypass
	load kvm
	load kvm-amd "npt=$([ "$npt" = off ]; echo $?)"
	[ -e /dev/kvm ] || fail 'there is no /dev/kvm: has this kernel KVM_AMD, built in?'
	check_paging
}

# Pass on what QEMU writes on stderr.  If KVM gives up, QEMU stops the guest and waits for a user, who
# is not there: kill it.
relay()
{
	while read -r line; do
		say "qemu: $line"
		case $line in
		*'KVM internal error'* | *'kvm run failed'*) kill $qemu ;;
		esac
	done
}

mount -t proc proc /proc
mount -t sysfs sysfs /sys
mount -t devtmpfs devtmpfs /dev
read -r release </proc/sys/kernel/osrelease
say "linux $release"
load_kvm
stty -F /dev/ttyS1 raw -echo || fail 'there is no second serial port'
while read -r option; do
	set -- "$@" "$option"
done </run/qemu
say begins
mkfifo /tmp/errors
qemu-system-x86_64 "$@" </dev/ttyS1 >/dev/ttyS1 2>/tmp/errors &
qemu=$!
relay </tmp/errors
wait $qemu
say "ended $?"
poweroff -f
