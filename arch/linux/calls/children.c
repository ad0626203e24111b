/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * The calls of a litmus about children and guests, which are processes that a run makes: see
 * tests/litmus.h.
 */
#include <string.h>
#include <arch/linux/calls/late.h>
#include <arch/linux/calls/place.h>
#include <arch/linux/calls/result.h>
#include <arch/linux/calls/sys.h>
#include <tests/engine/broken.h>

void begin_child(struct run *r, struct mm *mm)
{
	(void)r;
	if (mm->nr == 0 || mm->at >= SYS_CHILDREN) {
		broken("begin_child", mm->nr, "a child is mms[1] or mms[2], once in a run");
		return;
	}
	mm->at = place_child(place_here(), mm->nr);
}

uint64_t try_fork_mm(struct run *r, struct mm *parent, struct mm *child)
{
	struct place *place = place_here();
	struct change *change;
	int err;

	(void)r;
	if (child->at < SYS_CHILDREN) {
		broken("fork_mm", child->nr, "begin_child() was not called for it");
		return E_INVAL;
	}
	late_make_all();
	place->anon[child->nr] = place->anon[parent->nr];
	change = change_begin(place_in(parent->nr, 0), place_in(parent->nr + 1, 0));
	change->loads_stay = true;
	err = sys_fork(parent->at, child->at);
	change_end(change, !err);
	return linux_result(!err);
}

void fork_mm(struct run *r, struct mm *parent, struct mm *child)
{
	must(try_fork_mm(r, parent, child), "fork_mm", child->nr);
}

uint64_t load_in(struct run *r, struct mm *mm, uintptr_t va)
{
	uint64_t value;

	place_use(mm);
	value = load(r, va);
	place_use(r->mm);
	return value;
}

uint64_t store_in(struct run *r, struct mm *mm, uintptr_t va, unsigned int n)
{
	uint64_t value;

	place_use(mm);
	value = store(r, va, n);
	place_use(r->mm);
	return value;
}

/* A guest is a fork() of this program, so what it has of this place is unmapped. */
void begin_guest(struct run *r)
{
	struct place *place = place_here();
	struct mm *guest = &place->mm[GUEST];

	if (guest->at) {
		broken("begin_guest", 0, "the run has a guest already");
		return;
	}
	guest->at = place_child(place, GUEST);
	place->anon[GUEST] = 0;
	r->guest = guest;
	must(linux_result(!sys_fork(0, guest->at) && !place_clear(place, guest)), "begin_guest", 0);
}

void end_guest(struct run *r)
{
	struct mm *guest = &place_here()->mm[GUEST];
	struct change *change;

	(void)r;
	if (!guest->at) {
		broken("end_guest", 0, "begin_guest() was not called, or it has ended");
		return;
	}
	change = change_begin(place_in(GUEST, 0), place_in(GUEST + 1, 0));
	sys_end(guest->at);
	guest->at = 0;
	change_end(change, true);
}
