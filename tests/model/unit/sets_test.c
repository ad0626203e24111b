/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * machine/tlb_set.c and what keeps the sets closed: what a CPU may hold after one operation, where
 * random programs do not come to it.
 */
#include <arch/cpu.h>
#include <arch/model/machine/access.h>
#include <arch/model/machine/machine.h>
#include <arch/model/machine/tlb_close.h>
#include <arch/model/machine/user_outcomes.h>
#include <arch/model/machine/walk.h>
#include <tests/unit/unit.h>

#define VA    0x40001000UL
#define OTHER 0x80001000UL
#define PCID  1
#define UPPER (PTE_PRESENT | PTE_WRITE | PTE_USER | PTE_ACCESSED)
#define FRESH (PTE_PRESENT | PTE_WRITE | PTE_USER)

/* Frames: the root and the tables below it, and a page. */
enum { ROOT = 10, PAGE = 20 };
#define LAST_TABLE (ROOT + TABLE_LEVELS - 1)

static struct tlb_set *const set = &cpus[0].tlb;

/* The entry for VA in the table of @level. */
static uint64_t *entry_at(unsigned int level)
{
	return &frame_words(ROOT + TABLE_LEVELS - 1 - level)[pte_index(VA, level)];
}

static void store(uint64_t *entry, uint32_t frame, uint64_t bits)
{
	*entry = pte_value(pte_make(FIRST_PFN + frame, bits));
	tlb_word_changed(entry);
}

/* Tables for VA -> PAGE, with @bits. */
static void make_tables(uint64_t bits)
{
	machine_start(1);
	for (unsigned int level = TABLE_LEVELS - 1; level > 0; level--)
		store(entry_at(level), ROOT + TABLE_LEVELS - level, UPPER);
	store(entry_at(0), PAGE, bits);
}

static struct leaf leaf_of(uint8_t bits)
{
	return (struct leaf){ .page = VA >> PAGE_SHIFT, .frame = PAGE, .pcid = PCID, .bits = bits };
}

TEST(root_store, "model: a store to an entry of the root adds all that it leads to")
{
	make_tables(FRESH);
	*entry_at(TABLE_LEVELS - 1) = 0;
	tlb_set_load_root(0, ROOT, PCID, false);
	EXPECT_EQ(set->nr_leaves, 0);
	store(entry_at(TABLE_LEVELS - 1), ROOT + 1, UPPER);
	EXPECT_EQ(set->nr_leaves, 1);
	EXPECT_EQ(set->nr_branches, TABLE_LEVELS - 1);
}

TEST(fault, "model: a fault drops the tables that lead to its address, and no others")
{
	machine_start(1);
	cpus[0].pcid = PCID;
	set->branches[0] = (struct branch){ .base = VA & ~(pte_span(1) - 1), .pcid = PCID };
	set->branches[1] = (struct branch){ .base = OTHER & ~(pte_span(1) - 1), .pcid = PCID };
	set->nr_branches = 2;
	tlb_set_fault(0, VA);
	EXPECT_EQ(set->nr_branches, 1);
	EXPECT(branch_covers(&set->branches[0], OTHER));
}

TEST(broadcast, "model: INVLPGB without an address takes all but global entries")
{
	machine_start(1);
	set->leaves[0] = leaf_of(LEAF_USER | LEAF_GLOBAL);
	set->leaves[1] = leaf_of(LEAF_USER);
	set->nr_leaves = 2;
	tlb_set_doom(0, ALL_PAGES);
	tlb_set_end_doomed(0);
	EXPECT_EQ(set->nr_leaves, 1);
	EXPECT(set->leaves[0].bits & LEAF_GLOBAL);
}

TEST(owners, "model: an entry of a frame's earlier owner is another, and stays doomed")
{
	make_tables(UPPER);
	tlb_set_load_root(0, ROOT, PCID, false);
	*entry_at(0) = 0;
	tlb_word_changed(entry_at(0));
	tlb_set_doom(0, VA);
	frame_owner[PAGE]++;
	store(entry_at(0), PAGE, UPPER);
	EXPECT_EQ(set->nr_leaves, 2);
	tlb_set_end_doomed(0);
	EXPECT_EQ(set->nr_leaves, 1);
	EXPECT_EQ(set->leaves[0].owner, frame_owner[PAGE]);
}

TEST(nx, "model: an entry with NX allows loads, and no fetch")
{
	struct leaf leaf = leaf_of(LEAF_USER | LEAF_NX);

	EXPECT(leaf_permits(&leaf, LOAD));
	EXPECT(!leaf_permits(&leaf, EXEC));
	leaf = leaf_of(LEAF_USER);
	EXPECT(leaf_permits(&leaf, EXEC));
}

TEST(reserved,
     "model: a walk from a held table may end at an entry that is not present, or reserved")
{
	machine_start(1);
	cpus[0].pcid = PCID;
	set->branches[0] = (struct branch){ .base = VA & ~(pte_span(1) - 1),
					    .table = LAST_TABLE,
					    .pcid = PCID };
	set->nr_branches = 1;
	EXPECT(tlb_set_leads_nowhere(0, VA));
	*entry_at(0) = pte_value(pte_make(FIRST_PFN + PAGE, UPPER));
	EXPECT(!tlb_set_leads_nowhere(0, VA));
	*entry_at(0) = pte_value(pte_make(FIRST_PFN + NR_FRAMES, UPPER));
	EXPECT(tlb_set_leads_nowhere(0, VA));
}

TEST(overwritten, "model: a walk may have set A in an entry just before it is overwritten")
{
	bool young = false;

	make_tables(FRESH);
	tlb_set_load_root(0, ROOT, PCID, false);
	access_overwrite(entry_at(0), sizeof(pte_t), *entry_at(0));
	for (unsigned int i = 0; i < set->nr_leaves; i++)
		young |= set->leaves[i].bits & LEAF_YOUNG;
	EXPECT(young);
	EXPECT(!(*entry_at(0) & PTE_ACCESSED));
}
