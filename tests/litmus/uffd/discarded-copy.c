/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * A private copy of a file's page is protected, and swapped out.  Then it is discarded: what the
 * file has is there, and still protected.
 *
 *	CPU 0				CPU 1
 *	madvise(x, DONTNEED)		r0 = load(x)
 *	finally: r1 = is x protected?
 */
#include <kernel/mm/tables/entry.h>
#include <tests/litmus.h>

static void map_copy(struct run *r)
{
	content(r, r->file[0], 0, OLD);
	map(r, r->x, VM_READ | VM_WRITE, r->file[0], 0);
	become(r->mm);
	(void)store(r, r->x, 1);
	become(NULL);
	watch_pages(r, r->x, 1);
	uffd_protect_pages(r, r->x, 1);
	swap_out(r, r->x);
}

static void discard(struct run *r)
{
	advise_pages(r->mm, r->x, 1, MADV_DONTNEED);
}

static void read_x(struct run *r)
{
	r->reg[0] = load(r, r->x);
}

static void look(struct run *r)
{
	r->reg[1] = pte_has(r, r->x, ENTRY_UFFD_WP);
}

LITMUS(uffd_discarded_copy) = {
	.name = "uffd/discarded-copy",
	.asks = "is a file's page still protected once a private copy of it is discarded?",
	.source = "an edit that no test noticed; Linux, zap_install_uffd_wp_if_needed()",
	.setup = map_copy,
	.cpu = { discard, read_x },
	.finish = look,
	.regs = { "1:x", "marker" },
	.sees = { OLD },
	.outcomes = {
		NEVER("the copy, and no longer protected", 1, 0),
		NEVER("the file's page, and not protected", OLD, 0),
		SOMETIMES("read the copy", 1, 1),
		SOMETIMES("read the file's page", OLD, 1),
	},
	.teeth = {
		TOOTH(ZAP_FORGETS_MARKER),
	},
};
