#!/usr/bin/env bash
# SPDX-License-Identifier: BSD-2-Clause
#
# Make sure that the tools of each SET are there; install what is missing.
#
# It looks for the tool itself, not for its package, so that a tool from anywhere
# serves.  Only Debian's package manager (and Ubuntu's) is known.

set -u

help()
{
	cat <<'END'
Usage: tools/install-deps.sh [SET]...

Install the missing tools of each SET with apt-get; without SET, of "build iso qemu".

  build   compiler, assembler, make        bochs   the Bochs emulator
  iso     what makes the bootable image    lint    formatter and static checkers
  qemu    the QEMU emulator                linux   a Linux to compare boot times with
  uefi    UEFI firmware for QEMU           matrix  what joins the detectors' results
  memory  MemorySanitizer, for unit tests  spin   the checker SPIN, a witness
  report  what tests of reports need       guest   what a Linux in a guest boots from
  distro  a Linux to test in a guest       terminal what makes a terminal for a test
  host    what a Linux with KVM is booted with

STALEHOUND_NO_INSTALL=1: only say what is missing.
Exit status: 0 all there; 2 usage; 4 something is missing and was not installed.
END
}

program=${0##*/}
root=$(CDPATH='' cd -- "$(dirname -- "${BASH_SOURCE[0]}")/.." && pwd)
missing=()
packages=()

die()
{
	local status=$1

	shift
	printf '%s: %s\n' "$program" "$*" >&2
	exit "$status"
}

# lacks TOOL PACKAGE: note that TOOL is missing and comes in PACKAGE.
lacks()
{
	missing+=("$1")
	[[ " ${packages[*]-} " == *" $2 "* ]] || packages+=("$2")
}

# tool NAME PACKAGE: a command.
tool()
{
	command -v "$1" >/dev/null || [[ -x /usr/sbin/$1 ]] || lacks "$1" "$2"
}

# file NAME PACKAGE FILE...: any one of the files will do.
file()
{
	local name=$1 package=$2 path

	shift 2
	for path in "$@"; do
		[[ -r $path ]] && return
	done
	lacks "$name" "$package"
}

need_build()
{
	local package=gcc

	[[ -z ${CROSS_COMPILE-} ]] || package=gcc-x86-64-linux-gnu
	tool "${CROSS_COMPILE-}gcc" $package
	tool make make
	tool nasm nasm
	file "the C library's headers" libc6-dev /usr/include/stdio.h
}

need_iso()
{
	tool xorriso xorriso
	tool implantisomd5 isomd5sum
	tool grub-mkimage grub-common
	tool grub-mkrescue grub-common
	tool mformat mtools
	file "GRUB for BIOS" grub-pc-bin /usr/lib/grub/i386-pc/multiboot2.mod
	file "GRUB for UEFI" grub-efi-amd64-bin /usr/lib/grub/x86_64-efi/multiboot2.mod
}

need_qemu()
{
	tool qemu-system-x86_64 qemu-system-x86
	# A QEMU from elsewhere brings its own.
	[[ ! -x /usr/bin/qemu-system-x86_64 ]] ||
		file SeaBIOS seabios /usr/share/seabios/bios-256k.bin /usr/share/qemu/bios-256k.bin
}

need_uefi()
{
	file "UEFI firmware" ovmf /usr/share/ovmf/OVMF.fd /usr/share/qemu/OVMF.fd \
		/usr/share/OVMF/OVMF_CODE_4M.fd /usr/share/OVMF/OVMF_CODE.fd \
		/usr/share/edk2/ovmf/OVMF_CODE.fd
}

need_bochs()
{
	tool bochs bochs
	tool script bsdutils
	file "Bochs' BIOS" bochsbios /usr/share/bochs/BIOS-bochs-latest
	file "Bochs' VGA BIOS" vgabios /usr/share/bochs/VGABIOS-lgpl-latest \
		/usr/share/vgabios/vgabios.bin
	file "Bochs' terminal display" bochs-term \
		/usr/lib/*/bochs/plugins/libbx_term_gui.so /usr/lib/bochs/plugins/libbx_term_gui.so
}

need_terminal()
{
	tool script bsdutils
}

need_report()
{
	file Python python3 /usr/bin/python3
	file jsonschema python3-jsonschema /usr/lib/python3/dist-packages/jsonschema/__init__.py
}

need_spin()
{
	tool spin spin
	tool gcc gcc
}

need_lint()
{
	tool clang clang
	tool clang-format clang-format
	tool cppcheck cppcheck
	tool sparse sparse
	tool shellcheck shellcheck
}

# The compiler's package only recommends its sanitizers.
need_memory()
{
	tool clang clang
	command -v clang >/dev/null || { lacks MemorySanitizer libclang-rt-dev && return; }
	[[ -r $(clang -print-file-name=lib/linux/libclang_rt.msan-x86_64.a) ]] ||
		lacks MemorySanitizer libclang-rt-dev
}

need_matrix()
{
	tool jq jq
}

need_guest()
{
	tool cpio cpio
	tool mke2fs e2fsprogs
}

need_host()
{
	tool cpio cpio
	tool busybox busybox-static
	tool objcopy binutils
}

need_linux()
{
	tool cpio cpio
	tool busybox busybox-static
	need_distro
}

need_distro()
{
	file "Linux 6.12" linux-image-6.12-cloud-amd64 \
		/boot/vmlinuz-6.12.*-cloud-amd64 "$root"/build/linux/boot/vmlinuz-*
}

as_root()
{
	if ((EUID == 0)); then
		"$@"
	elif [[ -t 0 ]]; then
		sudo "$@"
	else
		sudo -n "$@"
	fi
}

apt()
{
	as_root env DEBIAN_FRONTEND=noninteractive apt-get -qq -o DPkg::Lock::Timeout=300 "$@" \
		</dev/null >>"$log" 2>&1
}

# Only unpacked beneath build/: an installed kernel would become this machine's own.
fetch_linux()
{
	local image dir=$root/build/linux

	image=$(apt-cache depends linux-image-6.12-cloud-amd64 2>>"$log" |
		sed -n 's/.*Depends: \(linux-image-6\.12.*\)/\1/p')
	if [[ -z $image ]]; then
		echo "E: no such package" >>"$log"
		return 1
	fi
	mkdir -p "$dir" || return
	(cd "$dir" && apt-get -qq download "$image" && dpkg-deb -x "$image"_*.deb . &&
		rm -f "$image"_*.deb) >>"$log" 2>&1
}

# install_all PACKAGE...
install_all()
{
	local package installed=()

	for package in "$@"; do
		if [[ $package == linux-image-* ]]; then
			fetch_linux || return
		else
			installed+=("$package")
		fi
	done
	((${#installed[@]} == 0)) || apt install -y --no-install-recommends "${installed[@]}"
}

# The lists of packages may be missing or out of date: fetch them only then.
install()
{
	install_all "$@" && return
	: >"$log"
	apt update && install_all "$@"
}

# What apt-get or sudo complained of last, on one line.
reason()
{
	local line

	line=$(grep -E '^(E:|sudo:)' "$log" | tail -n 1)
	printf '%s\n' "${line:-it gave no reason}"
}

# join WORD...: with commas.
join()
{
	local text

	printf -v text '%s, ' "$@"
	printf '%s\n' "${text%, }"
}

# The sets asked for, each a function above.
collect()
{
	local set

	for set in "$@"; do
		case $set in
		build | iso | qemu | uefi | bochs | lint | matrix | memory | report | spin | linux | guest | distro | terminal | host) "need_$set" ;;
		*) die 2 "unknown set $set; there are build iso qemu uefi bochs lint matrix memory report spin linux guest distro terminal host" ;;
		esac
	done
}

main()
{
	local what

	[[ ${1-} != -h && ${1-} != --help ]] || { help; exit 0; }
	(($#)) || set -- build iso qemu
	collect "$@"
	((${#missing[@]})) || exit 0

	what="$(join "${missing[@]}") (packages: ${packages[*]})"
	[[ ${STALEHOUND_NO_INSTALL-} != 1 ]] || die 4 "missing: $what"
	command -v apt-get >/dev/null ||
		die 4 "missing: $what; this system has no apt-get: please install it yourself"
	((EUID == 0)) || command -v sudo >/dev/null ||
		die 4 "missing: $what; neither root nor sudo to install it with"
	printf '%s: to have what "%s" needs, installing %s\n' "$program" "$*" "$what" >&2
	log=$(mktemp) || exit 4
	trap 'rm -f "$log"' EXIT
	install "${packages[@]}" || die 4 "cannot install $what: $(reason)"
	missing=()
	collect "$@"
	((${#missing[@]} == 0)) || die 4 "installed ${packages[*]}, but $(join "${missing[@]}") is still missing"
}

main "$@"
