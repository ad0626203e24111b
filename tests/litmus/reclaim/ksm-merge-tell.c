/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * x is replaced by a stable page with the same content, and the old page is freed.  A CPU that
 * has been told may not read the old page any more.
 *
 *	CPU 0				CPU 1
 *	merge x				wait for y
 *	another owner takes a frame	r0 = load(x)
 *	y = 1
 */
#include <tests/litmus.h>

static struct page *stable;

static void map_memory(struct run *r)
{
	map(r, r->x, VM_READ | VM_WRITE, NULL, 0);
	fault_in(r->mm, r->x);
	stable = stable_page(r->mm, r->x);
	/* Neither dirty nor writable: only its replacement calls for a flush. */
	advise_pages(r->mm, r->x, 1, MADV_FREE);
	clear_refs(r->mm, r->x, 1);
}

static void touch(struct run *r)
{
	(void)load(r, r->x);
}

static void merge_occupy_tell(struct run *r)
{
	(void)ksm(r->mm, r->x, stable);
	occupy_frame(r, OTHER);
	tell(&r->y);
}

static void wait_then_load(struct run *r)
{
	await(&r->y);
	r->reg[0] = load(r, r->x);
}

static void release(struct run *r)
{
	(void)r;
	release_page(stable);
}

LITMUS(ksm_merge_tell) = {
	.name = "reclaim/ksm-merge-tell",
	.asks = "once a page is merged, is the one that it was unreachable?",
	.source = "Linux, replace_page of KSM",
	.setup = map_memory,
	.warm = { NULL, touch },
	.cpu = { merge_occupy_tell, wait_then_load },
	.finish = release,
	.regs = { "1:x" },
	.sees = { FRESH },
	.outcomes = {
		SOMETIMES("read the stable page", FRESH),
		NEVER("read a free frame", FREED),
		NEVER("read the frame's next owner", OTHER),
	},
	.teeth = {
		TOOTH(KSM_REPLACE_SKIP_FLUSH, .needs = KEEPS_UNMAPPED | KEEPS_REMOTE),
	},
};
