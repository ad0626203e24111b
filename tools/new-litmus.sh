#!/usr/bin/env bash
# SPDX-License-Identifier: BSD-2-Clause
#
#	tools/new-litmus.sh FAMILY/NAME
#
# Begin a litmus test: a file that builds, runs, and asks a question that is answered already.
# Change it until it asks yours.
#
# Exit status: 0 it is there; 2 usage.

set -u
root=$(CDPATH='' cd -- "$(dirname -- "${BASH_SOURCE[0]}")/.." && pwd)
# shellcheck source=tools/lib.sh
. "$root/tools/lib.sh"
name=${1-}
file=$root/tests/litmus/$name.c

[[ $# -eq 1 && $name =~ ^[a-z0-9]+(-[a-z0-9]+)*/[a-z0-9]+(-[a-z0-9]+)*$ ]] ||
	die $EXIT_USAGE "${name:-no name}: a litmus is called family/name, of small letters, digits and dashes"
[[ ! -e $file ]] || die $EXIT_USAGE "tests/litmus/$name.c: exists already"
symbol=${name//[\/-]/_}
mkdir -p "${file%/*}"
cat >"$file" <<END_OF_LITMUS
/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * CPU 0 unmaps x, and only then says so.  CPU 1 hears it and touches x.
 *
 *	CPU 0				CPU 1
 *	munmap(x)			repeat: r0 = y
 *	y = 1				        r1 = load(x)
 */
#include <tests/litmus.h>

static void map_x(struct run *r)
{
	content(r, r->file[0], 0, OLD);
	map(r, r->x, VM_READ | VM_SHARED, r->file[0], 0);
}

static void touch(struct run *r)
{
	(void)load(r, r->x);
}

static void unmap_then_tell(struct run *r)
{
	unmap(r, r->x);
	tell(&r->y);
}

static void listen_then_touch(struct run *r)
{
	listen_and_load(r, r->x);
}

LITMUS($symbol) = {
	.name = "$name",
	.asks = "once munmap() returns, is the old page unreachable?",
	.source = "who met it: a catalogue id, CVE, commit, thread or manual section",
	.setup = map_x,
	.warm = { NULL, touch },
	.cpu = { unmap_then_tell, listen_then_touch },
	.regs = { "1:y", "1:x" },
	.sees = { OLD, FAULT },
	.outcomes = {
		NEVER("heard, yet read the old page", 1, OLD),
		SOMETIMES("heard, then faulted", 1, FAULT),
		SOMETIMES("touched before the unmap", 0, OLD),
		SOMETIMES("faulted before hearing", 0, FAULT),
	},
	.teeth = {
		TOOTH(GATHER_SKIP_FLUSH, .needs = KEEPS_UNMAPPED),
	},
};
END_OF_LITMUS
echo "tests/litmus/$name.c: edit it, then \`make try T=$name\`"
