/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * The child has a pipe refer to the page that it shares with its parent, and unmaps it.  The
 * parent stores: its mapping is then the only one, but the pipe has a reference, too.
 *
 *	CPU 0, for the child		CPU 1, the parent
 *	get x of the child		wait for y
 *	unmap x in the child, y = 1	store(x, 2)
 *	wait for w			r1 = load(x), w = 1
 *	r0 = what the pipe has
 */
#include <tests/litmus.h>

static void fork_it(struct run *r)
{
	begin_child(r, r->mms[1]);
	map(r, r->x, VM_READ | VM_WRITE, NULL, 0);
	become(r->mm);
	(void)store(r, r->x, 1);
	become(NULL);
	fork_mm(r, r->mm, r->mms[1]);
}

static void splice(struct run *r)
{
	struct page *page = get_page(r, r->mms[1], r->x, 0);

	unmap_pages(r->mms[1], r->x, 1);
	tell(&r->y);
	await(&r->w);
	r->reg[0] = device_load(r, page);
	put_page(page, 0);
}

static void store_it(struct run *r)
{
	await(&r->y);
	(void)store(r, r->x, 2);
	r->reg[1] = load(r, r->x);
	tell(&r->w);
}

LITMUS(gup_vmsplice) = {
	.name = "gup/vmsplice",
	.asks = "does a page that a child has kept without a mapping stay as it was?",
	.source = "CVE-2020-29374; threads/003; catalogue: cow-vmsplice-ro-gup",
	.setup = fork_it,
	.cpu = { splice, store_it },
	.regs = { "0:the pipe's", "1:x" },
	.sees = { 1, 2 },
	.outcomes = {
		SOMETIMES("the pipe has what was there before", 1, 2),
		NEVER("the pipe has what the parent stored later", 2, 2),
	},
	.teeth = {
		TOOTH(COW_BY_MAPCOUNT),
		TOOTH(COW_REUSES_SHARED),
	},
};
