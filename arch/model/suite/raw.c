/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * See raw.h.  This is built like the kernel's part of the model, so that its accesses are events.
 */
#include <arch/broadcast.h>
#include <arch/cpu.h>
#include <arch/ipi.h>
#include <arch/tlb.h>
#include <arch/model/machine/user.h>
#include <arch/model/suite/raw.h>
#include <kernel/lib/bug.h>
#include <kernel/mm/frames/alloc.h>
#include <kernel/mm/frames/page.h>
#include <kernel/race/point.h>
#include <kernel/sync/wait.h>
#include <tests/litmus.h>

struct raw_state raw_state;

/* Two neighbours; the first is not the first page of its table. */
#define X 0x40001000UL

/* A leaf of 2 MiB begins here: with the pages as above, x is the frame after it. */
#define LARGE_PFN 512UL

#define TABLE_BITS (PTE_PRESENT | PTE_WRITE | PTE_USER | PTE_ACCESSED)
#define LEAF_BITS  (PTE_PRESENT | PTE_WRITE | PTE_USER)

static uintptr_t page_at(unsigned int page)
{
	return X + page * PAGE_SIZE;
}

uint64_t *raw_word(unsigned int frame, unsigned int page)
{
	uint64_t *words = page_va(pfn_to_page(raw_state.frame[frame]));

	return &words[pte_index(page_at(page), 0)];
}

static pte_t *entry_of(unsigned int table, unsigned int page)
{
	return (pte_t *)raw_word(2 + table, page);
}

/* Take all frames up to the two of the large leaf, so that nobody else gets these. */
static void take_frames(void)
{
	uint64_t *a = &raw_state.frame[0];
	uint64_t *b = &raw_state.frame[1];

	*a = 0;
	*b = 0;
	while (!*a || !*b) {
		struct page *page = page_alloc(PAGE_KERNEL);
		uint64_t pfn;

		BUG_ON(!page);
		pfn = page_to_pfn(page);
		*a = pfn == LARGE_PFN + 2 ? pfn : *a;
		*b = pfn == LARGE_PFN + 1 ? pfn : *b;
	}
}

static uint64_t new_table(void)
{
	struct page *page = page_alloc_zeroed(PAGE_KERNEL);

	BUG_ON(!page);
	return page_to_pfn(page);
}

/* Make tables of its own for root @root, down to @table. */
static void make_root(unsigned int root, uint64_t table)
{
	uint64_t pfn = raw_state.root[root] = new_table();

	for (unsigned int level = TABLE_LEVELS - 1;; level--) {
		pte_t *entries = page_va(pfn_to_page(pfn));
		pte_t *entry = &entries[pte_index(X, level)];
		uint64_t below = level == 1 ? table : new_table();

		pte_set(entry, pte_make(below, TABLE_BITS));
		raw_state.upper[root] = entry;
		if (level == TABLE_LEVELS - 1)
			raw_state.top[root] = entry;
		if (level == 1)
			break;
		pfn = below;
	}
	raw_state.top_entry[root] = *raw_state.top[root];
}

void raw_setup(struct run *r)
{
	(void)r;
	raw_state = (struct raw_state){ .count = RAW_COUNT };
	take_frames();
	for (unsigned int table = 0; table < RAW_PAGES; table++) {
		raw_state.frame[2 + table] = new_table();
		for (unsigned int page = 0; page < RAW_PAGES; page++)
			pte_set(entry_of(table, page), pte_make(raw_state.frame[page ^ table],
								LEAF_BITS | raw_program->bits));
		make_root(table, raw_state.frame[2 + table]);
	}
	for (unsigned int page = 0; page < RAW_PAGES; page++) {
		*raw_word(0, page) = RAW_IN_A;
		*raw_word(1, page) = RAW_IN_B;
	}
}

/* Without PCIDs the number is 0, and each load of a root flushes. */
static unsigned int pcid(unsigned int i)
{
	return cpu_has(CPU_PCID) ? i + 1 : 0;
}

static void load_root(const struct raw_op *op)
{
	bool keeps = op->kind == RAW_LOAD_ROOT_KEPT && cpu_has(CPU_PCID);

	tlb_load_root(raw_state.root[op->at] << PAGE_SHIFT, pcid(op->value), keeps);
}

void raw_enter(struct run *r)
{
	(void)r;
	load_root(&(struct raw_op){ .kind = RAW_LOAD_ROOT });
}

static uint64_t user_access(const struct raw_op *op)
{
	uintptr_t va = page_at(op->at) + pte_index(page_at(op->at), 0) * sizeof(pte_t);
	uint64_t value = op->value;
	bool done = op->kind == RAW_EXEC ? user_try_exec(va, &value) :
					   user_try(va, op->kind == RAW_STORE, &value);

	return done ? value : RAW_FAULT;
}

static uint64_t entry_access(const struct raw_op *op)
{
	pte_t *ptep = entry_of(op->table, op->at);

	switch (op->kind) {
	case RAW_POINT:
		pte_set(ptep, pte_make(raw_state.frame[op->value], op->bits));
		return 0;
	case RAW_CLEAR:
		return pte_value(pte_get_and_clear(ptep));
	case RAW_PROTECT:
		return pte_value(pte_test_and_clear(ptep, PTE_WRITE));
	case RAW_CLEAN:
		return pte_value(pte_test_and_clear(ptep, PTE_DIRTY));
	case RAW_AGE:
		return pte_value(pte_test_and_clear(ptep, PTE_ACCESSED));
	case RAW_PERMIT:
		return fetch_or(&ptep->v, PTE_WRITE);
	default:
		return pte_value(pte_get(ptep));
	}
}

static uint64_t upper_access(const struct raw_op *op)
{
	pte_t *ptep = raw_state.upper[op->at];

	switch (op->kind) {
	case RAW_CUT:
		return pte_value(pte_get_and_clear(raw_state.top[op->at]));
	case RAW_MEND:
		pte_set(raw_state.top[op->at], raw_state.top_entry[op->at]);
		return 0;
	case RAW_LINK:
		pte_set(ptep, pte_make(raw_state.frame[2 + op->value], op->bits));
		return 0;
	case RAW_LARGE:
		pte_set(ptep, pte_make_leaf(LARGE_PFN, op->bits, 1));
		return 0;
	default:
		return pte_value(pte_get_and_clear(ptep));
	}
}

static uint64_t flag_access(const struct raw_op *op)
{
	uint64_t *flag = &raw_state.flag[op->at];
	uint64_t none = 0;

	switch (op->kind) {
	case RAW_TELL:
		smp_store_release(flag, 1);
		return 0;
	case RAW_SWAP:
		return xchg(flag, op->value);
	case RAW_CLAIM:
		return try_cmpxchg(flag, &none, op->value);
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

static void tlb_op(const struct raw_op *op)
{
	switch (op->kind) {
	case RAW_INVLPG:
		tlb_invalidate_page(page_at(op->at));
		return;
	case RAW_FLUSH:
		tlb_invalidate_current();
		return;
	case RAW_INVPCID_PAGE:
		tlb_invalidate_pcid_page(pcid(op->value), page_at(op->at));
		return;
	case RAW_INVPCID:
		tlb_invalidate_pcid(pcid(op->value));
		return;
	case RAW_FLUSH_ALL:
		tlb_invalidate_all();
		return;
	case RAW_BROADCAST:
		tlb_broadcast_page(page_at(op->at));
		return;
	case RAW_BROADCAST_ALL:
		tlb_broadcast_all();
		return;
	case RAW_SYNC:
		tlb_broadcast_sync();
		return;
	default:
		load_root(op);
	}
}

static uint64_t count_access(const struct raw_op *op)
{
	if (op->kind == RAW_TAKE)
		return atomic_add(&raw_state.count, 1) > 1;
	return atomic_sub(&raw_state.count, 1) > 0;
}

/* A plain access, as the kernel makes to pages, and to tables that are not linked yet. */
static uint64_t content_access(const struct raw_op *op)
{
	uint64_t *word = raw_word(op->table, op->at);

	point();
	if (op->kind == RAW_PEEK)
		return *word;
	*word = op->table < 2 ? op->value :
				pte_value(pte_make(raw_state.frame[op->value], op->bits));
	return 0;
}

static void other_op(const struct raw_op *op)
{
	switch (op->kind) {
	case RAW_PUT:
		raw_state.own[cpu_id()] = op->value;
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

static uint64_t perform_one(const struct raw_op *op)
{
	enum raw_kind kind = (enum raw_kind)op->kind;

	if (raw_is_user(kind))
		return user_access(op);
	if (raw_is_entry(kind))
		return entry_access(op);
	if (kind <= RAW_LARGE)
		return upper_access(op);
	if (raw_is_flag(kind))
		return flag_access(op);
	if (kind == RAW_TRY_LOCK || kind == RAW_IS_LOCKED)
		return lock_access(op);
	if (kind == RAW_GET)
		return raw_state.own[cpu_id()];
	if (kind == RAW_TAKE || kind == RAW_DROP)
		return count_access(op);
	if (kind == RAW_PEEK || kind == RAW_POKE)
		return content_access(op);
	if (kind <= RAW_LOAD_ROOT_KEPT)
		tlb_op(op);
	else
		other_op(op);
	return 0;
}

static void perform(const struct raw_ops *ops)
{
	for (unsigned int i = 0; i < ops->nr; i++) {
		const struct raw_op *op = &ops->op[i];
		uint64_t value = perform_one(op);

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
	/* Only once, since others wait for it. */
	if (!raw_state.handled[cpu_id()])
		WRITE_ONCE(raw_state.handled[cpu_id()], 1);
}
