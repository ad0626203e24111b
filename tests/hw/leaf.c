/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Leaves on this CPU: change a leaf without a flush, look, then flush.
 */
#include <arch/tlb.h>
#include <arch/user.h>
#include <tests/hw/probe.h>
#include <tests/litmus.h>

/* One way to change a leaf, and to see that the old one is still used. */
struct change {
	pte_t before;
	pte_t after;
	bool (*old_is_used)(const struct bench *bench);
	void (*meanwhile)(void); /* something that need not drop the old one, or NULL */
	void (*flush)(void);	 /* NULL: INVLPG */
};

static void try_change(const struct bench *bench, const struct change *change,
		       struct findings *found)
{
	for (; found->tries < PROBE_TRIES; found->tries++) {
		pte_set(bench->ptep, change->before);
		tlb_invalidate_all();
		(void)change->old_is_used(bench);
		pte_set(bench->ptep, change->after);
		if (change->meanwhile)
			change->meanwhile();
		found->kept += change->old_is_used(bench);
		if (change->flush)
			change->flush();
		else
			tlb_invalidate_page(bench->va);
		found->survived += change->old_is_used(bench);
	}
}

static bool reads_a(const struct bench *bench)
{
	return bench_reads(bench->va, BENCH_A);
}

static bool stores(const struct bench *bench)
{
	return user_store(bench->va, BENCH_A);
}

static bool stores_without_dirty(const struct bench *bench)
{
	return user_store(bench->va, BENCH_A) && !pte_dirty(pte_get(bench->ptep));
}

static void leaf_read(struct findings *found)
{
	struct bench bench;

	bench_open(&bench);
	try_change(&bench,
		   &(struct change){
			   .before = bench_pte(bench.a, 0, 0),
			   .after = bench_pte(bench.b, 0, 0),
			   .old_is_used = reads_a,
		   },
		   found);
	bench_close(&bench);
}

PROBE(leaf_read) = {
	.name = "hw/leaf-read",
	.asks = "after a leaf is pointed elsewhere, do loads still go to the old frame?",
	.source = "SDM vol. 3, 4.10.4.4",
	.keeps = KEEPS_READ,
	.keeps_name = "leaf-read",
	.run = leaf_read,
};

static void leaf_flush_all(struct findings *found)
{
	struct bench bench;

	bench_open(&bench);
	try_change(&bench,
		   &(struct change){
			   .before = bench_pte(bench.a, 0, 0),
			   .after = bench_pte(bench.b, 0, 0),
			   .old_is_used = reads_a,
			   .flush = tlb_invalidate_all,
		   },
		   found);
	bench_close(&bench);
}

PROBE(leaf_flush_all) = {
	.name = "hw/flush-all",
	.asks = "is a changed leaf gone once everything is invalidated?",
	.source = "SDM vol. 3, 4.10.4.1: INVPCID of type 2, or a change of CR4.PGE",
	.run = leaf_flush_all,
};

static void leaf_flush_nonglobal(struct findings *found)
{
	struct bench bench;

	bench_open(&bench);
	try_change(&bench,
		   &(struct change){
			   .before = bench_pte(bench.a, 0, 0),
			   .after = bench_pte(bench.b, 0, 0),
			   .old_is_used = reads_a,
			   .flush = tlb_invalidate_nonglobal,
		   },
		   found);
	bench_close(&bench);
}

PROBE(leaf_flush_nonglobal) = {
	.name = "hw/flush-nonglobal",
	.asks = "is a changed leaf gone once everything but global entries is invalidated?",
	.source = "SDM vol. 3, 4.10.4.1: INVPCID of type 3, or what does more",
	.run = leaf_flush_nonglobal,
};

static void leaf_write(struct findings *found)
{
	struct bench bench;

	bench_open(&bench);
	try_change(&bench,
		   &(struct change){
			   .before = bench_pte(bench.a, 0, 0),
			   .after = bench_pte(bench.a, 0, PTE_WRITE),
			   .old_is_used = stores,
		   },
		   found);
	bench_close(&bench);
}

PROBE(leaf_write) = {
	.name = "hw/leaf-write",
	.asks = "after a leaf is made read-only, do stores still go through?",
	.source = "SDM vol. 3, 4.10.4.4",
	.keeps = KEEPS_WRITE,
	.keeps_name = "leaf-write",
	.run = leaf_write,
};

static void unmapped_read(struct findings *found)
{
	struct bench bench;

	bench_open(&bench);
	try_change(&bench,
		   &(struct change){
			   .before = bench_pte(bench.a, 0, 0),
			   .after = pte_none_value(),
			   .old_is_used = reads_a,
		   },
		   found);
	bench_close(&bench);
}

PROBE(unmapped_read) = {
	.name = "hw/unmapped-read",
	.asks = "after a leaf is cleared, do loads still succeed?",
	.source = "SDM vol. 3, 4.10.4.4",
	.keeps = KEEPS_UNMAPPED,
	.keeps_name = "unmapped-read",
	.run = unmapped_read,
};

static void lost_dirty(struct findings *found)
{
	struct bench bench;

	bench_open(&bench);
	try_change(&bench,
		   &(struct change){
			   .before = bench_pte(bench.a, 0, 0),
			   .after = bench_pte(bench.a, 0, PTE_DIRTY),
			   .old_is_used = stores_without_dirty,
		   },
		   found);
	bench_close(&bench);
}

PROBE(lost_dirty) = {
	.name = "hw/lost-dirty",
	.asks = "after D is cleared, do stores through the kept entry leave it clear?",
	.source = "SDM vol. 3, 4.10.4.3",
	.keeps = KEEPS_DIRTY,
	.keeps_name = "dirty",
	.run = lost_dirty,
};

static void global_leaf(struct findings *found)
{
	struct bench bench;

	if (!cpu_has(CPU_PGE)) {
		found->skipped = "this CPU has no global pages";
		return;
	}
	bench_open(&bench);
	try_change(&bench,
		   &(struct change){
			   .before = bench_pte(bench.a, PTE_GLOBAL, 0),
			   .after = bench_pte(bench.b, PTE_GLOBAL, 0),
			   .old_is_used = reads_a,
			   .meanwhile = tlb_invalidate_current,
			   .flush = tlb_invalidate_all,
		   },
		   found);
	bench_close(&bench);
}

PROBE(global_leaf) = {
	.name = "hw/global-cr3",
	.asks = "does a global leaf outlive a load of CR3?",
	.source = "SDM vol. 3, 4.10.2.4; catalogue: global-survives-cr3",
	.keeps = KEEPS_GLOBAL,
	.keeps_name = "global-across-cr3",
	.run = global_leaf,
};

static void global_nonglobal(struct findings *found)
{
	struct bench bench;

	if (!cpu_has(CPU_PGE) || !cpu_has(CPU_INVPCID)) {
		found->skipped = "this CPU has no global pages, or no INVPCID";
		return;
	}
	bench_open(&bench);
	try_change(&bench,
		   &(struct change){
			   .before = bench_pte(bench.a, PTE_GLOBAL, 0),
			   .after = bench_pte(bench.b, PTE_GLOBAL, 0),
			   .old_is_used = reads_a,
			   .meanwhile = tlb_invalidate_nonglobal,
			   .flush = tlb_invalidate_all,
		   },
		   found);
	bench_close(&bench);
}

PROBE(global_nonglobal) = {
	.name = "hw/global-invpcid",
	.asks = "does a global leaf outlive an INVPCID of all but global entries?",
	.source = "SDM vol. 3, 4.10.4.1: INVPCID of type 3",
	.run = global_nonglobal,
};

/* Touch many pages, change all of them, and count the old ones that are left. */
static void how_many(struct findings *found)
{
	struct bench bench;

	bench_open(&bench);
	for (unsigned int i = 0; i < BENCH_PAGES; i++)
		pte_set(&bench.ptep[i], bench_pte(bench.a, 0, 0));
	tlb_invalidate_current();
	for (unsigned int i = 0; i < BENCH_PAGES; i++)
		(void)bench_reads(bench.va + i * PAGE_SIZE, BENCH_A);
	for (unsigned int i = 0; i < BENCH_PAGES; i++)
		pte_set(&bench.ptep[i], bench_pte(bench.b, 0, 0));
	/* The newest first: each look may evict an older one. */
	for (unsigned int i = BENCH_PAGES; i-- > 0;)
		found->detail += bench_reads(bench.va + i * PAGE_SIZE, BENCH_A);
	found->tries = 1;
	found->kept = found->detail != 0;
	tlb_invalidate_current();
	for (unsigned int i = 0; i < BENCH_PAGES; i++)
		found->survived += !bench_reads(bench.va + i * PAGE_SIZE, BENCH_B);
	bench_close(&bench);
}

PROBE(how_many) = {
	.name = "hw/how-many",
	.asks = "of 512 leaves touched and then changed, how many are kept at once?",
	.source = "capacity of this CPU's TLB",
	.detail = "of 512 entries kept",
	.run = how_many,
};
