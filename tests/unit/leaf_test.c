/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * The walk over leaves, and what calls do with a large one.  Nothing maps large pages yet: the leaf
 * is put there by hand, and counts as one mapping of its first frame.
 */
#include <kernel/mm/calls/mmap.h>
#include <kernel/mm/calls/mprotect.h>
#include <kernel/mm/calls/mremap.h>
#include <kernel/mm/calls/munmap.h>
#include <kernel/mm/calls/softdirty.h>
#include <kernel/mm/frames/alloc.h>
#include <kernel/mm/machinery/mm_fault.h>
#include <kernel/mm/objects/mm.h>
#include <kernel/mm/objects/rmap.h>
#include <kernel/mm/objects/vma.h>
#include <kernel/mm/tables/entry.h>
#include <kernel/mm/tables/leaf.h>
#include <arch/user.h>
#include <tests/unit/host.h>
#include <tests/unit/mmu.h>
#include <tests/unit/unit.h>

#define SPAN	 pte_span(1)
#define AT(span) (0x40000000UL + (span)*SPAN)
#define RW	 (VM_READ | VM_WRITE)

static struct mm *mm;
static struct page *head;

/* A frame that a large leaf may begin with. */
static struct page *alloc_head(void)
{
	struct page *page = page_alloc_for(PAGE_ANON, mm_owner(mm));

	while (page && page_to_pfn(page) % pte_pages(1))
		page = page_alloc_for(PAGE_ANON, mm_owner(mm));
	EXPECT(page);
	return page;
}

/* A VMA of three spans: a table with one page, a large leaf, and nothing. */
static void start(void)
{
	host_features[CPU_PCID] = true;
	host_features[CPU_NX] = true;
	mmu_start(1);
	host_frames(1024);
	mm = mm_create();
	EXPECT(mm);
	mm_use(mm);
	EXPECT_EQ(do_mmap(mm, AT(0), 3 * SPAN, RW, NULL, 0), 0);
	EXPECT(user_store(AT(0) + 3 * PAGE_SIZE, 5));
	head = alloc_head();
	head->index = 7;
	page_add_rmap(head);
	page_get(head); /* ours, to look at it when the mapping's is gone */
	pte_set(pmd_lookup_alloc(mm, AT(1)),
		pte_make_leaf(page_to_pfn(head),
			      pte_bits_for(RW) | PTE_WRITE | PTE_DIRTY | PTE_ACCESSED, 1));
}

static pte_t large(unsigned int span)
{
	return pte_get(pmd_lookup(mm, AT(span)));
}

TEST(levels, "leaf: each leaf is visited once, with its level, and what is missing is not")
{
	struct leaf leaf;
	unsigned int small = 0;

	start();
	leaf = leaves_between(mm, AT(0), AT(3));
	for (; leaf_lock_next(&leaf) && leaf.level == 0; small++) {
		EXPECT_EQ(leaf.va, AT(0) + small * PAGE_SIZE);
		EXPECT_EQ(pte_none(pte_get(leaf.ptep)), small != 3);
		leaf_unlock(&leaf);
	}
	EXPECT_EQ(small, PTRS_PER_TABLE);
	EXPECT(leaf.level == 1 && leaf.va == AT(1) && leaf.ptep == pmd_lookup(mm, AT(1)));
	leaf_unlock(&leaf);
	EXPECT(!leaf_lock_next(&leaf));
}

TEST(holes, "leaf: a missing table of whatever level is one step")
{
	struct mm *empty;
	struct leaf leaf;

	start();
	empty = mm_create();
	EXPECT(empty);
	leaf = leaves_between(empty, 0, USER_VA_END);
	EXPECT(!leaf_lock_next(&leaf));
}

TEST(parts, "leaf: a part of a large leaf is refused, and so is a table in its place")
{
	start();
	EXPECT_PANIC(do_mprotect(mm, AT(1), PAGE_SIZE, VM_READ), "is_whole(leaf)");
	EXPECT_PANIC(do_munmap(mm, AT(1) + PAGE_SIZE, SPAN), "is_whole(leaf)");
	EXPECT_PANIC(pte_lookup(mm, AT(1)), "found != level");
	EXPECT_PANIC(do_mremap(mm, AT(1), SPAN, AT(8) + PAGE_SIZE), "found != level");
}

TEST(mprotect, "mprotect: a large leaf loses W, stays large, and all of it is flushed")
{
	start();
	EXPECT_EQ(do_mprotect(mm, AT(1), SPAN, VM_READ), 0);
	EXPECT(entry_is_large(large(1), 1) && !pte_write(large(1)) && pte_dirty(large(1)));
	EXPECT_EQ(pte_pfn(large(1)), page_to_pfn(head));
	EXPECT_EQ(do_mprotect(mm, AT(1), SPAN, 0), 0);
	EXPECT(entry_is_large(large(1), 1) && !pte_present(large(1)));
}

TEST(range, "gather: a large leaf that is changed has its whole span flushed")
{
	struct mmu_counts before;

	start();
	before = mmu_counts;
	EXPECT_EQ(do_clear_refs(mm, AT(1), SPAN), 0);
	EXPECT(entry_is_large(large(1), 1) && !pte_write(large(1)));
	/* More than are invalidated one by one. */
	EXPECT_EQ(mmu_counts.page, before.page);
	EXPECT(mmu_counts.current > before.current);
}

TEST(munmap, "munmap: a large leaf goes, with its mapping and its reference, and so do tables")
{
	start();
	EXPECT_EQ(page_mapcount(head), 1);
	EXPECT_EQ(do_munmap(mm, AT(0), 3 * SPAN), 0);
	EXPECT_EQ(page_mapcount(head), 0);
	EXPECT_EQ(head->refcount, 1);
	EXPECT(!pmd_lookup(mm, AT(1)));
}

TEST(mremap, "mremap: a large leaf moves as it is, and the old place is flushed and empty")
{
	start();
	EXPECT_EQ(do_mremap(mm, AT(0), 3 * SPAN, AT(8)), 0);
	EXPECT(entry_is_large(large(9), 1) && pte_write(large(9)));
	EXPECT_EQ(pte_pfn(large(9)), page_to_pfn(head));
	EXPECT_EQ(head->index, 7); /* what it would lose if it passed for a table */
	EXPECT(!pmd_lookup(mm, AT(1)) || pte_none(large(1)));
	EXPECT_EQ(page_mapcount(head), 1);
	EXPECT_EQ(do_munmap(mm, AT(8), 3 * SPAN), 0);
	EXPECT_EQ(page_mapcount(head), 0);
}
