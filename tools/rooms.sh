#!/usr/bin/env bash
# SPDX-License-Identifier: BSD-2-Clause
#
# The rooms of the house (docs/ARCHITECTURE.md): none includes what is in a higher one, no
# modules include each other in a ring, and none has more than 25.  A module is a .c and its .h.
#
#	tools/rooms.sh [DIRECTORY | --list]
#
# One line for what is wrong; --list: the rooms.  Exit status: 0 nothing; 1 something.

set -u
export LC_ALL=C

# From the lowest; each may include itself and those before it.  See docs/ARCHITECTURE.md.
floors='kernel/lib kernel/rules kernel/race kernel/sync kernel/tlb kernel/smp
	kernel/mm/frames kernel/mm/tables kernel/mm/objects kernel/mm/machinery kernel/mm/calls
	kernel/options
	arch/x86_64/cpu arch/x86_64/firmware arch/x86_64/devices arch/x86_64/traps arch/x86_64/boot
	arch/model/host arch/model/machine arch/model/judge arch/model/search arch/model/suite
	arch/model/pairs
	arch/linux/host arch/linux/calls arch/linux/suite'

if [[ ${1-} == --list ]]; then
	tr -s ' \t' '\n' <<<"$floors"
	exit
fi
CDPATH='' cd -- "${1:-$(dirname -- "${BASH_SOURCE[0]}")/..}" || exit 3

# file, included file: those of rooms.
includes()
{
	grep -roE '^#include <(kernel|arch/linux|arch/model|arch/x86_64)/[^>]*>' --include='*.[ch]' \
		kernel arch/linux arch/model arch/x86_64 | sed 's/:#include </ /; s/>$//'
}

upward()
{
	includes | awk -v floors="$floors" '
	function room(path) { sub(/\/[^\/]*$/, "", path); return path }
	BEGIN { n = split(floors, list); for (i = 1; i <= n; i++) floor[list[i]] = i }
	!(room($1) in floor) { print $1 ": in no room" ; next }
	!(room($2) in floor) { print $1 ": includes " $2 ", which is in no room"; next }
	floor[room($2)] > floor[room($1)] { print $1 ": includes " $2 ", which is above" }' | sort -u
}

# Modules that are in a ring, which is one line.  The parts of one machine know each other.
rings()
{
	includes | sed 's/\.[ch]\>//g' | grep -v '^arch/model/machine/.* arch/model/machine/' | awk '
	function follow(from, at,    i, n, next_ones) {
		n = split(included[at], next_ones, " ")
		for (i = 1; i <= n; i++) {
			if ((from, next_ones[i]) in reaches)
				continue
			reaches[from, next_ones[i]]
			follow(from, next_ones[i])
		}
	}
	$1 != $2 { included[$1] = included[$1] " " $2; modules[$1] }
	END {
		for (a in modules)
			follow(a, a)
		for (a in modules) {
			if (!((a, a) in reaches) || a in told)
				continue
			line = "a ring:"
			for (b in modules) {
				if ((a, b) in reaches && (b, a) in reaches) {
					line = line " " b
					told[b]
				}
			}
			print line
		}
	}'
}

crowded()
{
	# shellcheck disable=SC2086	# a word is a room
	find $floors -maxdepth 1 -name '*.[ch]' | sed 's/\.[ch]$//' | sort -u | awk -v floors="$floors" '
	{ sub(/\/[^\/]*$/, ""); modules[$0]++ }
	END {
		n = split(floors, list)
		for (i = 1; i <= n; i++) {
			if (!modules[list[i]])
				print list[i] ": there is nothing in it"
			else if (modules[list[i]] > 25)
				print list[i] ": has " modules[list[i]] " modules, not 25 at most"
		}
	}'
}

wrong=$(
	upward
	rings
	crowded
)
[[ -z $wrong ]] || {
	echo "$wrong"
	exit 1
}
