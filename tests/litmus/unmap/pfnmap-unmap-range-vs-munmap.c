/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * munmap() has cleared the PTE of a device's page and taken the VMA from the device's
 * list; its flush comes with the whole range's.  The device finds no VMA, and gives the
 * frame away.
 *
 *	CPU 0				CPU 1
 *	munmap(x)			the device takes its page back
 *					another owner takes a frame
 *					r0 = load(x)
 */
#include <tests/litmus.h>

static void map_it(struct run *r)
{
	device_page(r, 0, OLD);
	map_device(r, r->x, 1, VM_READ | VM_WRITE, 0);
}

static void touch(struct run *r)
{
	(void)load(r, r->x);
}

static void unmap_it(struct run *r)
{
	unmap(r, r->x);
}

static void revoke_occupy_load(struct run *r)
{
	revoke_device(r, 0);
	occupy_frame(r, OTHER);
	r->reg[0] = load(r, r->x);
}

LITMUS(pfnmap_unmap_range_vs_munmap) = {
	.name = "unmap/pfnmap-unmap-range-vs-munmap",
	.asks = "is an area flushed before the device that it maps loses sight of it?",
	.source = "CVE-2022-39188, b67fbebd4cf9 (Linux 2022): force TLB flush of VM_PFNMAP areas",
	.setup = map_it,
	.warm = { NULL, touch },
	.cpu = { unmap_it, revoke_occupy_load },
	.regs = { "1:x" },
	.sees = { OLD },
	.outcomes = {
		SOMETIMES("faulted", FAULT),
		NEVER("read the frame's next owner", OTHER),
		NEVER("read a free frame", FREED),
		NEVER("read the page that was taken back", OLD),
	},
	.teeth = {
		TOOTH(PFNMAP_SKIP_FLUSH, .needs = KEEPS_UNMAPPED | KEEPS_REMOTE),
		TOOTH(GATHER_SKIP_FLUSH, .needs = KEEPS_UNMAPPED | KEEPS_REMOTE),
	},
};
