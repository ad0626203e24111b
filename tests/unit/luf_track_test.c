/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * kernel/mm/tables/luf_track.c and the entries of kernel/mm/tables/entry.h: what is written down of
 * a deferred flush is found again, until the flush is done.
 */
#include <kernel/mm/tables/luf_track.h>
#include <kernel/mm/tables/ptep.h>
#include <kernel/rules/mutants.h>
#include <kernel/tlb/luf.h>
#include <kernel/tlb/luf_ticks.h>
#include <tests/unit/host.h>
#include <tests/unit/unit.h>

static struct mm mm;
static struct vma vma = { .mm = &mm };

/* A flush of an entry that was @entry is deferred, for CPU 0. */
static pte_t defer(enum luf_track track, pte_t entry)
{
	struct cpumask mask = { { 1 } };
	uint64_t ugen = luf_new_ugen();
	pte_t pte = entry;

	luf_track_choose(track);
	luf_fold(&mm.tlb.luf, &mask, ugen);
	luf_track_defer(&vma, &pte, ugen);
	return pte;
}

TEST(names, "luf_track: each design has the name that luf_track= takes")
{
	EXPECT_STR(luf_track_name(LUF_TRACK_VMA), "vma");
	EXPECT_STR(luf_track_name(LUF_TRACK_PTE), "pte");
	luf_track_choose(LUF_TRACK_PTE);
	EXPECT_EQ(luf_track(), LUF_TRACK_PTE);
}

TEST(kinds, "entry: markers and bits are told from pages and from nothing")
{
	pte_t none = pte_none_value();
	pte_t marker = entry_make(ENTRY_LUF, 77);
	pte_t swap = entry_make(ENTRY_SWAP, 0xffffffffffULL);
	pte_t page = pte_make(5, PTE_PRESENT | PTE_LARGE);
	pte_t protnone = pte_make(5, PTE_PROTNONE | PTE_LARGE);

	EXPECT(entry_is_empty(none) && !entry_is_luf(none));
	EXPECT(entry_is_empty(marker) && entry_is_luf(marker) && entry_value(marker) == 77);
	EXPECT(!entry_is_empty(swap) && !entry_is_luf(swap));
	swap = entry_set_luf(swap);
	EXPECT(!entry_is_empty(swap) && entry_is_luf(swap) && !entry_is_page(swap));
	EXPECT_EQ(entry_kind(swap), ENTRY_SWAP);
	EXPECT_EQ(entry_value(swap), 0xffffffffffULL);
	EXPECT(!entry_is_empty(page) && !entry_is_luf(page) && entry_is_page(page));
	EXPECT(!entry_is_empty(protnone) && !entry_is_luf(protnone) && entry_is_page(protnone));
}

TEST(vma_track,
     "luf_track=vma: the area knows, for all of its entries, and the entry is left alone")
{
	EXPECT(!luf_track_pending(&vma, pte_none_value()));
	EXPECT(pte_none(defer(LUF_TRACK_VMA, pte_none_value())));
	EXPECT_EQ(luf_track_vma_ugen(&vma), luf_ugen_now());
	EXPECT(luf_track_pending(&vma, pte_none_value()));
	luf_publish_done(luf_ugen_now());
	EXPECT(!luf_track_pending(&vma, pte_none_value()));
}

TEST(pte_track, "luf_track=pte: the entry knows, and no other")
{
	pte_t marker = defer(LUF_TRACK_PTE, pte_none_value());
	pte_t later;

	EXPECT_EQ(entry_kind(marker), ENTRY_LUF);
	EXPECT_EQ(luf_track_entry_ugen(&mm, marker), luf_ugen_now());
	EXPECT_EQ(luf_track_vma_ugen(&vma), 0);
	EXPECT(luf_track_pending(&vma, marker) && !luf_track_pending(&vma, pte_none_value()));
	luf_publish_done(luf_ugen_now());
	later = defer(LUF_TRACK_PTE, pte_none_value());
	EXPECT(!luf_track_pending(&vma, marker) && luf_track_pending(&vma, later));
}

TEST(bit,
     "luf_track=pte: an entry with a value of its own gets a bit, which may mean more than it should")
{
	pte_t swap = defer(LUF_TRACK_PTE, entry_make(ENTRY_SWAP, 9));

	EXPECT(entry_is_luf(swap) && entry_value(swap) == 9);
	EXPECT(luf_track_pending(&vma, swap));
	luf_publish_done(luf_ugen_now());
	EXPECT(!luf_track_pending(&vma, swap));
	(void)defer(LUF_TRACK_PTE, pte_none_value());
	EXPECT(luf_track_pending(&vma, swap));
	EXPECT(!luf_track_pending(&vma, entry_make(ENTRY_SWAP, 9)));
}

TEST(again, "luf_track=pte: a marker is replaced by a later one")
{
	pte_t marker = defer(LUF_TRACK_PTE, defer(LUF_TRACK_PTE, pte_none_value()));

	EXPECT_EQ(luf_track_entry_ugen(&mm, marker), luf_ugen_now());
	EXPECT_PANIC(luf_track_defer(&vma, &(pte_t){ .v = PTE_PRESENT }, 1), "pte_present");
}

TEST(wraps, "luf_track=pte: a tick with more bits than the marker is found again")
{
	pte_t before = defer(LUF_TRACK_PTE, pte_none_value());
	uint64_t ugen = luf_ugen_now();
	pte_t after;

	luf_skip_ticks(ENTRY_VALUE_MASK);
	EXPECT_EQ(luf_track_entry_ugen(&mm, before), ugen);
	after = defer(LUF_TRACK_PTE, pte_none_value());
	EXPECT_EQ(entry_value(after), 0);
	EXPECT_EQ(luf_track_entry_ugen(&mm, after), luf_ugen_now());
	EXPECT_EQ(luf_track_entry_ugen(&mm, before), ugen);
	/* Another round later the old marker may be taken for a newer one, never an older. */
	luf_skip_ticks(ENTRY_VALUE_MASK);
	(void)luf_new_ugen();
	EXPECT(luf_track_entry_ugen(&mm, after) >= ENTRY_VALUE_MASK + 1);
	mutant_set(MUTANT_MARKER_TICK_WRAPS, true);
	EXPECT(!luf_track_pending(&vma, after));
}
