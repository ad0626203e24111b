#!/usr/bin/env bash
# SPDX-License-Identifier: BSD-2-Clause
#
# Tests of tools/rooms.sh: an include that goes up is refused in each room, and a ring.

set -u
# shellcheck source=tests/unit/scripts.sh
. "$(dirname -- "${BASH_SOURCE[0]}")/scripts.sh"
mapfile -t rooms < <("$root/tools/rooms.sh" --list)
house="$tmp/a house"

# built: each room has one module, which includes that of the room below.
built()
{
	local room below=

	rm -rf "$house"
	for room in "${rooms[@]}"; do
		mkdir -p "$house/$room"
		echo "${below:+#include <$below/a.h>}" >"$house/$room/a.c"
		: >"$house/$room/a.h"
		below=$room
	done
}

# refused NAME PATTERN
refused()
{
	run "$root/tools/rooms.sh" "$house"
	if ((status == 1)) && [[ $(wc -l <"$tmp/out") -eq 1 && $(<"$tmp/out") =~ $2 ]]; then
		ok "rooms: $1"
	else
		not_ok "rooms: $1: status $status, expected 1 and one line with '$2'"
	fi
}

built
ends 'rooms: each on those below it' 0 '' "$root/tools/rooms.sh" "$house"
for ((i = 0; i + 1 < ${#rooms[@]}; i++)); do
	built
	echo "#include <${rooms[i + 1]}/b.h>" >"$house/${rooms[i]}/b.h"
	refused "an include that goes up from ${rooms[i]}" "^${rooms[i]}/b.h: includes ${rooms[i + 1]}/b.h, which is above"
done
for room in "${rooms[@]}"; do
	built
	echo "#include <$room/c.h>" >"$house/$room/b.c"
	echo "#include <$room/b.h>" >"$house/$room/c.h"
	if [[ $room == arch/model/machine ]]; then
		ends 'rooms: the parts of the machine know each other' 0 '' "$root/tools/rooms.sh" "$house"
	else
		refused "a ring in $room" "^a ring:.* $room/b"
	fi
done
built
touch "$house/kernel/lib/"m{1..25}.c
refused 'too many modules' '^kernel/lib: has 26 modules'
built
echo '#include <kernel/attic/a.h>' >>"$house/kernel/mm/calls/a.c"
refused 'what is in no room' 'includes kernel/attic/a.h, which is in no room'
built
rm "$house/kernel/sync/"*
echo >"$house/kernel/tlb/a.c"
refused 'a room that is empty' '^kernel/sync: there is nothing in it'
echo "$passed passed, $failed failed"
((failed == 0))
