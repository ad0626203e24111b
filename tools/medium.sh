# SPDX-License-Identifier: BSD-2-Clause
# shellcheck shell=bash disable=SC2034,SC2154	# variables shared with who sources this
#
# What Stalehound is given when it boots: its arguments, litmus tests that are text, and the medium
# that carries both.  For run-qemu.sh, run-bochs.sh, run-kvm.sh and tools/mkmedium.sh.
#
# To be sourced by bash after tools/lib.sh.  bundle_texts and make_medium write to the directory $tmp.

bundle=		# the litmus tests that are text, in one file; empty: there are none
# boot/args.cfg has these words in its first 2048 bytes, a sector, and is so long.
args_marker='# stalehound-args: '
args_area=8192
# boot/tests.litmus of the ISO, likewise: tools/mkiso.sh makes it.
texts_marker='# stalehound-texts: '
texts_area=65536
# tests/text/text.h: TEXT_SIZE_MAX.
text_max=16384

# check_texts FILE...: files that can be litmus tests, or usage.  What is in them the kernel judges.
check_texts()
{
	local file size

	for file in "$@"; do
		[[ -e $file ]] || die "$EXIT_USAGE" "--litmus $file: no such file"
		[[ -f $file && -r $file ]] || die "$EXIT_USAGE" "--litmus $file: cannot read it as a file"
		[[ $file == *([[:print:]]) ]] || die "$EXIT_USAGE" "--litmus ${file@Q}: not a name to print"
		size=$(stat -Lc %s -- "$file")
		((size <= text_max)) ||
			die "$EXIT_USAGE" "--litmus $file: found $size bytes, expected $text_max at most"
	done
}

# bundle_texts FILE...: write them to $tmp/tests.litmus, as text_load_all() reads them, and set bundle.
bundle_texts()
{
	local file size

	(($#)) || return 0
	bundle=$tmp/tests.litmus
	{
		for file in "$@"; do
			size=$(stat -Lc %s -- "$file")
			echo "# stalehound-litmus: $size $file"
			cat -- "$file" || exit "$EXIT_CRASH"
			echo
		done
		echo '# stalehound-litmus: end'
	} >"$bundle"
	size=$(stat -c %s "$bundle")
	((size <= texts_area)) ||
		die "$EXIT_USAGE" "--litmus: found $size bytes in all, expected $texts_area at most"
}

# intact FILE: whether FILE matches FILE.sha256; true if there is no such file.
intact()
{
	local want got

	[[ -f $1.sha256 ]] || return 0
	read -r want _ <"$1.sha256"
	read -r got _ < <(sha256sum <"$1")
	[[ $got == "$want" ]]
}

# own_iso: build it and set iso; an image damaged since then is built once more.
own_iso()
{
	iso=$root/build/stalehound.iso
	build iso
	intact "$iso" && return
	say "build/stalehound.iso does not match its checksum; building it again"
	rm -f "$iso"
	build iso
	intact "$iso" || die "$EXIT_CRASH" "build/stalehound.iso is damaged; try make clean"
}

# iso_defect FILE: print what is wrong with it, or nothing.
iso_defect()
{
	local magic blocks size

	magic=$(tail -c +32770 "$1" | head -c 5 | tr -d '\0')
	if [[ $magic != CD001 ]]; then
		echo "no ISO 9660 volume"
		return
	fi
	# Number of 2048-byte blocks, from the primary volume descriptor.
	blocks=$(od -An -tu4 -j32848 -N4 "$1")
	size=$(stat -Lc %s "$1")
	if ((size < blocks * 2048)); then
		echo "cut short: $size of $((blocks * 2048)) bytes"
	elif ! grep -aqF "$args_marker" "$1"; then
		echo "no place for the kernel's arguments"
	elif ! intact "$1"; then
		echo "does not match ${1##*/}.sha256"
	elif ! media_check_passes "$1"; then
		echo "damaged: its content does not match the checksum in it"
	fi
}

# media_check_passes FILE: false if the checksum that mkiso.sh implanted says so; an
# image without one, or a machine without the tool, has nothing to say.
media_check_passes()
{
	command -v checkisomd5 >/dev/null || return 0
	[[ $(checkisomd5 "$1" </dev/null 2>&1) != *FAIL* ]]
}

# check_iso FILE: a file that can be one of ours, or usage.
check_iso()
{
	local defect

	[[ -e $1 ]] || die "$EXIT_USAGE" "--iso $1: no such file"
	[[ -f $1 && -r $1 ]] || die "$EXIT_USAGE" "--iso $1: cannot read it as a file"
	defect=$(iso_defect "$1")
	[[ -z $defect ]] || die "$EXIT_USAGE" "$1: not a Stalehound ISO ($defect)"
}

# grub_args GIVE_UP WORD...: a boot/args.cfg with which GRUB starts the kernel at once, with the words.
# GIVE_UP is what it runs when it cannot load it.
grub_args()
{
	echo "set args='${*:2}'; set by_hand=; ${bundle:+set texts=/boot/tests.litmus; }function give_up { $1; } #"
}

# write_over COPY MARKER: what is on stdin, over the file of the image that begins with MARKER.
write_over()
{
	local copy=$1 offset

	offset=$(grep -abom1 -F "$2" "$copy") || die "$EXIT_USAGE" "this image has no place for litmus tests"
	offset=${offset%%:*}
	dd of="$copy" bs=2048 seek=$((offset / 2048)) conv=notrunc iflag=fullblock status=none ||
		die "$EXIT_CRASH" "cannot write to $copy"
}

# make_medium ISO COPY TEXT: copy the ISO with TEXT written over its boot/args.cfg, and $bundle, if any,
# over its boot/tests.litmus.
make_medium()
{
	local iso=$1 copy=$2

	cat -- "$iso" >"$copy" || die "$EXIT_CRASH" "cannot copy $iso"
	write_over "$copy" "$args_marker" < <(printf '%-*s\n' $((args_area - 1)) "$3")
	[[ -z $bundle ]] || write_over "$copy" "$texts_marker" <"$bundle"
}
