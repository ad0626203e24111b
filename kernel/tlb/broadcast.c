/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * A flush by broadcast: issue it, then wait.  See broadcast.h.
 */
#include <arch/broadcast.h>
#include <arch/phys.h>
#include <kernel/race/step.h>
#include <kernel/rules/mutants.h>
#include <kernel/tlb/broadcast.h>
#include <kernel/tlb/luf_debug.h>
#include <kernel/tlb/shootdown.h>

static enum tlb_flush chosen = TLB_FLUSH_IPI;

const char *tlb_flush_name(enum tlb_flush how)
{
	static const char *const names[NR_TLB_FLUSHES] = {
		[TLB_FLUSH_IPI] = "ipi",
		[TLB_FLUSH_BROADCAST] = "broadcast",
	};

	return names[how];
}

enum tlb_flush tlb_flush(void)
{
	return chosen;
}

void tlb_flush_choose(enum tlb_flush how)
{
	chosen = how;
}

void broadcast_flush(uintptr_t start, uintptr_t end)
{
	step(FLUSH_BEGIN, start, 0);
	for (uintptr_t va = start; va < end && end != TLB_FLUSH_ALL; va += PAGE_SIZE)
		tlb_broadcast_page(va);
	if (end == TLB_FLUSH_ALL)
		tlb_broadcast_all();
	/* Why: until it returns CPUs may use the old translations.  Litmus unmap/broadcast. */
	if (mutant(BROADCAST_SKIP_SYNC))
		return;
	luf_debug(drops_everywhere, start, end);
	tlb_broadcast_sync();
	step(FLUSH_END, start, 0);
}
