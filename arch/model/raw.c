/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * See raw.h.  This is built like the kernel's part of the model, so that what it does are
 * events.
 */
#include <arch/cpu.h>
#include <arch/ipi.h>
#include <arch/tlb.h>
#include <arch/model/raw.h>
#include <arch/model/user.h>
#include <kernel/mm/page.h>
#include <kernel/mm/pgtable.h>
#include <kernel/panic.h>
#include <kernel/point.h>
#include <kernel/wait.h>
#include <tests/litmus.h>

struct raw_state raw_state;

static uintptr_t page_at[2];

static void put_content(uint64_t pfn, uint64_t value)
{
	uint64_t *word = page_va(pfn_to_page(pfn));

	*word = value;
}

/* Nothing but x and z can be walked to: others would only be filled in vain. */
static void hide_neighbour(struct run *r)
{
	pte_t *ptep = pte_lookup(r->mm, r->x & ~(pte_span(1) - 1));

	BUG_ON(!ptep);
	pte_set(ptep, pte_none_value());
}

void raw_setup(struct run *r)
{
	map_ab(r, raw_program->bits);
	hide_neighbour(r);
	page_at[0] = r->x;
	page_at[1] = r->z;
	raw_state = (struct raw_state){
		.ptep = { pte_lookup(r->mm, r->x), pte_lookup(r->mm, r->z) },
		.frame = { r->a, r->b },
	};
	put_content(r->a, RAW_IN_A);
	put_content(r->b, RAW_IN_B);
}

static uint64_t user_access(const struct raw_op *op)
{
	uint64_t value = op->value;

	return user_try(page_at[op->at], op->kind == RAW_STORE, &value) ? value : RAW_FAULT;
}

static uint64_t entry_access(const struct raw_op *op)
{
	pte_t *ptep = raw_state.ptep[op->at];

	switch (op->kind) {
	case RAW_POINT:
		pte_set(ptep,
			pte_make(raw_state.frame[op->value], PTE_PRESENT | PTE_USER | op->bits));
		return 0;
	case RAW_CLEAR:
		return pte_value(pte_get_and_clear(ptep));
	case RAW_PROTECT:
		return pte_value(pte_test_and_clear(ptep, PTE_WRITE));
	case RAW_CLEAN:
		return pte_value(pte_test_and_clear(ptep, PTE_DIRTY));
	case RAW_PERMIT:
		return fetch_or(&ptep->v, PTE_WRITE);
	default:
		return pte_value(pte_get(ptep));
	}
}

static uint64_t flag_access(const struct raw_op *op)
{
	uint64_t *flag = &raw_state.flag[op->at];

	switch (op->kind) {
	case RAW_TELL:
		smp_store_release(flag, 1);
		return 0;
	case RAW_SWAP:
		return xchg(flag, op->value);
	case RAW_AWAIT:
		wait_until(READ_ONCE(*flag), "a flag", WAIT_FOR_NOBODY, NULL);
		return 0;
	default:
		return smp_load_acquire(flag);
	}
}

static uint64_t lock_access(const struct raw_op *op)
{
	if (op->kind == RAW_IS_LOCKED)
		return spin_is_locked(&raw_state.lock);
	if (!spin_trylock(&raw_state.lock))
		return 0;
	spin_unlock(&raw_state.lock);
	return 1;
}

static void other_op(const struct raw_op *op)
{
	switch (op->kind) {
	case RAW_INVLPG:
		tlb_invalidate_page(page_at[op->at]);
		return;
	case RAW_FLUSH:
		tlb_invalidate_current();
		return;
	case RAW_FENCE:
		smp_mb();
		return;
	case RAW_LOCK:
		spin_lock(&raw_state.lock);
		return;
	case RAW_UNLOCK:
		spin_unlock(&raw_state.lock);
		return;
	case RAW_IRQS_OFF:
		point();
		irq_disable();
		return;
	case RAW_IRQS_ON:
		point();
		irq_enable();
		return;
	case RAW_IPI:
		ipi_send(op->at);
		return;
	default:
		wait_until(READ_ONCE(raw_state.handled[op->at]), "an IPI handler", WAIT_FOR_NOBODY,
			   NULL);
		return;
	}
}

static void perform(const struct raw_ops *ops)
{
	for (unsigned int i = 0; i < ops->nr; i++) {
		const struct raw_op *op = &ops->op[i];
		uint64_t value = 0;

		if (op->kind <= RAW_STORE)
			value = user_access(op);
		else if (op->kind <= RAW_READ_PTE)
			/* The walker sets A by speculation too, if it likes. */
			value = entry_access(op) & ~PTE_ACCESSED;
		else if (op->kind >= RAW_TELL && op->kind <= RAW_AWAIT)
			value = flag_access(op);
		else if (op->kind == RAW_TRY_LOCK || op->kind == RAW_IS_LOCKED)
			value = lock_access(op);
		else
			other_op(op);
		if (op->reg != RAW_NONE)
			raw_state.reg[op->reg] = value;
	}
}

void raw_run(struct run *r)
{
	(void)r;
	perform(&raw_program->cpu[cpu_id()]);
}

void raw_on_ipi(void)
{
	perform(&raw_program->handler[cpu_id()]);
	/* Once, for it is waited for. */
	if (!raw_state.handled[cpu_id()])
		WRITE_ONCE(raw_state.handled[cpu_id()], 1);
}
