/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * The end of a program: nothing of its memory stays, on no CPU.
 */
#include <kernel/lib/bug.h>
#include <kernel/mm/calls/exit.h>
#include <kernel/mm/calls/munmap.h>
#include <kernel/mm/objects/mm.h>
#include <kernel/rules/mutants.h>
#include <kernel/tlb/tlb.h>

void mm_destroy(struct mm *mm)
{
	BUG_ON(do_munmap(mm, 0, USER_VA_END));
	/*
	 * Why: the root is freed next, and a CPU that idles with it loaded may walk it.
	 * Frames keep the keys of their own deferred flushes.  Litmus
	 * switch/mm-destroy-lazy.
	 */
	if (!mutant(DROP_MM_SKIP_FLUSH)) {
		tlb_drop_mm(&mm->tlb);
		BUG_ON(!cpumask_empty(&mm->tlb.cpumask));
	}
	mm_free(mm);
}
