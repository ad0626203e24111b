/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * The same for a shared mapping, where two threads are enough: CPU 1 stores through the
 * PTE of z that CPU 0's fault has made, and must read its own store through x.
 *
 *	CPU 0				CPU 1
 *	reclaim the page		wait for w
 *	w = 1				r0 = store(z, 2)
 *	store(z, 1)			r1 = load(x)
 */
#include <tests/litmus.h>

static void map_twice(struct run *r)
{
	content(r, r->file[0], 0, OLD);
	map(r, r->x, VM_READ | VM_SHARED, r->file[0], 0);
	map(r, r->z, VM_READ | VM_WRITE | VM_SHARED, r->file[0], 0);
}

static void touch(struct run *r)
{
	(void)load(r, r->x);
}

static void reclaim_then_store(struct run *r)
{
	reclaim(r, r->file[0], 0, 1);
	tell(&r->w);
	(void)store(r, r->z, 1);
}

static void store_then_read(struct run *r)
{
	await(&r->w);
	r->reg[0] = store(r, r->z, 2);
	r->reg[1] = load(r, r->x);
}

LITMUS(luf_fault_end_shared) = {
	.name = "reclaim/luf-fault-end-shared",
	.asks = "is the file's deferred flush made before a writable PTE can be used?",
	.source = "threads/001: the flush at the end of the fault handler",
	.setup = map_twice,
	.warm = { NULL, touch },
	.cpu = { reclaim_then_store, store_then_read },
	.regs = { "1:z", "1:x" },
	.sees = { OLD },
	.outcomes = {
		NEVER("stored, yet read the old page", DONE, OLD),
		SOMETIMES("read its own store", DONE, 2),
		SOMETIMES("read the other store, which was later", DONE, 1),
	},
	.teeth = {
		TOOTH(FAULT_LATE_SHARED, .policies = ON_LUF,
		      .needs = KEEPS_UNMAPPED | KEEPS_REMOTE),
		TOOTH(FAULT_SKIP_LUF_SHARED, .policies = ON_LUF,
		      .needs = KEEPS_UNMAPPED | KEEPS_REMOTE),
	},
};
