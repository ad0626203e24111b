/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * PCIDs: are tagged entries kept across CR3 loads with bit 63, and kept apart?
 */
#include <arch/cpu.h>
#include <arch/tlb.h>
#include <kernel/mm/objects/mm.h>
#include <kernel/tlb/tlb.h>
#include <tests/hw/probe.h>
#include <tests/litmus.h>

#define PCID_ONE 100
#define PCID_TWO 101

static void pcid_tags(struct findings *found)
{
	struct bench bench;
	uint64_t root;

	if (!cpu_has(CPU_PCID)) {
		found->skipped = "this CPU has no PCID";
		return;
	}
	bench_open(&bench);
	root = bench.mm->tlb.pgd_pa;
	for (; found->tries < PROBE_TRIES; found->tries++) {
		pte_set(bench.ptep, bench_pte(bench.a, 0, 0));
		tlb_load_root(root, PCID_ONE, false);
		(void)bench_reads(bench.va, BENCH_A);
		pte_set(bench.ptep, bench_pte(bench.b, 0, 0));
		tlb_load_root(root, PCID_TWO, false);
		/* Another PCID must not see PCID_ONE's entry. */
		found->survived += !bench_reads(bench.va, BENCH_B);
		tlb_load_root(root, PCID_ONE, true);
		found->kept += bench_reads(bench.va, BENCH_A);
		tlb_load_root(root, PCID_TWO, false);
		tlb_invalidate_pcid(PCID_ONE);
		tlb_load_root(root, PCID_ONE, true);
		found->survived += !bench_reads(bench.va, BENCH_B);
		pte_set(bench.ptep, bench_pte(bench.a, 0, 0));
		tlb_load_root(root, PCID_TWO, true);
		tlb_invalidate_pcid_page(PCID_ONE, bench.va);
		tlb_load_root(root, PCID_ONE, true);
		found->survived += !bench_reads(bench.va, BENCH_A);
	}
	mm_use(NULL);
	mm_use(bench.mm);
	bench_close(&bench);
}

PROBE(pcid_tags) = {
	.name = "hw/pcid-tags",
	.asks = "does a CPU keep one PCID's entries while another runs?",
	.source = "SDM vol. 3, 4.10.1 and 4.10.4.1",
	.keeps = KEEPS_PCID,
	.keeps_name = "pcid-tagged",
	.run = pcid_tags,
};
