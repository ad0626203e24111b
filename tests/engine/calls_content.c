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
#include <tests/engine/broken.h>
#include <tests/engine/world.h>

/* The server of file 0. */
static struct remote server;

/* Has begin_guest() been called, and end_guest() not? */
static bool guest_lives;

/* What another client or the device itself writes; one actor of a test does. */
static uint64_t foreign_block[PAGE_SIZE / sizeof(uint64_t)];

void truncate_file(struct run *r, struct file *file, uint64_t pages)
{
	(void)r;
	must(try_truncate_file(r, file, pages), "truncate_file", pages);
}

void change_device(struct run *r, struct file *file, uint64_t index, enum value value)
{
	world_fill(foreign_block, world_stamp(r, file, index, value));
	step(CONTENT, 0, 0);
	must(world_result(blkdev_write(file->first_block + index, foreign_block)), "change_device",
	     index);
}

void invalidate(struct run *r, struct file *file, uint64_t index)
{
	(void)r;
	must(try_invalidate(r, file, index), "invalidate", index);
}

void serve_remotely(struct run *r)
{
	remote_attach(&server, r->file[0]);
}

void remote_change(struct run *r, uint64_t index, enum value value)
{
	world_fill(foreign_block, world_stamp(r, server.file, index, value));
	must(world_result(remote_update(&server, index, foreign_block)), "remote_change", index);
}

void remote_tells(struct run *r, uint64_t index)
{
	(void)r;
	must(world_result(remote_callback(&server, index)), "remote_tells", index);
}

void lock_remote(struct run *r)
{
	(void)r;
	must(world_result(remote_lock(&server)), "lock_remote", 0);
}

void unlock_remote(struct run *r)
{
	(void)r;
	must(world_result(remote_unlock(&server)), "unlock_remote", 0);
}

void replace(struct run *r, uintptr_t va, enum value value)
{
	must(try_replace(r, va, value), "replace", va);
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
	if (guest_lives)
		broken("begin_guest", 0, "the run has a guest already");
	if (guest_lives)
		return;
	r->guest = mm_create();
	BUG_ON(!r->guest);
	guest_lives = true;
}

void end_guest(struct run *r)
{
	if (!guest_lives) {
		broken("end_guest", 0, "begin_guest() was not called, or it has ended");
		return;
	}
	guest_lives = false;
	mm_destroy(r->guest);
}

void world_finish_guest(struct run *r)
{
	if (!guest_lives)
		return;
	broken("begin_guest", 0, "end_guest() was not called");
	end_guest(r);
}
