/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Tests that break a rule which no compiler sees: tests/unit/hostile-test.sh has the model
 * run each, and tests/boot/hostile.sh a kernel with all of them.  The line "Says: …" at their
 * head is a part of what must be said, and the run must end with status 2, or with 0 if
 * there is no such line.  "Fails: …" is what a test says that fails otherwise, with status 1,
 * and "Crashes: …" one that crashes, with 3: there other tests go on in the model only.
 * "Races: …" is what only the model sees, and fails.
 */
#ifndef TESTS_HOSTILE_HOSTILE_H
#define TESTS_HOSTILE_HOSTILE_H

#include <tests/litmus.h>

static inline void map_x(struct run *r)
{
	content(r, r->file[0], 0, OLD);
	map(r, r->x, VM_READ | VM_SHARED, r->file[0], 0);
	fault_in(r->mm, r->x);
}

/* HOSTILE(identifier, name, more fields): what act() does is all that happens. */
#define HOSTILE(id, file_name, ...)                                                                \
	static void act_and_say(struct run *r)                                                     \
	{                                                                                          \
		act(r);                                                                            \
		r->reg[0] = 1;                                                                     \
	}                                                                                          \
                                                                                                   \
	LITMUS(id) = { .name = "hostile/" file_name,                                               \
		       .asks = "is it noticed?",                                                   \
		       .source = "a broken test",                                                  \
		       .setup = map_x,                                                             \
		       .cpu = { act_and_say },                                                     \
		       .regs = { "0:done" },                                                       \
		       .sees = { OLD },                                                            \
		       .outcomes = { SOMETIMES("done", 1), NEVER("not done", ANY) },               \
		       .teeth = { TOOTH(COW_SKIP_FLUSH) },                                         \
		       __VA_ARGS__ }

#endif
