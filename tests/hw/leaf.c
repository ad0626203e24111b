/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Leaves on this CPU: a leaf is changed, unflushed, then flushed by INVLPG.
 */
#include <arch/tlb.h>
#include <arch/user.h>
#include <tests/hw/probe.h>
#include <tests/litmus.h>

static void leaf_read(struct findings *found)
{
	struct bench bench;

	bench_open(&bench);
	for (; found->tries < PROBE_TRIES; found->tries++) {
		pte_set(bench.ptep, bench_pte(bench.a, 0, 0));
		tlb_invalidate_page(bench.va);
		(void)bench_reads(bench.va, BENCH_A);
		pte_set(bench.ptep, bench_pte(bench.b, 0, 0));
		found->kept += bench_reads(bench.va, BENCH_A);
		tlb_invalidate_page(bench.va);
		found->survived += !bench_reads(bench.va, BENCH_B);
	}
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

static void leaf_write(struct findings *found)
{
	struct bench bench;

	bench_open(&bench);
	for (; found->tries < PROBE_TRIES; found->tries++) {
		pte_set(bench.ptep, bench_pte(bench.a, 0, 0));
		tlb_invalidate_page(bench.va);
		(void)user_store(bench.va, BENCH_A);
		pte_set(bench.ptep, bench_pte(bench.a, 0, PTE_WRITE));
		found->kept += user_store(bench.va, BENCH_A);
		tlb_invalidate_page(bench.va);
		found->survived += user_store(bench.va, BENCH_A);
	}
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
	uint64_t value;

	bench_open(&bench);
	for (; found->tries < PROBE_TRIES; found->tries++) {
		pte_set(bench.ptep, bench_pte(bench.a, 0, 0));
		tlb_invalidate_page(bench.va);
		(void)bench_reads(bench.va, BENCH_A);
		pte_set(bench.ptep, pte_none_value());
		found->kept += bench_reads(bench.va, BENCH_A);
		tlb_invalidate_page(bench.va);
		found->survived += user_load(bench.va, &value);
	}
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
	for (; found->tries < PROBE_TRIES; found->tries++) {
		pte_set(bench.ptep, bench_pte(bench.a, 0, 0));
		tlb_invalidate_page(bench.va);
		(void)user_store(bench.va, BENCH_A);
		(void)pte_test_and_clear(bench.ptep, PTE_DIRTY);
		(void)user_store(bench.va, BENCH_A);
		found->kept += !pte_dirty(pte_get(bench.ptep));
		tlb_invalidate_page(bench.va);
		(void)user_store(bench.va, BENCH_A);
		found->survived += !pte_dirty(pte_get(bench.ptep));
	}
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
	for (; found->tries < PROBE_TRIES; found->tries++) {
		pte_set(bench.ptep, bench_pte(bench.a, PTE_GLOBAL, 0));
		tlb_invalidate_page(bench.va);
		(void)bench_reads(bench.va, BENCH_A);
		pte_set(bench.ptep, bench_pte(bench.b, PTE_GLOBAL, 0));
		tlb_invalidate_current();
		found->kept += bench_reads(bench.va, BENCH_A);
		tlb_invalidate_all();
		found->survived += !bench_reads(bench.va, BENCH_B);
	}
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
