/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * What the functions of a litmus call, continued: content that changes with no store
 * through a mapping, and address spaces that end.  See tests/litmus.h.
 */
#include <kernel/mm/blkdev.h>
#include <kernel/mm/remote.h>
#include <kernel/mm/replace_page.h>
#include <kernel/mm/stamp.h>
#include <kernel/mm/truncate.h>
#include <kernel/mm/uprobe.h>
#include <kernel/panic.h>
#include <kernel/step.h>
#include <kernel/tlb/tlb.h>
#include <tests/engine/world.h>

/* The server of file 0. */
static struct remote server;

/* What another client or the device itself writes; one actor of a test does. */
static uint64_t foreign_block[PAGE_SIZE / sizeof(uint64_t)];

void truncate_file(struct run *r, struct file *file, uint64_t pages)
{
	(void)r;
	BUG_ON(file_truncate(file, pages));
}

void change_device(struct run *r, struct file *file, uint64_t index, enum value value)
{
	world_fill(foreign_block, world_stamp(r, file, index, value));
	step(CONTENT, 0, 0);
	BUG_ON(blkdev_write(file->first_block + index, foreign_block));
}

void invalidate(struct run *r, struct file *file, uint64_t index)
{
	(void)r;
	BUG_ON(file_invalidate(file, index, 1));
}

void serve_remotely(struct run *r)
{
	remote_attach(&server, r->file[0]);
}

void remote_change(struct run *r, uint64_t index, enum value value)
{
	world_fill(foreign_block, world_stamp(r, server.file, index, value));
	BUG_ON(remote_update(&server, index, foreign_block));
}

void remote_tells(struct run *r, uint64_t index)
{
	(void)r;
	BUG_ON(remote_callback(&server, index));
}

void lock_remote(struct run *r)
{
	(void)r;
	BUG_ON(remote_lock(&server));
}

void unlock_remote(struct run *r)
{
	(void)r;
	BUG_ON(remote_unlock(&server));
}

void replace(struct run *r, uintptr_t va, enum value value)
{
	struct page *page = page_alloc(PAGE_ANON);

	BUG_ON(!page);
	world_fill(page_va(page), world_stamp(r, r->file[0], 0, value));
	BUG_ON(replace_page(r->mm, va, page));
}

/* A breakpoint is the whole page: its stamp and its code. */
static struct uprobe breakpoint(struct run *r, struct file *file, uint64_t index, enum value value)
{
	world_fill(foreign_block, world_stamp(r, file, index, value));
	return (struct uprobe){
		.file = file,
		.index = index,
		.len = sizeof(foreign_block),
		.bytes = foreign_block,
	};
}

void set_breakpoint(struct run *r, struct file *file, uint64_t index, enum value value)
{
	struct uprobe probe = breakpoint(r, file, index, value);

	BUG_ON(uprobe_register(&probe));
}

void clear_breakpoint(struct run *r, struct file *file, uint64_t index, enum value value)
{
	struct uprobe probe = breakpoint(r, file, index, value);

	BUG_ON(uprobe_unregister(&probe));
}

void idle(void)
{
	enter_lazy_tlb();
}

void begin_guest(struct run *r)
{
	r->guest = mm_create();
	BUG_ON(!r->guest);
}

void end_guest(struct run *r)
{
	mm_destroy(r->guest);
}
