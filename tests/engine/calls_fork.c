/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * What the functions of a litmus call to have children: see tests/litmus.h.  Which mms are
 * children is written down, so that they are as they were in the next run; that is no event.
 */
#include <arch/cpu.h>
#include <kernel/mm/calls/fork.h>
#include <kernel/mm/calls/munmap.h>
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

void world_finish_children(struct run *r)
{
	for (unsigned int i = 0; i < LITMUS_MMS; i++) {
		if (is_child[i])
			world_make_anew(r->mms[i]);
		is_child[i] = false;
	}
}
