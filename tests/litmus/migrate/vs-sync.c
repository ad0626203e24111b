/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * A dirty page of a file moves while another CPU syncs the file.  If the sync does not see
 * the PTE, which is not back yet, a later store through it does not fault, and the next
 * sync finds nothing to do.
 *
 *	CPU 0				CPU 1
 *	move x				sync(file)
 *	finally: store(x, 2), sync(file), r0 = the device's content
 */
#include <tests/litmus.h>

/* Many pages on metal, so that the two calls meet at some page; in the model one. */
static unsigned int pages(void)
{
	return (unsigned int)window_pages(17) - 1;
}

static void store_everywhere(struct run *r, unsigned int n)
{
	become(r->mm);
	for (unsigned int i = 0; i < pages(); i++)
		(void)store(r, r->x + i * PAGE_SIZE, n);
	become(NULL);
}

static void map_dirty(struct run *r)
{
	for (unsigned int i = 0; i < pages(); i++)
		content(r, r->file[0], i, OLD);
	map_pages(r->mm, r->x, pages(), VM_READ | VM_WRITE | VM_SHARED, r->file[0], 0);
	store_everywhere(r, 1);
}

static void move(struct run *r)
{
	for (unsigned int i = 0; i < pages(); i++)
		migrate(r, r->x + i * PAGE_SIZE);
}

static void sync_it(struct run *r)
{
	sync_file(r, r->file[0]);
}

static void store_and_sync(struct run *r)
{
	store_everywhere(r, 2);
	sync_file(r, r->file[0]);
	for (unsigned int i = 0; i < pages() && (!i || r->reg[0] == 2); i++)
		r->reg[0] = device_content(r, r->file[0], i);
}

LITMUS(migrate_vs_sync) = {
	.name = "migrate/vs-sync",
	.asks = "does fsync() write what was stored to a page that was moving at the one before?",
	.source = "Linux, migrate_folio_move(): the new folio stays locked",
	.setup = map_dirty,
	.cpu = { move, sync_it },
	.finish = store_and_sync,
	.regs = { "device" },
	.sees = { OLD, 1, 2 },
	.outcomes = {
		NEVER("the device has the first store only", 1),
		NEVER("the device has neither store", OLD),
		SOMETIMES("the device has the second store", 2),
	},
	.teeth = {
		TOOTH(MIGRATE_UNLOCKS_EARLY),
	},
};
