/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * See page_fault.h.  A fault that finds no memory reclaims pages, with no lock held, and begins
 * again.
 */
#include <arch/cpu.h>
#include <arch/user.h>
#include <kernel/lib/bug.h>
#include <kernel/lib/errno.h>
#include <kernel/mm/calls/page_fault.h>
#include <kernel/mm/machinery/mm_fault.h>
#include <kernel/mm/machinery/watermark.h>
#include <kernel/mm/objects/mm.h>
#include <kernel/race/point.h>
#include <kernel/race/step.h>
#include <kernel/rules/mutants.h>
#include <kernel/tlb/luf_debug.h>

/* Each CPU counts its own. */
static uint64_t nr_faults[MAX_CPUS];

uint64_t mm_faults_here(void)
{
	return nr_faults[cpu_id()];
}

bool handle_page_fault(const struct page_fault *cause)
{
	unsigned int flags = (cause->write ? FAULT_WRITE : 0u) | (cause->exec ? FAULT_EXEC : 0u);
	struct mm *mm = mm_current();
	int err;

	BUG_ON(!mm);
	/* With a mutant the walker may be in a table that has become data. */
	if (cause->reserved && mutant_any())
		return false;
	if (cause->reserved)
		panic("reserved bit set in the page tables of mm %u at va %lx", mm->id, cause->va);
	nr_faults[cpu_id()]++;
	luf_debug(faults, cause->va);
	step(USER_FAULT, cause->va, 0);
	watermark_check();
	do {
		err = handle_mm_fault(mm, cause->va, flags);
	} while (err == -ENOMEM && reclaim_some());
	/* The access is made again next. */
	point();
	return err == 0;
}
