/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * The calls of a litmus for children: see tests/litmus.h.  Which mms are children is recorded, so
 * that they are restored for the next run; that is no event.
 */
#include <arch/cpu.h>
#include <arch/user.h>
#include <kernel/mm/calls/fork.h>
#include <kernel/mm/calls/munmap.h>
#include <kernel/mm/frames/stamp.h>
#include <kernel/race/step.h>
#include <tests/engine/broken.h>
#include <tests/engine/world.h>

static bool is_child[LITMUS_MMS];

static unsigned int number_of(const struct run *r, const struct mm *mm)
{
	unsigned int i = 0;

	while (i < LITMUS_MMS && r->mms[i] != mm)
		i++;
	return i;
}

void begin_child(struct run *r, struct mm *mm)
{
	unsigned int i = number_of(r, mm);

	if (i == 0 || i == LITMUS_MMS || is_child[i]) {
		broken("begin_child", i, "a child is mms[1] or mms[2], once in a run");
		return;
	}
	is_child[i] = true;
	must(world_result(do_munmap(mm, 0, USER_VA_END)), "begin_child", i);
}

uint64_t try_fork_mm(struct run *r, struct mm *parent, struct mm *child)
{
	unsigned int i = number_of(r, child);
	bool begun;

	if (!world_has_mm("fork_mm", parent) || !world_has_mm("fork_mm", child))
		return E_INVAL;
	cpu_watch_begin();
	begun = i < LITMUS_MMS && is_child[i];
	cpu_watch_end();
	if (begun)
		return world_result(do_fork(parent, child));
	broken("fork_mm", i, "begin_child() was not called for it");
	return E_INVAL;
}

void fork_mm(struct run *r, struct mm *parent, struct mm *child)
{
	must(try_fork_mm(r, parent, child), "fork_mm", number_of(r, child));
}

/* A child's fresh memory is its parent's, or its own if the child faulted first. */
static enum value meaning_in(const struct run *r, const struct mm *mm, uint64_t word)
{
	struct stamp stamp;

	if (stamp_decode(word, &stamp) && stamp.kind == STAMP_ANON &&
	    stamp.owner == (mm->id & 0xfff))
		return FRESH;
	return world_meaning(r, word);
}

/* What the parent moves stays in place in the child, so moves do not matter. */
uint64_t load_in(struct run *r, struct mm *mm, uintptr_t va)
{
	uint64_t value = FAULT;
	uint64_t word = 0;

	if (!world_allows_in("load_in", mm, va, 1))
		return FAULT;
	become(mm);
	step(USER_ACCESS, va, 0);
	if (user_load(va, &word))
		value = meaning_in(r, mm, word);
	become(r->mm);
	return value;
}

uint64_t store_in(struct run *r, struct mm *mm, uintptr_t va, unsigned int n)
{
	uint64_t result;

	become(mm);
	result = store(r, va, n);
	become(r->mm);
	return result;
}

void world_finish_children(struct run *r)
{
	for (unsigned int i = 0; i < LITMUS_MMS; i++) {
		if (is_child[i])
			world_make_anew(r->mms[i]);
		is_child[i] = false;
	}
}
