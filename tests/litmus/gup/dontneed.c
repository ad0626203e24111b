/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * gup() for storing replaces a file's page in a private mapping by a copy.  Before gup() looks
 * up the copy, it is discarded.
 *
 *	CPU 0				CPU 1, for a device
 *	madvise(DONTNEED) x		get x for storing
 *	load(x)				store 1 there
 *	finally: r0 = what the file has
 */
#include <tests/litmus.h>

static void map_private(struct run *r)
{
	content(r, r->file[0], 0, OLD);
	map(r, r->x, VM_READ | VM_WRITE, r->file[0], 0);
	populate(r, r->x);
}

static void discard_and_look(struct run *r)
{
	advise_pages(r->mm, r->x, 1, MADV_DONTNEED);
	(void)load(r, r->x);
}

static void get_and_store(struct run *r)
{
	struct page *page = get_page(r, r->mm, r->x, GUP_WRITE);

	device_store(r, page, 1);
	put_page(page, GUP_WRITE);
}

static void look_at_file(struct run *r)
{
	r->reg[0] = read_content(r, r->file[0], 0);
}

LITMUS(gup_dontneed) = {
	.name = "gup/dontneed",
	.asks = "is a page that is to be stored to without a mapping always a private one?",
	.source = "CVE-2016-5195; catalogue: dirty-cow-retry",
	.setup = map_private,
	.cpu = { discard_and_look, get_and_store },
	.finish = look_at_file,
	.regs = { "the file's" },
	.sees = { OLD },
	.outcomes = {
		SOMETIMES("the file is as it was", OLD),
		NEVER("the store reached the file", 1),
	},
	.teeth = { TOOTH(GUP_DROPS_WRITE) },
};
