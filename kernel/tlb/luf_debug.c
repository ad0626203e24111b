/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * The account: which CPU may have which lost entry.  The rules are in luf_rules.c.
 *
 * An invalidation is recorded before it is made; a lost entry after it was cleared and
 * before the generation is incremented.  So an invalidation that is recorded before the
 * entry also precedes the new generation, and another one must follow.
 */
#include <arch/cpu.h>
#include <arch/phys.h>
#include <arch/platform.h>
#include <kernel/lib/printk.h>
#include <kernel/tlb/asid.h>
#include <kernel/tlb/luf_debug.h>
#include <kernel/tlb/luf_shadow.h>
#include <kernel/tlb/luf_ticks.h>

bool luf_debug_active;

#define ANY_CTX UINT64_MAX
#define ANY_VA	UINTPTR_MAX

/* What a CPU has loaded, by the instructions that it has executed. */
struct shadow {
	uint64_t ctx[NR_ASIDS + 1]; /* by PCID: the mm whose entries it tags; 0: none */
	unsigned int pcid;	    /* the current one */
	bool users;		    /* the CPU makes user accesses in it */
};

/* Interrupt handlers take it, too: hold it with interrupts disabled, and wait for nothing. */
static spinlock_t shadow_lock;
static struct shadow shadows[MAX_CPUS];
static struct owed records[OWED_MAX];
static unsigned int nr_records;
static uint64_t missed;
static uint64_t nr_lost;

unsigned long shadow_begin(void)
{
	unsigned long flags;

	cpu_watch_begin();
	flags = irq_save();
	while (!spin_trylock(&shadow_lock))
		cpu_relax();
	return flags;
}

void shadow_end(unsigned long flags)
{
	spin_unlock(&shadow_lock);
	irq_restore(flags);
	cpu_watch_end();
}

void luf_debug_enable(void)
{
	luf_debug_active = true;
}

unsigned int shadow_size(void)
{
	return nr_records;
}

struct owed *shadow_at(unsigned int i)
{
	return &records[i];
}

uint64_t luf_debug_now(void)
{
	unsigned long flags;
	uint64_t now;

	if (!luf_debug_active)
		return 0;
	flags = shadow_begin();
	now = nr_lost;
	shadow_end(flags);
	return now;
}

uint64_t luf_debug_missed(void)
{
	return missed;
}

void place_here(struct debug_place *place)
{
	place->nr = backtrace(place->pcs, DEBUG_PCS);
}

/* The mm that translates the accesses of @cpu; 0: none. */
static uint64_t current_ctx(unsigned int cpu)
{
	return shadows[cpu].ctx[shadows[cpu].pcid];
}

bool owed_is_in_use(const struct owed *owed, unsigned int cpu)
{
	if (current_ctx(cpu) != owed->ctx_id)
		return false;
	/* Speculation walks tables, too, even in an mm that the CPU keeps lazily. */
	return shadows[cpu].users || owed->entry.table;
}

static void forget(unsigned int i)
{
	records[i] = records[--nr_records];
}

/* This CPU invalidates @va of @ctx_id: remove it from the records that this covers. */
static void dropped(uint64_t ctx_id, uintptr_t va)
{
	unsigned int me = cpu_id();

	for (unsigned int i = nr_records; i-- > 0;) {
		struct owed *owed = &records[i];

		if (ctx_id != ANY_CTX && owed->ctx_id != ctx_id)
			continue;
		/* INVLPG drops all paging-structure caches of the PCID, at any address. */
		if (va != ANY_VA && owed->entry.va != va && !owed->entry.table)
			continue;
		owed->cpus.word[me / 64] &= ~(1ULL << (me % 64));
		if (cpumask_empty(&owed->cpus))
			forget(i);
	}
}

void luf_debug_loads(uint64_t ctx_id, unsigned int pcid, bool keep)
{
	unsigned long flags = shadow_begin();
	struct shadow *shadow = &shadows[cpu_id()];
	uint64_t before = shadow->ctx[pcid];

	if (!keep && before)
		dropped(before, ANY_VA);
	else if (keep && before != ctx_id)
		rule_pcid_passed(before, ctx_id);
	shadow->ctx[pcid] = ctx_id;
	shadow->pcid = pcid;
	shadow->users = false;
	shadow_end(flags);
}

void luf_debug_uses(bool users)
{
	unsigned long flags = shadow_begin();

	shadows[cpu_id()].users = users;
	if (users)
		rules_when_used(cpu_id());
	shadow_end(flags);
}

void luf_debug_drops_page(uintptr_t va)
{
	unsigned long flags = shadow_begin();

	dropped(current_ctx(cpu_id()), va & PAGE_MASK);
	shadow_end(flags);
}

void luf_debug_drops_current(void)
{
	unsigned long flags = shadow_begin();

	dropped(current_ctx(cpu_id()), ANY_VA);
	shadow_end(flags);
}

void luf_debug_drops_all(void)
{
	unsigned long flags = shadow_begin();

	dropped(ANY_CTX, ANY_VA);
	shadow_end(flags);
}

void luf_debug_drops_everywhere(uintptr_t start, uintptr_t end)
{
	unsigned long flags = shadow_begin();

	for (unsigned int i = nr_records; i-- > 0;) {
		if (records[i].entry.va >= start && records[i].entry.va < end)
			forget(i);
	}
	shadow_end(flags);
}

void luf_debug_faults(uintptr_t va)
{
	unsigned int me = cpu_id();
	unsigned long flags = shadow_begin();

	for (unsigned int i = nr_records; i-- > 0;) {
		struct owed *owed = &records[i];

		if (owed->entry.table || owed->ctx_id != current_ctx(me) ||
		    owed->entry.va != (va & PAGE_MASK))
			continue;
		owed->cpus.word[me / 64] &= ~(1ULL << (me % 64));
		if (cpumask_empty(&owed->cpus))
			forget(i);
	}
	shadow_end(flags);
}

void luf_debug_mm_gone(uint64_t ctx_id)
{
	unsigned long flags = shadow_begin();

	for (unsigned int i = nr_records; i-- > 0;) {
		if (records[i].ctx_id == ctx_id)
			forget(i);
	}
	for (unsigned int cpu = 0; cpu < nr_cpus; cpu++) {
		if (current_ctx(cpu) == ctx_id)
			rule_root_in_use();
	}
	shadow_end(flags);
}

/* Set @holders to the CPUs that may have translations of @ctx_id, loaded or kept in a slot. */
static bool find_holders(uint64_t ctx_id, struct cpumask *holders)
{
	bool any = false;

	cpumask_clear(holders);
	for (unsigned int cpu = 0; cpu < nr_cpus; cpu++) {
		bool holds = false;

		for (unsigned int pcid = 0; pcid <= NR_ASIDS; pcid++)
			holds |= shadows[cpu].ctx[pcid] == ctx_id;
		if (holds)
			holders->word[cpu / 64] |= 1ULL << (cpu % 64);
		any |= holds;
	}
	return any;
}

static void add_record(const struct debug_entry *entry, const struct cpumask *holders)
{
	struct owed *owed;

	nr_lost++;
	if (nr_records == OWED_MAX) {
		if (!missed++)
			printk("# luf_debug: more than %u entries are owed a flush at once: "
			       "from now on some breaks may be missed\n",
			       OWED_MAX);
		return;
	}
	owed = &records[nr_records++];
	owed->entry = *entry;
	owed->ctx_id = entry->mm->ctx_id;
	owed->tlb_gen = READ_ONCE(entry->mm->tlb_gen);
	owed->ugen = luf_ugen_now();
	owed->cpus = *holders;
	owed->born = nr_lost - 1;
	owed->by = cpu_id();
	owed->broken.rule = DEBUG_NO_RULE;
	place_here(&owed->lost_at);
}

void luf_debug_lost(const struct debug_entry *entry)
{
	unsigned long flags = shadow_begin();
	struct cpumask holders;

	if (find_holders(entry->mm->ctx_id, &holders))
		add_record(entry, &holders);
	shadow_end(flags);
}

void shadow_walkable(const struct debug_entry *entry)
{
	for (unsigned int i = nr_records; i-- > 0;) {
		const struct debug_entry *old = &records[i].entry;

		if (records[i].ctx_id == entry->mm->ctx_id && old->va == entry->va && !old->table &&
		    old->pfn == entry->pfn && !(old->rights & ~entry->rights))
			forget(i);
	}
}
