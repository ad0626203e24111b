/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * As in batched-pending-number, but the translation that is left over is a third CPU's:
 * it reads x between the flush that munmap(z) makes and the moment at which the batch
 * clears the PTE of x.
 *
 *	CPU 0			CPU 1				CPU 2
 *	reclaim the		munmap(z)			repeat: load(x)
 *	pages of z and x	munmap(x)			wait for y
 *				mmap(x, another file)		r0 = load(x)
 *				y = 1
 */
#include <tests/litmus.h>

#define LOOKS 40
/* Pages in the batch; those between the first and the last only keep the window open. */
#define PAGES 24

static size_t last(void)
{
	return window_pages(PAGES) - 1;
}

static void map_batch(struct run *r)
{
	for (size_t i = 0; i <= last(); i++)
		content(r, r->file[0], i, OLD);
	content(r, r->file[1], 0, NEW);
	map_pages(r->mm, r->z, last(), VM_READ | VM_SHARED, r->file[0], 0);
	map(r, r->x, VM_READ | VM_SHARED, r->file[0], last());
}

static void touch_batch(struct run *r)
{
	for (size_t i = 0; i < last(); i++)
		(void)load(r, r->z + i * PAGE_SIZE);
	(void)load(r, r->x);
}

static void touch(struct run *r)
{
	(void)load(r, r->x);
}

static void reclaim_batch(struct run *r)
{
	reclaim(r, r->file[0], 0, last() + 1);
}

static void remap_both(struct run *r)
{
	unmap(r, r->z);
	unmap(r, r->x);
	map(r, r->x, VM_READ | VM_SHARED, r->file[1], 0);
	tell(&r->y);
}

static void keep_reading(struct run *r)
{
	r->reg[0] = load_until_told(r, r->x, OLD, (unsigned int)window_pages(LOOKS) / 2);
	await(&r->y);
	r->reg[0] = load(r, r->x);
}

LITMUS(batched_pending_flag_lost) = {
	.name = "reclaim/batched-pending-flag-lost",
	.asks = "does a flush settle only what was pending when it began, for any reader?",
	.source = "5ee2fa2f0636 (Linux 2022): a flag that is cleared after the flush",
	.setup = map_batch,
	.warm = { touch_batch, NULL, touch },
	.cpu = { reclaim_batch, remap_both, keep_reading },
	.regs = { "2:x" },
	.sees = { OLD, NEW },
	.outcomes = {
		NEVER("mapped anew, yet read the old page", OLD),
		SOMETIMES("read the new page", NEW),
	},
	.teeth = {
		TOOTH(BATCHED_PENDING_CLEARED, .policies = ON_BATCH,
		      .needs = KEEPS_UNMAPPED | KEEPS_REMOTE),
	},
};
