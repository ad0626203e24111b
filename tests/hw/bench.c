/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * The probes' bench: hand-made page tables that the memory manager does not know.
 */
#include <arch/cpu.h>
#include <arch/tlb.h>
#include <arch/user.h>
#include <kernel/lib/bug.h>
#include <kernel/mm/calls/exit.h>
#include <kernel/mm/calls/mmap.h>
#include <kernel/mm/frames/alloc.h>
#include <kernel/mm/objects/mm.h>
#include <kernel/mm/tables/pgtable.h>
#include <kernel/smp/smp.h>
#include <kernel/tlb/tlb.h>
#include <tests/hw/probe.h>

#define BENCH_VA 0x7e0000000000UL

static struct page *bench_page(uint64_t word)
{
	struct page *page = page_alloc_zeroed(PAGE_KERNEL);

	BUG_ON(!page);
	*(uint64_t *)page_va(page) = word;
	return page;
}

void bench_open(struct bench *bench)
{
	bench->mm = mm_create();
	bench->va = BENCH_VA;
	BUG_ON(!bench->mm);
	/* A VMA that allows nothing: every fault is final, and munmap frees the tables. */
	BUG_ON(do_mmap(bench->mm, BENCH_VA, 2 * BENCH_PAGES * PAGE_SIZE, 0, NULL, 0));
	bench->ptep = pte_lookup_alloc(bench->mm, BENCH_VA);
	BUG_ON(!bench->ptep);
	bench->a = bench_page(BENCH_A);
	bench->b = bench_page(BENCH_B);
	mm_use(bench->mm);
}

void bench_close(struct bench *bench)
{
	for (unsigned int i = 0; i < BENCH_PAGES; i++)
		pte_set(&bench->ptep[i], pte_none_value());
	flush_tlb_mm(&bench->mm->tlb);
	mm_use(NULL);
	tlb_invalidate_all();
	mm_destroy(bench->mm);
	page_put(bench->a);
	page_put(bench->b);
}

pte_t bench_pte(const struct page *page, uint64_t more, uint64_t less)
{
	uint64_t bits = PTE_PRESENT | PTE_WRITE | PTE_USER | PTE_ACCESSED | PTE_DIRTY | PTE_NX;

	if (!cpu_has(CPU_NX))
		bits &= ~PTE_NX;
	return pte_make(page_to_pfn(page), (bits | more) & ~less);
}

bool bench_reads(uintptr_t va, uint64_t word)
{
	uint64_t value;

	return user_load(va, &value) && value == word;
}

struct errand {
	struct bench *bench;
	void (*fn)(struct bench *bench);
};

static void run_errand(void *arg)
{
	const struct errand *errand = arg;

	mm_use(errand->bench->mm);
	errand->fn(errand->bench);
}

bool bench_on_other_cpu(struct bench *bench, void (*fn)(struct bench *bench))
{
	struct errand errand = { bench, fn };
	unsigned int cpu = cpu_id() == 0 ? 1 : 0;

	if (nr_cpus < 2)
		return false;
	smp_call(cpu, run_errand, &errand);
	smp_wait(cpu);
	return true;
}
