#!/bin/sh
# SPDX-License-Identifier: BSD-2-Clause
#
# Make a directory that a TFTP server offers, for machines that boot by PXE with a BIOS or UEFI:
#
#	tools/mknetboot.sh KERNEL DIRECTORY
#
# The DHCP server names boot/grub/i386-pc/core.0 to a BIOS, boot/grub/x86_64-efi/core.efi to UEFI.
set -eu

CDPATH='' cd -- "$(dirname -- "$0")/.."
kernel=$1
out=$2
modules="multiboot2 serial terminal echo sleep test normal configfile minicmd boot video all_video iorw tftp net"

if ! command -v grub-mknetdir >/dev/null; then
	echo "mknetboot.sh: grub-mknetdir is missing; tools/install-deps.sh iso installs it" >&2
	exit 4
fi
rm -rf "$out.new"
mkdir -p "$out.new/boot/grub"
for platform in i386-pc x86_64-efi; do
	extra=pxe
	[ $platform = i386-pc ] || extra="efinet efi_gop"
	grub-mknetdir --net-directory="$out.new" --subdir=/boot/grub -d "/usr/lib/grub/$platform" \
		--install-modules="$modules $extra" --fonts= --locales= --themes= >"$out.new/log" 2>&1 || {
		cat "$out.new/log" >&2
		exit 3
	}
done
rm "$out.new/log"
cp "$kernel" "$out.new/boot/stalehound.elf"
cp boot/grub.cfg boot/args.cfg "$out.new/boot/grub/"
rm -rf "$out"
mv "$out.new" "$out"
