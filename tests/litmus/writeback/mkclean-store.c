/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * fsync() writes a dirty page to the device and takes it for clean; a later store
 * must fault, to make it dirty again, or the next fsync() passes it by.
 *
 *	CPU 0				CPU 1
 *	fsync(file)			r0 = store(x, 2)
 *	finally: fsync(file); r1 = what the device has
 */
#include <tests/litmus.h>

static void map_shared(struct run *r)
{
	content(r, r->file[0], 0, OLD);
	map(r, r->x, VM_READ | VM_WRITE | VM_SHARED, r->file[0], 0);
}

static void dirty_x(struct run *r)
{
	(void)store(r, r->x, 1);
}

static void sync_it(struct run *r)
{
	sync_file(r, r->file[0]);
}

static void store_again(struct run *r)
{
	r->reg[0] = store(r, r->x, 2);
}

static void sync_then_look(struct run *r)
{
	sync_file(r, r->file[0]);
	r->reg[1] = device_content(r, r->file[0], 0);
}

LITMUS(mkclean_store) = {
	.name = "writeback/mkclean-store",
	.asks = "does a store that races with fsync() survive?",
	.source = "Linux, page_mkclean(); SDM vol. 3, 4.10.4.3: D is not set again",
	.setup = map_shared,
	.warm = { NULL, dirty_x },
	.cpu = { sync_it, store_again },
	.finish = sync_then_look,
	.regs = { "1:x", "device" },
	.sees = { OLD },
	.outcomes = {
		NEVER("the store is lost, the device has an older one", DONE, 1),
		NEVER("the store is lost, the device has the first content", DONE, OLD),
		SOMETIMES("the device has it", DONE, 2),
	},
	.teeth = {
		TOOTH(MKCLEAN_SKIP_FLUSH, .needs = KEEPS_WRITE | KEEPS_REMOTE),
		TOOTH(WP_FAULT_SKIP_LOCK),
	},
};
