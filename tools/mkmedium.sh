#!/usr/bin/env bash
# SPDX-License-Identifier: BSD-2-Clause
#
# Make an image for a stick or a CD that runs what it is told by itself: with these words for the kernel,
# and with litmus tests that are text.

set -u
root=$(CDPATH='' cd -- "$(dirname -- "${BASH_SOURCE[0]}")/.." && pwd)
# shellcheck source=tools/lib.sh
. "$root/tools/lib.sh"
# shellcheck source=tools/medium.sh
. "$root/tools/medium.sh"

options=(--iso= --litmus= --help)
same_run=()
repeat_options=
iso=
litmus=()
words=()

help()
{
	cat <<'END'
Usage: tools/mkmedium.sh [OPTION]... OUT.iso [WORD]...

Write an image to OUT.iso.  With words its menu shows them, and they are run after 3 seconds; without,
it has the usual menu.  Unless there is a console= among the words, the screen shows the run, too.

  --litmus FILE  a litmus test that is text (docs/TEXT-LITMUS.md), for every entry of the menu; may be
                 repeated
  --iso FILE     copy this image instead of building build/stalehound.iso
  --help         print this

docs/HARDWARE.md says how to write OUT.iso to a stick.  Exit status: 0 done; 2 usage; 3 it cannot be
written; 4 a tool is missing.
END
}

# menu WORD...: a boot/args.cfg with which GRUB shows its menu, and the words in the first entry.
menu()
{
	local word args=() text=

	for word in "$@"; do
		[[ $word == console=* ]] && text+="set console=$word; " || args+=("$word")
	done
	[[ -z $bundle ]] || text+='set texts=/boot/tests.litmus; '
	(($# == 0)) || text+="set args='${args[*]-}'; set first='Stalehound: $*'; "
	echo "$text#"
}

take_machine_words "$@"
((${#words[@]})) || die $EXIT_USAGE 'OUT.iso is missing; --help tells more'
out=${words[0]}
words=("${words[@]:1}")
[[ $out == *.iso ]] || die $EXIT_USAGE "$out: the image comes first, and its name ends with .iso"
[[ ! -e $out || -f $out ]] || die $EXIT_USAGE "$out: not a file"
check_words ${words[@]+"${words[@]}"}
check_texts ${litmus[@]+"${litmus[@]}"}
[[ -z $iso ]] || check_iso "$iso"
[[ ! $iso -ef $out ]] || die $EXIT_USAGE "$out: --iso is that file itself"
need_tools build iso
tmp=$(mktemp -d) || exit $EXIT_CRASH
trap 'rm -rf "$tmp"' EXIT
bundle_texts ${litmus[@]+"${litmus[@]}"}
[[ -n $iso ]] || own_iso
make_medium "$iso" "$tmp/medium.iso" "$(menu ${words[@]+"${words[@]}"})"
# The checksum that is in the image is of what was there before.
implantisomd5 --force "$tmp/medium.iso" >/dev/null || die $EXIT_CRASH "cannot put a checksum into $out"
cp -- "$tmp/medium.iso" "$out" || die $EXIT_CRASH "cannot write $out"
sha256sum <"$out" >"$out.sha256" || die $EXIT_CRASH "cannot write $out.sha256"
