/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * See acts.h.
 */
#include <arch/atomic.h>
#include <arch/cpu.h>
#include <arch/pte.h>
#include <arch/tlb.h>
#include <arch/model/machine/judges.h>
#include <arch/model/machine/memory.h>
#include <arch/model/suite/raw.h>
#include <kernel/race/point.h>
#include <kernel/race/steps.h>
#include <kernel/sync/lock.h>
#include <kernel/tlb/tlb.h>
#include <tests/model/unit/acts.h>

#define ACT(name) void name(__attribute__((unused)) struct run *r)

#define SPARE_PFN (FIRST_PFN + NR_FRAMES - 1)
#define BITS	  (PTE_PRESENT | PTE_WRITE | PTE_USER | PTE_ACCESSED | PTE_DIRTY)

static spinlock_t locks[RAW_PAGES];
static rwlock_t rwlocks[RAW_PAGES];

ACT(act_store_lock_load)
{
	unsigned int me = cpu_id();

	WRITE_ONCE(raw_state.flag[me], 1);
	spin_lock(&locks[me]);
	raw_state.reg[me] = READ_ONCE(raw_state.flag[!me]);
	spin_unlock(&locks[me]);
}

ACT(act_store_read_unlock_load)
{
	unsigned int me = cpu_id();

	read_lock(&rwlocks[me]);
	WRITE_ONCE(raw_state.flag[me], 1);
	read_unlock(&rwlocks[me]);
	raw_state.reg[me] = READ_ONCE(raw_state.flag[!me]);
}

ACT(act_store_twice_load)
{
	WRITE_ONCE(raw_state.flag[0], 1);
	WRITE_ONCE(raw_state.flag[0], 2);
	raw_state.reg[0] = READ_ONCE(raw_state.flag[0]);
}

ACT(act_load)
{
	(void)READ_ONCE(raw_state.flag[0]);
}

ACT(act_store_plainly)
{
	(void)smp_load_acquire(&raw_state.flag[1]);
	raw_state.flag[0] = 1;
}

static void hand_over(uint64_t pfn)
{
	point();
	oracle_step(STEP_FRAME_ALLOC, 0, pfn);
}

ACT(act_hand_over_spare)
{
	hand_over(SPARE_PFN);
}

ACT(act_point_to_spare)
{
	pte_set((pte_t *)raw_word(2, 0), pte_make(SPARE_PFN, BITS));
}

ACT(act_hand_over)
{
	hand_over(raw_state.frame[0]);
}

ACT(act_change_content)
{
	point();
	oracle_step(STEP_CONTENT, 0, raw_state.frame[1]);
}

ACT(act_hand_over_and_return)
{
	tlb_load_root(tlb_kernel_root(), 0, false);
	hand_over(raw_state.frame[0]);
	tlb_load_root(raw_state.root[0] << PAGE_SHIFT, 1, true);
}

ACT(act_enter_lazily)
{
	raw_enter(r);
	enter_lazy_tlb();
}

ACT(act_stay_out)
{
}
