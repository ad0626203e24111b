# SPDX-License-Identifier: BSD-2-Clause
# shellcheck shell=bash disable=SC2034,SC2154	# variables shared with who sources this
#
# Which Linux to boot in QEMU, and what it says of itself: for run-linux.sh and run-kvm.sh.
#
# To be sourced by bash after tools/lib.sh, by a script that has --kernel's value in the variable
# kernel.

# The kernel's own lines begin with a time (printk.time=1).  It may be anywhere in a line, since the
# kernel may print while a program prints a line.
complaint=
at_time='\[ *[0-9]+\.[0-9]+\](\[[^]]*\])? '
# What it says when something is wrong in itself.
complaints='(BUG: |WARNING: |Oops: |KASAN: |UBSAN: |KCSAN: |general protection fault|bad p[mu4g]d|EXT4-fs error|Bad swap)'
# Words that every such kernel gets.  They come last, so that they overrule the user's: with "quiet" or
# printk.time=0 no complaint would be seen.  On a busy host the kernel's watchdogs would report that it
# is slow, and its check of the timer would panic, since the timer's interrupt comes late.
linux_words='console=ttyS0 loglevel=5 printk.time=1 panic=-1 oops=panic nowatchdog no_timer_check rcupdate.rcu_cpu_stall_suppress=1'

# word_at FILE OFFSET TYPE: a number in it, as od names its type.
word_at()
{
	local number

	read -r number < <(od -An -t"$3" -j"$2" -N"${3:1}" -- "$1" 2>/dev/null)
	printf '%s\n' "${number:-0}"
}

# check_kernel FILE: a bzImage of 64 bits, by its header (Documentation/arch/x86/boot.rst).
check_kernel()
{
	local magic

	[[ -e $1 ]] || die "$EXIT_USAGE" "--kernel $1: no such file"
	[[ -f $1 && -r $1 ]] || die "$EXIT_USAGE" "--kernel $1: cannot read it as a file"
	magic=$(head -c 4 -- "$1" | tr -d '\0')
	[[ $magic != $'\177ELF' ]] ||
		die "$EXIT_USAGE" "--kernel $1: an ELF file, as vmlinux is; give arch/x86/boot/bzImage"
	[[ $(word_at "$1" 514 u4) == $((0x53726448)) ]] ||
		die "$EXIT_USAGE" "--kernel $1: no bzImage: it lacks the header of one"
	(($(word_at "$1" 566 u2) & 1)) ||
		die "$EXIT_USAGE" "--kernel $1: a kernel of 32 bits; what it is to run is of 64"
}

# Sets kernel, if it names none, to the distribution's.
find_kernel()
{
	local image

	[[ -z $kernel ]] || return 0
	need_tools distro
	for image in /boot/vmlinuz-6.12.*-cloud-amd64 "$root"/build/linux/boot/vmlinuz-*; do
		[[ -r $image ]] && kernel=$image
	done
	[[ -n $kernel ]] || die "$EXIT_NO_TOOL" "--distro: found no kernel that was unpacked"
}

# complains LINE: whether the kernel says there of a fault of its own; sets complaint to that.
complains()
{
	[[ $1 =~ $at_time.*$complaints ]] || return
	complaint=${1#*] }
}
