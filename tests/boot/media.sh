#!/usr/bin/env bash
# SPDX-License-Identifier: BSD-2-Clause
#
# Media other than a CD: the ISO as a stick, and PXE, with a BIOS and with UEFI.
#
#	tests/boot/media.sh
#
# One line for each boot, and at the end "N passed, N failed".

set -u
root=$(cd -- "$(dirname -- "${BASH_SOURCE[0]}")/../.." && pwd)
# shellcheck source=tools/lib.sh
. "$root/tools/lib.sh"
cd "$root" || exit $EXIT_CRASH
tmp=$(mktemp -d) || exit $EXIT_CRASH
trap 'rm -rf "$tmp"' EXIT
words=('run=control/*' iters=20 seconds=60)
passed=0
failed=0

# media: an image for a stick and a directory for a server, whose GRUB boots at once.
media()
{
	build iso
	make_medium build/stalehound.iso "$tmp/stick.img" 'outb 0xf4 3' "${words[@]}"
	tools/mknetboot.sh build/stalehound.elf "$tmp/net" || exit $EXIT_CRASH
	echo "set args='${words[*]}'; set by_hand=; function give_up { outb 0xf4 3; }" \
		>"$tmp/net/boot/grub/args.cfg"
}

firmware()
{
	local code

	for code in /usr/share/ovmf/OVMF.fd /usr/share/qemu/OVMF.fd; do
		[[ -r $code ]] && echo "$code" && return
	done
}

# boots NAME OPTION...
boots()
{
	local name=$1 status

	shift
	qemu_machine tcg multi 2 512 q35
	timeout 1800 qemu-system-x86_64 "${qemu_options[@]}" "$@" </dev/null >"$tmp/console" 2>&1
	status=$?
	if ((status == 1)) && grep -aq '^# [1-9][0-9]* passed, 0 failed, 0 skipped' "$tmp/console"; then
		passed=$((passed + 1))
		echo "ok - $name"
	else
		failed=$((failed + 1))
		echo "not ok - $name: QEMU's status is $status"
		tail -n 3 "$tmp/console" | sed 's/^/#   /'
	fi
}

stick=(-drive "if=none,id=stick,format=raw,snapshot=on,file=$tmp/stick.img"
	-device qemu-xhci -device "usb-storage,drive=stick,bootindex=1")
# net FILE: a card, and a network that offers the directory.
net()
{
	echo "-netdev user,id=net,tftp=$tmp/net,bootfile=/boot/grub/$1 -device virtio-net-pci,netdev=net,bootindex=1"
}

media
boots 'a stick, on a BIOS' "${stick[@]}"
# shellcheck disable=SC2046	# words
boots 'PXE, on a BIOS' $(net i386-pc/core.0)
code=$(firmware)
if [[ -n $code ]]; then
	boots 'a stick, on UEFI' -bios "$code" "${stick[@]}"
	# shellcheck disable=SC2046
	boots 'PXE, on UEFI' -bios "$code" $(net x86_64-efi/core.efi)
fi
echo "$passed passed, $failed failed"
((failed == 0))
