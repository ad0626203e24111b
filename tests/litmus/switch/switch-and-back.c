/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * CPU 1 leaves the mm for another and comes back.  With PCIDs it may have kept its
 * translations: it must not use those that were flushed meanwhile, nor those of the
 * other mm.
 *
 *	CPU 0				CPU 1
 *	munmap(x)			to mm 1, load(x), and back
 *	y = 1				r0 = y
 *					r1 = load(x)
 */
#include <tests/litmus.h>

static void map_both(struct run *r)
{
	content(r, r->file[0], 0, OLD);
	content(r, r->file[1], 0, OTHER);
	map(r, r->x, VM_READ | VM_SHARED, r->file[0], 0);
	map_pages(r->mms[1], r->x, 1, VM_READ | VM_SHARED, r->file[1], 0);
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

static void switch_and_back(struct run *r)
{
	become(r->mms[1]);
	r->reg[2] = load(r, r->x);
	become(r->mm);
	r->reg[0] = (uint64_t)told(&r->y);
	r->reg[1] = load(r, r->x);
}

LITMUS(switch_and_back) = {
	.name = "switch/switch-and-back",
	.asks = "does a CPU that comes back to an mm use only what is still mapped there?",
	.source = "CVE-2016-2069, CVE-2025-37964; catalogue: switchmm-mask-vs-cr3, should-flush-window",
	.setup = map_both,
	.warm = { NULL, touch },
	.cpu = { unmap_then_tell, switch_and_back },
	.regs = { "1:y", "1:x", "1:x in mm 1" },
	.sees = { OLD, OTHER, FAULT },
	.outcomes = {
		NEVER("heard, yet read the old page", 1, OLD, OTHER),
		NEVER("read the other mm's page", ANY, OTHER, OTHER),
		NEVER("read this mm's page in the other", ANY, ANY, OLD),
		SOMETIMES("heard, then faulted", 1, FAULT, OTHER),
		SOMETIMES("touched before the unmap", 0, OLD, OTHER),
		SOMETIMES("faulted before hearing", 0, FAULT, OTHER),
	},
	.teeth = {
		TOOTH(SWITCH_SKIP_GEN_CHECK, .needs = KEEPS_PCID),
		TOOTH(ASID_REUSE_SKIP_FLUSH, .needs = KEEPS_PCID),
		TOOTH(SWITCH_MASK_AFTER_CR3, .needs = KEEPS_PCID),
		TOOTH(SHOULD_FLUSH_IGNORES_SWITCHING, .needs = KEEPS_PCID),
	},
};
