#!/usr/bin/env bash
# SPDX-License-Identifier: BSD-2-Clause
#
# Make the file system of the Linux that run-kvm.sh boots, as an initrd: busybox, the QEMU of this
# machine with its libraries and firmware, KVM's modules, and tools/host-init.sh.
#
#	tools/mkhost.sh FILE [MODULES]
#
# MODULES is the kernel's directory of modules; without it KVM must be built in.  FILE.inputs lists
# what went into FILE, which is made only if that has changed.  Nothing in it is compressed, as
# an emulated CPU would spend seconds on that.  Exit status: 0 made, or up to date; 3 not.

set -u
root=$(CDPATH='' cd -- "$(dirname -- "${BASH_SOURCE[0]}")/.." && pwd)
# shellcheck source=tools/lib.sh
. "$root/tools/lib.sh"

file=$1
modules=${2-}
names=(virt/lib/irqbypass arch/x86/kvm/kvm arch/x86/kvm/kvm-amd)
firmware=(bios-256k.bin kvmvapic.bin pvh.bin linuxboot.bin linuxboot_dma.bin)
applets=(sh mount insmod stty mkfifo poweroff)

qemu=$(type -P qemu-system-x86_64) || die $EXIT_CRASH "there is no qemu-system-x86_64"
busybox=$(type -P busybox) || die $EXIT_CRASH "there is no busybox"

# Sets libraries, objects and images: what QEMU links, KVM's modules, QEMU's firmware.
find_inputs()
{
	local name path dir

	mapfile -t libraries < <(ldd "$qemu" 2>/dev/null | grep -o '/[^ ]*')
	((${#libraries[@]})) || die $EXIT_CRASH "$qemu: not a program whose libraries ldd can list"
	objects=()
	for name in ${modules:+"${names[@]}"}; do
		for path in "$modules/kernel/$name.ko"{,.xz}; do
			[[ ! -r $path ]] || objects+=("$path")
		done
	done
	[[ -z $modules || ${#objects[@]} -eq ${#names[@]} ]] ||
		die $EXIT_CRASH "$modules: found ${objects[*]-nothing} of the modules ${names[*]}"
	images=()
	for name in "${firmware[@]}"; do
		for dir in /usr/share/seabios /usr/share/qemu "${qemu%/bin/*}/share/qemu"; do
			[[ ! -r $dir/$name ]] || { images+=("$dir/$name"); break; }
		done
	done
	((${#images[@]} == ${#firmware[@]})) ||
		die $EXIT_CRASH "found ${images[*]-nothing} of the firmware ${firmware[*]}"
}

list_inputs()
{
	stat -Lc '%n %s %Y' "$root/tools/host-init.sh" "$root/tools/mkhost.sh" "$qemu" "$busybox" \
		"${libraries[@]}" "${images[@]}" ${objects[@]+"${objects[@]}"}
}

# put_module PATH DIR: without its types, which take seconds to be checked; that breaks its
# signature, so the kernel will call itself tainted.
put_module()
{
	local name=${1##*/} plain

	plain=$2/${name%.xz}
	case $name in
	*.xz) "$busybox" unxz -c "$1" >"$plain" ;;
	*) cp "$1" "$plain" ;;
	esac && objcopy --remove-section=.BTF "$plain"
}

# fill DIR: all of it.
fill()
{
	local path

	mkdir -p "$1"/{bin,dev,firmware,lib/modules,proc,run,sys,tmp} || return
	install -m 755 "$root/tools/host-init.sh" "$1/init" || return
	install -m 755 "$busybox" "$1/bin/busybox" || return
	install -m 755 "$qemu" "$1/bin/qemu-system-x86_64" || return
	for path in "${applets[@]}"; do
		ln -s busybox "$1/bin/$path" || return
	done
	cp -L "${images[@]}" "$1/firmware" || return
	for path in "${libraries[@]}"; do
		mkdir -p "$1${path%/*}" && cp -L "$path" "$1$path" || return
	done
	for path in ${objects[@]+"${objects[@]}"}; do
		put_module "$path" "$1/lib/modules" || return
	done
}

# The lists are compared as texts: a package that is newer changes sizes or times.
find_inputs
inputs=$(list_inputs)
[[ ! -r $file || ! -r $file.inputs || $(<"$file.inputs") != "$inputs" ]] || exit 0
tmp=$(mktemp -d "$file.XXXXXX") || exit $EXIT_CRASH
trap 'rm -rf "$tmp"' EXIT
fill "$tmp/host" || die $EXIT_CRASH "cannot make the host's file system in ${file%/*}"
(cd "$tmp/host" && find . | sort | cpio --quiet -o -H newc -R 0:0) >"$tmp/cpio" ||
	die $EXIT_CRASH "cannot make $file"
rm -f "$file.inputs"
mv "$tmp/cpio" "$file" && printf '%s\n' "$inputs" >"$file.inputs"
