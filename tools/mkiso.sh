#!/bin/sh
# SPDX-License-Identifier: BSD-2-Clause
#
# Make the ISO, which GRUB boots on BIOS and on UEFI:
#
#	tools/mkiso.sh KERNEL OUT.iso
#
# Beside it goes OUT.iso.sha256, by which run-qemu.sh notices damage.
set -eu

kernel=$1
out=$2
cfg=boot/grub.cfg
# What grub.cfg needs; all_video brings what each platform has.
modules="multiboot2 serial terminal echo sleep test normal configfile iso9660 minicmd search boot video all_video iorw"

for tool in grub-mkrescue xorriso mformat implantisomd5; do
	command -v "$tool" >/dev/null && continue
	echo "mkiso.sh: $tool is missing; tools/install-deps.sh iso installs it" >&2
	exit 4
done

work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
tree=$work/tree
mkdir -p "$tree/boot/grub"
cp "$kernel" "$tree/boot/stalehound.elf"
cp "$cfg" boot/args.cfg "$tree/boot/grub/"
# Room for litmus tests, which run-qemu.sh --litmus writes over it: see tools/medium.sh.
{
	echo '# stalehound-texts: none'
	head -c 65536 /dev/zero | tr '\0' '\n'
} | head -c 65536 >"$tree/boot/tests.litmus"

# Messages only if it fails: xorriso and mkrescue are chatty.
if ! SOURCE_DATE_EPOCH=${SOURCE_DATE_EPOCH:-0} grub-mkrescue --compress=no --install-modules="$modules" --fonts= --locales= \
	--themes= -o "$out.new" "$tree" -- \
	-volid STALEHOUND >"$work/log" 2>&1; then
	cat "$work/log" >&2
	exit 3
fi
# By this a copy on a stick, or elsewhere, can be checked: checkisomd5 OUT.iso
implantisomd5 --force "$out.new" >"$work/log"
mv "$out.new" "$out"
sha256sum <"$out" >"$out.sha256"
