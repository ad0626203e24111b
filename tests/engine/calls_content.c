/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * The calls of a litmus for content that changes without a store through a mapping, and for address
 * spaces that end.  See tests/litmus.h.
 */
#include <arch/atomic.h>
#include <arch/cpu.h>
#include <kernel/lib/bug.h>
#include <kernel/mm/calls/exit.h>
#include <kernel/mm/calls/remote.h>
#include <kernel/mm/frames/blkdev.h>
#include <kernel/mm/frames/stamp.h>
#include <kernel/mm/machinery/replace_page.h>
#include <kernel/mm/machinery/truncate.h>
#include <kernel/mm/machinery/uprobe.h>
#include <kernel/mm/objects/file.h>
#include <kernel/mm/objects/mm.h>
#include <kernel/race/step.h>
#include <kernel/tlb/tlb.h>
#include <tests/engine/bounds.h>
#include <tests/engine/broken.h>
#include <tests/engine/world.h>

/* The server of file 0; one more than the CPU that has its lock, which protects this. */
static struct remote server;
static unsigned int server_locked_by;

/* The value of the breakpoint that is set in each page of each file, or 0. */
static uint8_t breakpoints[LITMUS_FILES][LITMUS_FILE_PAGES];

/* The guest, from begin_guest() to end_guest(), or NULL. */
static struct mm *guest_lives;

/* What another client or the device itself writes; only one actor of a test does that. */
static uint64_t foreign_block[PAGE_SIZE / sizeof(uint64_t)];

void change_device(struct run *r, struct file *file, uint64_t index, enum value value)
{
	if (!bounds_have_page("change_device", index) || !world_is_content("change_device", value))
		return;
	world_fill(foreign_block, world_stamp(r, file, index, value));
	step(CONTENT, 0, 0);
	must(world_result(blkdev_write(file->first_block + index, foreign_block)), "change_device",
	     index);
}

void serve_remotely(struct run *r)
{
	if (r->file[0]->remote)
		broken("serve_remotely", 0, "file 0 is a server's already");
	else
		remote_attach(&server, r->file[0]);
}

static bool has_server(const struct run *r, const char *call)
{
	if (r->file[0]->remote)
		return true;
	broken(call, 0, "serve_remotely() was not called");
	return false;
}

/* Does this actor have the server's lock?  In the model this is no event. */
static bool has_lock(void)
{
	bool has;

	cpu_watch_begin();
	has = READ_ONCE(server_locked_by) == cpu_id() + 1;
	cpu_watch_end();
	return has;
}

static void note_lock(unsigned int cpu_plus_one)
{
	cpu_watch_begin();
	WRITE_ONCE(server_locked_by, cpu_plus_one);
	cpu_watch_end();
}

void world_finish_server(void)
{
	if (server_locked_by)
		broken("lock_remote", 0, "unlock_remote() was not called");
	server_locked_by = 0; /* remote_attach() makes a new lock */
}

void remote_change(struct run *r, uint64_t index, enum value value)
{
	if (!has_server(r, "remote_change") || !bounds_have_page("remote_change", index) ||
	    !world_is_content("remote_change", value))
		return;
	world_fill(foreign_block, world_stamp(r, server.file, index, value));
	must(world_result(remote_update(&server, index, foreign_block)), "remote_change", index);
}

void remote_tells(struct run *r, uint64_t index)
{
	if (has_server(r, "remote_tells") && bounds_have_page("remote_tells", index))
		must(world_result(remote_callback(&server, index)), "remote_tells", index);
}

void lock_remote(struct run *r)
{
	int err;

	if (!has_server(r, "lock_remote"))
		return;
	if (has_lock()) {
		broken("lock_remote", 0, "this actor has the lock already");
		return;
	}
	err = remote_lock(&server);
	must(world_result(err), "lock_remote", 0);
	if (!err)
		note_lock(cpu_id() + 1);
}

void unlock_remote(struct run *r)
{
	if (!has_server(r, "unlock_remote"))
		return;
	if (!has_lock()) {
		broken("unlock_remote", 0, "this actor does not have the lock");
		return;
	}
	note_lock(0);
	must(world_result(remote_unlock(&server)), "unlock_remote", 0);
}

void replace(struct run *r, uintptr_t va, enum value value)
{
	must(try_replace(r, va, value), "replace", va);
}

/* The breakpoint replaces the whole page: its stamp and its code. */
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

/* The record of the breakpoint in page @index of @file; NULL: the test is broken. */
static uint8_t *breakpoint_at(const struct run *r, const char *call, const struct file *file,
			      uint64_t index)
{
	if (!bounds_have_page(call, index))
		return NULL;
	return &breakpoints[file != r->file[0]][index];
}

/* Change the record @at from @old to @new, which is no event; false: it is not @old. */
static bool note_breakpoint(uint8_t *at, enum value old, enum value new)
{
	bool noted;

	cpu_watch_begin();
	noted = READ_ONCE(*at) == old;
	if (noted)
		WRITE_ONCE(*at, (uint8_t) new);
	cpu_watch_end();
	return noted;
}

void set_breakpoint(struct run *r, struct file *file, uint64_t index, enum value value)
{
	uint8_t *at = breakpoint_at(r, "set_breakpoint", file, index);
	struct uprobe probe;

	if (!at || !world_is_content("set_breakpoint", value))
		return;
	if (!note_breakpoint(at, 0, value)) {
		broken("set_breakpoint", index, "one is set there already");
		return;
	}
	probe = breakpoint(r, file, index, value);
	must(world_result(uprobe_register(&probe)), "set_breakpoint", index);
}

void clear_breakpoint(struct run *r, struct file *file, uint64_t index, enum value value)
{
	uint8_t *at = breakpoint_at(r, "clear_breakpoint", file, index);
	struct uprobe probe;

	if (!at)
		return;
	if (!note_breakpoint(at, value, 0)) {
		broken("clear_breakpoint", index, "none with that value is set there");
		return;
	}
	probe = breakpoint(r, file, index, value);
	must(world_result(uprobe_unregister(&probe)), "clear_breakpoint", index);
}

void world_finish_breakpoints(void)
{
	for (unsigned int i = 0; i < LITMUS_FILES * LITMUS_FILE_PAGES; i++) {
		uint8_t *at = &breakpoints[i / LITMUS_FILE_PAGES][i % LITMUS_FILE_PAGES];

		if (*at)
			broken("set_breakpoint", i % LITMUS_FILE_PAGES,
			       "clear_breakpoint() was not called");
		*at = 0;
	}
}

void begin_guest(struct run *r)
{
	if (guest_lives)
		broken("begin_guest", 0, "the run has a guest already");
	if (guest_lives)
		return;
	r->guest = mm_create();
	BUG_ON(!r->guest);
	guest_lives = r->guest;
}

void end_guest(struct run *r)
{
	if (!guest_lives) {
		broken("end_guest", 0, "begin_guest() was not called, or it has ended");
		return;
	}
	guest_lives = NULL;
	mm_destroy(r->guest);
}

bool world_is_guest(const struct mm *mm)
{
	bool is;

	cpu_watch_begin();
	is = mm && READ_ONCE(guest_lives) == mm;
	cpu_watch_end();
	return is;
}

void world_finish_guest(struct run *r)
{
	if (!guest_lives)
		return;
	broken("begin_guest", 0, "end_guest() was not called");
	end_guest(r);
}
