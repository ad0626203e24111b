/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * arch/model/pairs/spec.c: what a page may show after which calls, and what it may not.
 */
#include <arch/model/pairs/spec.h>
#include <tests/unit/spec_history.h>
#include <tests/unit/unit.h>

TEST(stores, "spec: a store is seen by what begins after it, and survives")
{
	anonymous();
	on(0, SPEC_STORE, 1);
	later_on(1, SPEC_LOAD, 1);
	EXPECT(may_be(1));
	EXPECT(!may_be(SPEC_FRESH));
	EXPECT(!may_be(2));
	finally(SPEC_LOAD, 1);
	history.calls[1].value = 1;
	EXPECT(may_be(1));
	EXPECT(!may_be(SPEC_FRESH));
}

TEST(overlaps, "spec: what overlaps is seen or not, and old may come after new")
{
	anonymous();
	before(SPEC_STORE, 1);
	on(0, SPEC_DONTNEED, 0);
	on(1, SPEC_LOAD, SPEC_FRESH);
	on(1, SPEC_LOAD, 1);
	EXPECT(holds());
	EXPECT(may_be(SPEC_FRESH));
	EXPECT(!may_be(SPEC_FAULT));
	(void)may_be(1);
	finally(SPEC_LOAD, SPEC_FRESH);
	EXPECT(holds());
	EXPECT(!may_be(1));
}

TEST(two_writers, "spec: of two that overlap either may be the last")
{
	anonymous();
	on(0, SPEC_STORE, 1);
	on(1, SPEC_STORE, 2);
	finally(SPEC_LOAD, 1);
	EXPECT(may_be(1));
	EXPECT(may_be(2));
	EXPECT(!may_be(SPEC_FRESH));
}

TEST(unmapped, "spec: after munmap() accesses fault, and after mmap() there is new memory")
{
	anonymous();
	before(SPEC_STORE, 1);
	on(0, SPEC_MUNMAP, 0);
	on(1, SPEC_LOAD, SPEC_FAULT);
	EXPECT(holds() && may_be(1));
	later_on(1, SPEC_LOAD, SPEC_FAULT);
	EXPECT(holds() && !may_be(1));
	(void)may_be(SPEC_FAULT);
	on(0, SPEC_MMAP, 0);
	finally(SPEC_LOAD, SPEC_FRESH);
	EXPECT(holds() && !may_be(1) && !may_be(SPEC_FAULT));
}

TEST(rights, "spec: after mprotect() stores fault, or are made, as it says; loads go on")
{
	anonymous();
	on(0, SPEC_PROTECT_R, 0);
	later_on(1, SPEC_STORE, 1)->result = SPEC_FAULT;
	EXPECT(holds());
	history.calls[1].result = SPEC_DONE;
	EXPECT(!holds());
	history.calls[1].result = SPEC_FAULT;
	later_on(1, SPEC_LOAD, SPEC_FRESH);
	EXPECT(holds() && !may_be(SPEC_FAULT));
	(void)may_be(SPEC_FRESH);
	on(0, SPEC_PROTECT_RW, 0);
	later_on(1, SPEC_STORE, 1);
	EXPECT(holds());
	history.calls[history.nr - 1].result = SPEC_FAULT;
	EXPECT(!holds());
}

TEST(failed, "spec: a call that failed changes nothing")
{
	anonymous();
	before(SPEC_MUNMAP, 0)->result = 30;
	finally(SPEC_LOAD, SPEC_FRESH);
	EXPECT(holds() && !may_be(SPEC_FAULT));
}

TEST(moved, "spec: after mremap() the page is there with all stores to it, and here no more")
{
	anonymous();
	on(0, SPEC_MREMAP, 0);
	on(1, SPEC_STORE, 1);
	finally(SPEC_LOAD, SPEC_FAULT);
	EXPECT(holds() && !may_be(1));
	(void)may_be(SPEC_FAULT);
	finally(SPEC_LOAD, 1)->at_z = true;
	EXPECT(holds() && !may_be(SPEC_FRESH) && !may_be(SPEC_FAULT));
}

TEST(given_up, "spec: after MADV_FREE a page is as it was or fresh, until a store; then it is that")
{
	anonymous();
	before(SPEC_STORE, 1);
	before(SPEC_FREE, 0);
	finally(SPEC_LOAD, 1);
	EXPECT(may_be(1) && may_be(SPEC_FRESH) && !may_be(2));
	history.nr--;
	before(SPEC_STORE, 2);
	finally(SPEC_LOAD, 2);
	EXPECT(may_be(2) && !may_be(1) && !may_be(SPEC_FRESH));
}

TEST(written_by_device, "spec: what a device wrote to a page after MADV_FREE is there")
{
	anonymous();
	before(SPEC_FREE, 0);
	before(SPEC_DMA, 1);
	finally(SPEC_LOAD, 1);
	EXPECT(holds() && !may_be(SPEC_FRESH));
}

TEST(given_up_for_good, "spec: a page that was seen to be given up does not come back")
{
	anonymous();
	before(SPEC_STORE, 1);
	before(SPEC_FREE, 0);
	on(0, SPEC_LOAD, SPEC_FRESH);
	later_on(1, SPEC_LOAD, SPEC_FRESH);
	EXPECT(holds() && !may_be(1));
}

TEST(noticed, "spec: after clear_refs the next store is noticed, and only that")
{
	anonymous();
	before(SPEC_STORE, 1);
	before(SPEC_CLEAR_REFS, 0);
	on(0, SPEC_STORE, 2);
	EXPECT(!holds());
	history.calls[2].noticed = true;
	EXPECT(holds());
	on(0, SPEC_STORE, 3);
	EXPECT(holds());
	history.calls[2].noticed = false;
	EXPECT(!holds());
}

TEST(pagemap, "spec: pagemap tells of a store, and of new memory, if all of clear_refs came before")
{
	anonymous();
	before(SPEC_STORE, 1);
	before(SPEC_CLEAR_REFS, 0);
	finally(SPEC_PAGEMAP, 0);
	EXPECT(holds() && may_be(1));
	anonymous();
	before(SPEC_CLEAR_REFS, 0);
	on(0, SPEC_STORE, 2)->noticed = true;
	finally(SPEC_PAGEMAP, 0);
	EXPECT(!holds() && may_be(1));
	anonymous();
	before(SPEC_CLEAR_REFS, 0);
	on(0, SPEC_DONTNEED, 0);
	finally(SPEC_PAGEMAP, 0);
	EXPECT(!holds());
	anonymous();
	on(0, SPEC_STORE, 2);
	on(1, SPEC_CLEAR_REFS, 0);
	finally(SPEC_PAGEMAP, 0);
	EXPECT(holds());
}

TEST(noticed_either, "spec: of two stores after clear_refs that overlap either is the noticed one")
{
	anonymous();
	before(SPEC_CLEAR_REFS, 0);
	on(0, SPEC_STORE, 2);
	on(1, SPEC_STORE, 3);
	EXPECT(holds());
}

TEST(born_dirty, "spec: a page that was mapped anew after clear_refs is dirty from its birth")
{
	anonymous();
	before(SPEC_CLEAR_REFS, 0);
	before(SPEC_LOAD, SPEC_FRESH)->noticed = true;
	before(SPEC_STORE, 1);
	EXPECT(holds());
	history.calls[1].noticed = false;
	EXPECT(!holds());
}

TEST(files, "spec: a shared mapping, read() and write() are of one page")
{
	shared_file();
	on(0, SPEC_WRITE, NEW);
	later_on(1, SPEC_LOAD, NEW);
	EXPECT(holds() && !may_be(SPEC_OLD));
	(void)may_be(NEW);
	later_on(1, SPEC_STORE, 1);
	finally(SPEC_READ, 1);
	EXPECT(holds() && !may_be(NEW));
	(void)may_be(1);
	finally(SPEC_FSYNC, 1);
	EXPECT(holds() && !may_be(NEW) && !may_be(SPEC_OLD));
}

TEST(private_copies, "spec: a private copy is nobody else's, and goes with MADV_DONTNEED")
{
	private_file();
	before(SPEC_STORE, 1);
	before(SPEC_READ, SPEC_OLD);
	EXPECT(holds() && !may_be(1));
	(void)may_be(SPEC_OLD);
	before(SPEC_WRITE, NEW);
	before(SPEC_LOAD, 1);
	EXPECT(holds() && !may_be(NEW));
	(void)may_be(1);
	before(SPEC_DONTNEED, 0);
	finally(SPEC_LOAD, NEW);
	EXPECT(holds() && !may_be(1) && !may_be(SPEC_OLD));
}

TEST(copy_under_way, "spec: while a store makes a private copy, it may show what the file had")
{
	private_file();
	on(0, SPEC_STORE, 1);
	on(1, SPEC_WRITE, NEW);
	on(1, SPEC_LOAD, SPEC_OLD);
	EXPECT(may_be(SPEC_OLD) && may_be(NEW) && may_be(1) && !may_be(2));
	later_on(1, SPEC_LOAD, 1);
	history.calls[2].value = NEW;
	EXPECT(may_be(1) && !may_be(SPEC_OLD) && !may_be(NEW));
}

TEST(cut_off, "spec: what was cut off faults, when truncate() has returned")
{
	private_file();
	before(SPEC_STORE, 1);
	on(0, SPEC_TRUNCATE, 0);
	on(1, SPEC_LOAD, 1);
	EXPECT(holds() && may_be(SPEC_FAULT));
	later_on(1, SPEC_LOAD, SPEC_FAULT);
	EXPECT(holds() && !may_be(1) && !may_be(SPEC_OLD));
}

TEST(cut_off_beside, "spec: what was cut off beside an unmapping faults when both have returned")
{
	private_file();
	before(SPEC_STORE, 1);
	on(0, SPEC_TRUNCATE, 0);
	on(1, SPEC_DONTNEED, 0);
	on(1, SPEC_STORE, 2);
	EXPECT(holds());
	later_on(1, SPEC_LOAD, SPEC_FAULT);
	EXPECT(holds() && !may_be(1) && !may_be(2));
	private_file();
	before(SPEC_STORE, 1);
	on(0, SPEC_MUNMAP, 0);
	on(1, SPEC_TRUNCATE, 0);
	on(1, SPEC_LOAD, 1);
	EXPECT(holds() && may_be(SPEC_FAULT));
	shared_file();
	on(0, SPEC_MUNMAP, 0);
	on(1, SPEC_TRUNCATE, 0);
	on(1, SPEC_LOAD, SPEC_FAULT);
	EXPECT(holds() && !may_be(SPEC_OLD));
}

TEST(stored_elsewhere, "spec: what is stored while memory is mapped there may be no file's")
{
	shared_file();
	on(0, SPEC_MMAP, 0);
	on(1, SPEC_STORE, 7);
	on(1, SPEC_INVALIDATE, 0);
	on(1, SPEC_LOAD, 7);
	later_on(0, SPEC_READ, SPEC_OLD);
	EXPECT(holds());
	EXPECT(may_be(7));
}

TEST(taken_back, "spec: what a device has taken back faults, though an unmapping is under way")
{
	shared_file();
	on(0, SPEC_MUNMAP, 0);
	on(1, SPEC_REVOKE, 0);
	on(1, SPEC_LOAD, SPEC_FAULT);
	EXPECT(holds() && !may_be(SPEC_OLD));
}

TEST(devices, "spec: a device's change is seen or not, but does not go away, nor overwrite stores")
{
	shared_file();
	before(SPEC_DEVICE_CHANGE, NEWER);
	on(0, SPEC_READ, NEWER);
	EXPECT(holds() && may_be(SPEC_OLD) && may_be(NEWER));
	later_on(1, SPEC_LOAD, NEWER);
	EXPECT(holds() && !may_be(SPEC_OLD));
	(void)may_be(NEWER);
	later_on(1, SPEC_STORE, 1);
	finally(SPEC_LOAD, 1);
	EXPECT(holds() && !may_be(NEWER));
}

TEST(invalidated, "spec: after an invalidation what the device has counts, but for what was stored")
{
	shared_file();
	before(SPEC_DEVICE_CHANGE, NEWER);
	before(SPEC_INVALIDATE, 0);
	finally(SPEC_LOAD, NEWER);
	EXPECT(holds() && !may_be(SPEC_OLD));
	shared_file();
	before(SPEC_STORE, 1);
	before(SPEC_DEVICE_CHANGE, NEWER);
	before(SPEC_INVALIDATE, 0);
	finally(SPEC_LOAD, 1);
	EXPECT(may_be(1));
}

TEST(invalidated_beside, "spec: while truncate() is under way an invalidation is not the last word")
{
	private_file();
	before(SPEC_DEVICE_CHANGE, NEWER);
	on(0, SPEC_TRUNCATE, 0);
	on(1, SPEC_INVALIDATE, 0);
	on(1, SPEC_LOAD, SPEC_OLD);
	EXPECT(holds() && may_be(NEWER) && may_be(SPEC_FAULT) && !may_be(1));
	(void)may_be(SPEC_OLD);
	finally(SPEC_LOAD, SPEC_FAULT);
	EXPECT(holds() && !may_be(SPEC_OLD) && !may_be(NEWER));
}

TEST(mapped_over, "spec: what was mapped over a page and moved is not what was mapped over it anew")
{
	anonymous();
	before(SPEC_MMAP, 0);
	before(SPEC_STORE, 1);
	before(SPEC_MREMAP, 0);
	before(SPEC_MMAP, 0);
	finally(SPEC_LOAD, SPEC_FRESH);
	EXPECT(holds() && !may_be(1));
	(void)may_be(SPEC_FRESH);
	finally(SPEC_LOAD, 1)->at_z = true;
	EXPECT(holds() && !may_be(SPEC_FRESH));
}

TEST(either_object, "spec: a store beside mmap() is in the one or in the other, whichever shows it")
{
	shared_file();
	on(0, SPEC_MMAP, 0);
	on(1, SPEC_STORE, 1);
	finally(SPEC_READ, SPEC_OLD);
	EXPECT(may_be(SPEC_OLD) && may_be(1));
	(void)may_be(SPEC_OLD);
	finally(SPEC_LOAD, 1);
	EXPECT(holds());
	finally(SPEC_FSYNC, SPEC_OLD);
	EXPECT(holds());
}

TEST(invisible, "spec: reclaim and its like change nothing")
{
	char text[200];

	anonymous();
	before(SPEC_STORE, 1);
	on(0, SPEC_INVISIBLE, 0);
	on(1, SPEC_LOAD, 1);
	EXPECT(holds() && !may_be(SPEC_FRESH));
	EXPECT_EQ(spec_judge(&history, text, sizeof(text)), 2);
	EXPECT_EQ(spec_allows(&history, 2), 1u << 1);
}
