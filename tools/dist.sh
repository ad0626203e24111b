#!/usr/bin/env bash
# SPDX-License-Identifier: BSD-2-Clause
#
# Put what others are given into a directory:
#
#	tools/dist.sh DIRECTORY
#
#	stalehound-VERSION.iso		the image
#	stalehound-VERSION.elf		the kernel in it, for PXE, QEMU's -kernel, another boot loader
#	stalehound-VERSION.debug	the kernel with its symbols, for gdb and addr2line
#	stalehound-VERSION.tools	what it was made with: tool, what it says of itself, package
#	SHA256SUMS			sha256sum -c SHA256SUMS
#
# make dist calls this after the build, with CC, LD and NASM.  The same commit and the same tools make the
# same kernel, byte for byte (tests/boot/reproduced.sh), but not the same image.

set -eu -o pipefail
root=$(CDPATH='' cd -- "$(dirname -- "${BASH_SOURCE[0]}")/.." && pwd)
# shellcheck source=tools/lib.sh
. "$root/tools/lib.sh"
set -e

# package_of FILE: the package and version that it is from, or -.
package_of()
{
	local package

	package=$(dpkg-query -S "$(readlink -f -- "$1")" 2>/dev/null | sed -n '1s/:.*//p') || true
	[[ -n $package ]] || { echo -; return; }
	# shellcheck disable=SC2016	# dpkg-query's own variables
	dpkg-query -W -f '${Package} ${Version}\n' "$package" | sed -n 1p
}

# tool NAME [OPTION]: its line.  OPTION makes it tell its version; without, it cannot.
tool()
{
	local path says=-

	path=$(command -v "$1") || die $EXIT_NO_TOOL "$1 is missing, with which this was built"
	[[ -z ${2-} ]] || says=$("$1" "$2" 2>&1 | sed -n 1p)
	printf '%s\t%s\t%s\n' "$1" "$says" "$(package_of "$path")"
}

# part FILE: the line of what is in the image itself.
part()
{
	printf '%s\t-\t%s\n' "$1" "$(package_of "$1")"
}

tools()
{
	tool "${CC:-gcc}" --version
	tool "${LD:-ld}" --version
	tool "${NASM:-nasm}" -v
	tool make --version
	tool grub-mkimage --version
	tool xorriso --version
	tool mformat --version
	tool implantisomd5
	part /usr/lib/grub/i386-pc/boot_hybrid.img
	part /usr/lib/grub/x86_64-efi/multiboot2.mod
}

(($# == 1)) || die $EXIT_USAGE 'one argument is needed: DIRECTORY'
cd "$root"
name=stalehound-$(tools/version.sh)
[[ $name != *.dirty ]] || say "$name: this tree is not as the commit has it"
rm -rf "$1.new"
mkdir -p "$1.new"
for kind in iso elf debug; do
	cp "build/stalehound.$kind" "$1.new/$name.$kind"
done
tools >"$1.new/$name.tools"
(cd "$1.new" && sha256sum -- "$name".* >SHA256SUMS)
rm -rf "$1"
mv "$1.new" "$1"
