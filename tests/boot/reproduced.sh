#!/usr/bin/env bash
# SPDX-License-Identifier: BSD-2-Clause
#
# Is a release the same bytes, whoever makes it, where and when?  It is made twice: in two directories of
# other names and depth, in other time zones, with another umask and locale, and some minutes apart.  The
# image is not compared: grub-mkrescue writes the time of day into it.
#
#	tests/boot/reproduced.sh
#
# One line for each file, and at the end "N passed, N failed".  Exit status: 0 all passed; 1 not.

set -u
root=$(CDPATH='' cd -- "$(dirname -- "${BASH_SOURCE[0]}")/../.." && pwd)
# shellcheck source=tools/lib.sh
. "$root/tools/lib.sh"
cd "$root" || exit $EXIT_CRASH
need_tools build iso
passed=0
failed=0
tmp=$(mktemp -d) || exit $EXIT_CRASH
trap 'rm -rf "$tmp"' EXIT

# made DIRECTORY: a release of a copy of this tree there.
made()
{
	mkdir -p "$1" &&
		cp -r arch boot kernel tests tools Makefile VERSION racing.mk linker.ld "$1" &&
		make -s --no-print-directory -C "$1" -j "$(nproc)" dist >&2
}

first=$tmp/a
second="$tmp/another place, deeper/b"
TZ=UTC made "$first" || exit $EXIT_CRASH
(umask 077 && TZ=Asia/Kathmandu LC_ALL=C.UTF-8 made "$second") || exit $EXIT_CRASH
for file in "$first"/build/dist/*.{elf,debug,tools}; do
	name=${file##*/}
	if cmp -s "$file" "$second/build/dist/$name"; then
		passed=$((passed + 1))
		echo "ok - $name is the same"
	else
		failed=$((failed + 1))
		echo "not ok - $name differs: $(cmp "$file" "$second/build/dist/$name" 2>&1)"
	fi
done
echo "$passed passed, $failed failed"
((failed == 0 && passed == 3))
