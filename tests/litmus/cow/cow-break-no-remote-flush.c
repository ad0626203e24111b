/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Two threads read a private mapping of a file; one stores, and the page is replaced
 * by a copy.  When it tells the other, that one must read the store.
 *
 *	CPU 0				CPU 1
 *	store(x, 1)			repeat: r0 = y
 *	y = 1				        r1 = load(x)
 */
#include <tests/litmus.h>

static void map_private(struct run *r)
{
	content(r, r->file[0], 0, OLD);
	map(r, r->x, VM_READ | VM_WRITE, r->file[0], 0);
}

static void touch(struct run *r)
{
	(void)load(r, r->x);
}

static void store_then_tell(struct run *r)
{
	(void)store(r, r->x, 1);
	tell(&r->y);
}

static void listen_then_read(struct run *r)
{
	listen_and_load(r, r->x);
}

LITMUS(cow_break_no_remote_flush) = {
	.name = "cow/cow-break-no-remote-flush",
	.asks = "after copy-on-write, do all threads see the copy?",
	.source = "FreeBSD-EN-22:04.pcid; catalogue: cow-break-no-remote-flush",
	.setup = map_private,
	.warm = { touch, touch },
	.cpu = { store_then_tell, listen_then_read },
	.regs = { "1:y", "1:x" },
	.sees = { OLD },
	.outcomes = {
		NEVER("told of the store, yet read the file's page", 1, OLD),
		SOMETIMES("told, and read what was stored", 1, 1),
		SOMETIMES("read before the store", 0, OLD),
		SOMETIMES("read the store before being told", 0, 1),
	},
	.teeth = {
		TOOTH(COW_SKIP_FLUSH, .needs = KEEPS_READ | KEEPS_REMOTE),
		TOOTH(SHOOTDOWN_SKIP_IPI, .needs = KEEPS_READ | KEEPS_REMOTE),
	},
};
