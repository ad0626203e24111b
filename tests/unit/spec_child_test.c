/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * arch/model/pairs/spec.c: what the child that fork() made may show, and what it may not.
 */
#include <arch/model/pairs/spec.h>
#include <tests/unit/spec_history.h>
#include <tests/unit/unit.h>

/* Made by the child, or the parent's last look at what it has. */
static struct spec_call *child(struct spec_call *call)
{
	call->in_child = true;
	return call;
}

TEST(child_has,
     "spec: a child has what its parent had, whatever that does with its own after fork()")
{
	static const enum spec_kind gives_up[] = { SPEC_DONTNEED,  SPEC_FREE,	SPEC_MUNMAP,
						   SPEC_PROTECT_R, SPEC_MREMAP, SPEC_MMAP };

	for (unsigned int i = 0; i < sizeof(gives_up) / sizeof(gives_up[0]); i++) {
		anonymous();
		before(SPEC_STORE, 1);
		before(SPEC_FORK, 0);
		on(0, gives_up[i], 0);
		child(finally(SPEC_LOAD, 1));
		EXPECT(holds() && !may_be(SPEC_FRESH) && !may_be(SPEC_FAULT));
	}
}

TEST(child_sees, "spec: what parent or child stores after fork() the other does not see")
{
	char text[200];

	anonymous();
	before(SPEC_STORE, 1);
	on(0, SPEC_FORK, 0);
	later_on(1, SPEC_STORE, 2);
	child(finally(SPEC_LOAD, 1));
	EXPECT(holds() && !may_be(2));
	EXPECT_EQ(spec_judge(&history, text, sizeof(text)), 3);
	EXPECT(text[6] == 'f' && text[7] == 'o'); /* after fork() */
	anonymous();
	before(SPEC_STORE, 1);
	before(SPEC_FORK, 0);
	child(on(0, SPEC_STORE, 2));
	finally(SPEC_LOAD, 1);
	EXPECT(holds() && !may_be(2));
	(void)may_be(1);
	child(finally(SPEC_LOAD, 2));
	EXPECT(holds() && !may_be(1));
}

TEST(child_overlaps,
     "spec: a store beside fork() is in the child or not; what fork() failed to make faults")
{
	anonymous();
	before(SPEC_STORE, 1);
	on(0, SPEC_FORK, 0);
	on(1, SPEC_STORE, 2);
	child(finally(SPEC_LOAD, 1));
	EXPECT(holds() && may_be(2) && !may_be(SPEC_FRESH) && !may_be(SPEC_FAULT));
	history.calls[1].result = 30;
	EXPECT(!may_be(1) && may_be(SPEC_FAULT));
}

TEST(child_maps, "spec: a child has the areas and the rights that its parent had")
{
	anonymous();
	before(SPEC_PROTECT_R, 0);
	before(SPEC_FORK, 0);
	before(SPEC_PROTECT_RW, 0);
	child(on(0, SPEC_STORE, 1))->result = SPEC_FAULT;
	EXPECT(holds());
	history.calls[3].result = SPEC_DONE;
	EXPECT(!holds());
	anonymous();
	before(SPEC_MUNMAP, 0);
	before(SPEC_FORK, 0);
	before(SPEC_MMAP, 0);
	child(finally(SPEC_LOAD, SPEC_FAULT));
	EXPECT(holds() && !may_be(SPEC_FRESH));
}

TEST(child_of_file,
     "spec: a child sees the file until one of the two has stored, and its end always")
{
	private_file();
	before(SPEC_FORK, 0);
	before(SPEC_STORE, 1);
	before(SPEC_WRITE, NEW);
	child(finally(SPEC_LOAD, NEW));
	EXPECT(holds() && !may_be(1) && !may_be(SPEC_OLD));
	private_file();
	before(SPEC_STORE, 1);
	before(SPEC_FORK, 0);
	before(SPEC_WRITE, NEW);
	child(finally(SPEC_LOAD, 1));
	EXPECT(holds() && !may_be(NEW));
	(void)may_be(1);
	history.nr--;
	before(SPEC_TRUNCATE, 0);
	child(finally(SPEC_LOAD, SPEC_FAULT));
	EXPECT(holds() && !may_be(1));
	private_file();
	on(0, SPEC_FORK, 0);
	on(1, SPEC_STORE, 1);
	on(1, SPEC_WRITE, NEW);
	child(finally(SPEC_LOAD, SPEC_OLD)); /* a copy that was under way */
	EXPECT(may_be(SPEC_OLD) && may_be(NEW) && may_be(1) && !may_be(2));
	shared_file();
	before(SPEC_FORK, 0);
	before(SPEC_STORE, 1);
	child(finally(SPEC_LOAD, 1));
	EXPECT(holds() && !may_be(SPEC_OLD));
}
