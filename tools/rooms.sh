#!/usr/bin/env bash
# SPDX-License-Identifier: BSD-2-Clause
#
# The rooms of the house: which of them may include which, and that no modules include each
# other in a ring.  A module is a .c and its .h.
#
#	tools/rooms.sh [DIRECTORY]
#
# One line for what is wrong.  Exit status: 0 nothing; 1 something.

set -u
cd -- "${1:-$(dirname -- "${BASH_SOURCE[0]}")/..}" || exit 3
export LC_ALL=C

# From the lowest; each may include itself and those before it.  See docs/ARCHITECTURE.md.
floors='kernel/lib kernel/rules kernel/race kernel/sync kernel/tlb kernel/smp
	kernel/mm/frames kernel/mm/tables kernel/mm/objects kernel/mm/machinery kernel/mm/calls
	kernel/options
	arch/x86_64/cpu arch/x86_64/firmware arch/x86_64/devices arch/x86_64/traps arch/x86_64/boot
	arch/model/machine arch/model/search arch/model/judge arch/model/suite'

# file, included file: those of rooms.
includes()
{
	grep -roE '^#include <(kernel|arch/model|arch/x86_64)/[^>]*>' --include='*.[ch]' \
		kernel arch/model arch/x86_64 | sed 's/:#include </ /; s/>$//'
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

rings()
{
	includes | sed 's/\.[ch]\>//g' | awk '$1 != $2' | tsort 2>&1 >/dev/null |
		awk '/loop/ { printf "a ring:"; next } { sub(/^tsort: /, ""); printf " %s", $0 } END { print "" }'
}

wrong=$(upward; rings)
[[ -z $wrong ]] || { echo "$wrong"; exit 1; }
