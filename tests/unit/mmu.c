/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * The simulated MMU.  An IPI is taken by its target in the middle of what the sender
 * does: when it is sent, or when the sender spins.
 */
#include <string.h>
#include <arch/broadcast.h>
#include <arch/ipi.h>
#include <arch/pte.h>
#include <arch/tlb.h>
#include <arch/user.h>
#include <kernel/mm/frames/page.h>
#include <kernel/tlb/tlb.h>
#include <tests/unit/host.h>
#include <tests/unit/mmu.h>
#include <tests/unit/unit.h>

#define CPUS	   4
#define KEPT	   1024
#define NO_ROOT	   0xfffffffffffff000UL /* the root that maps no user page */
#define FAULTS_MAX 100			/* of one access */

#define SPAN_OF_TABLE (PAGE_SIZE * PTRS_PER_TABLE)

/* One kept translation: of a page to a leaf, or of 2 MiB to a table. */
struct kept {
	unsigned int pcid;
	uintptr_t va;
	pte_t entry;
};

/* The first @nr of @at are kept, in no order; of one PCID and va there is one. */
struct keeps {
	unsigned int nr;
	struct kept at[KEPT];
};

static struct mmu {
	uint64_t root;
	unsigned int pcid;
	struct keeps leaves;
	struct keeps tables;
	bool ipi_pending;
} mmus[CPUS];

struct mmu_counts mmu_counts;
bool mmu_late_ipis;

static struct mmu *mmu(void)
{
	return &mmus[host_cpu];
}

void mmu_play(unsigned int cpu)
{
	host_cpu = cpu;
	host_irqs = true;
}

static void take_ipi(unsigned int cpu)
{
	unsigned int sender = host_cpu;
	bool irqs = host_irqs;

	mmus[cpu].ipi_pending = false;
	host_cpu = cpu;
	host_irqs = false;
	ipi_handler();
	host_cpu = sender;
	host_irqs = irqs;
}

static void take_late_ipis(void)
{
	for (unsigned int cpu = 0; cpu < nr_cpus; cpu++) {
		if (mmus[cpu].ipi_pending)
			take_ipi(cpu);
	}
}

void ipi_send(unsigned int cpu)
{
	EXPECT(cpu < nr_cpus);
	mmu_counts.ipis++;
	mmus[cpu].ipi_pending = true;
	if (!mmu_late_ipis)
		take_ipi(cpu);
}

void mmu_start(unsigned int nr)
{
	EXPECT(nr <= CPUS);
	nr_cpus = nr;
	host_relax = take_late_ipis;
	for (unsigned int cpu = nr; cpu-- > 0;) {
		mmu_play(cpu);
		mmu()->root = NO_ROOT;
		tlb_init_cpu();
	}
}

static struct kept *find(struct keeps *keeps, uintptr_t va)
{
	for (unsigned int i = 0; i < keeps->nr; i++) {
		if (keeps->at[i].pcid == mmu()->pcid && keeps->at[i].va == va)
			return &keeps->at[i];
	}
	return NULL;
}

static void keep(struct keeps *keeps, uintptr_t va, pte_t entry)
{
	struct kept *at = find(keeps, va);

	if (!at) {
		EXPECT(keeps->nr < KEPT);
		at = &keeps->at[keeps->nr++];
	}
	*at = (struct kept){ .pcid = mmu()->pcid, .va = va, .entry = entry };
}

/* The last one takes its place. */
static void drop(struct keeps *keeps, struct kept *at)
{
	*at = keeps->at[--keeps->nr];
}

static void drop_pcid(struct keeps *keeps, unsigned int pcid)
{
	for (unsigned int i = keeps->nr; i-- > 0;) {
		if (keeps->at[i].pcid == pcid)
			drop(keeps, &keeps->at[i]);
	}
}

static void drop_one(struct keeps *keeps, uintptr_t va)
{
	struct kept *at = find(keeps, va);

	if (at)
		drop(keeps, at);
}

void tlb_load_root(uint64_t pgd_pa, unsigned int pcid, bool noflush)
{
	EXPECT(!host_irqs);
	EXPECT(host_features[CPU_PCID] || (pcid == 0 && !noflush));
	mmu()->root = pgd_pa;
	mmu()->pcid = pcid;
	mmu_counts.loads++;
	mmu_counts.kept += noflush;
	if (noflush)
		return;
	drop_pcid(&mmu()->leaves, pcid);
	drop_pcid(&mmu()->tables, pcid);
}

void tlb_invalidate_page(uintptr_t va)
{
	mmu_counts.page++;
	drop_one(&mmu()->leaves, va & PAGE_MASK);
	/* INVLPG drops the paging-structure caches of the PCID, whatever the page. */
	drop_pcid(&mmu()->tables, mmu()->pcid);
}

void tlb_invalidate_pcid_page(unsigned int pcid, uintptr_t va)
{
	unsigned int loaded = mmu()->pcid;

	EXPECT(!host_irqs);
	mmu()->pcid = pcid;
	tlb_invalidate_page(va);
	mmu()->pcid = loaded;
}

void tlb_invalidate_pcid(unsigned int pcid)
{
	EXPECT(!host_irqs);
	drop_pcid(&mmu()->leaves, pcid);
	drop_pcid(&mmu()->tables, pcid);
}

void tlb_invalidate_all(void)
{
	mmu_counts.all++;
	mmu()->leaves.nr = 0;
	mmu()->tables.nr = 0;
}

/* It keeps no globals. */
void tlb_invalidate_nonglobal(void)
{
	tlb_invalidate_all();
}

void tlb_invalidate_current(void)
{
	mmu_counts.current++;
	drop_pcid(&mmu()->leaves, mmu()->pcid);
	drop_pcid(&mmu()->tables, mmu()->pcid);
}

/* Drops all at once: the caller, which waits for the sync, could not tell that from later. */
void tlb_broadcast_page(uintptr_t va)
{
	(void)va;
	tlb_broadcast_all();
}

void tlb_broadcast_all(void)
{
	unsigned int issuer = host_cpu;

	for (unsigned int cpu = 0; cpu < nr_cpus; cpu++) {
		host_cpu = cpu;
		tlb_invalidate_all();
	}
	host_cpu = issuer;
}

void tlb_broadcast_sync(void)
{
}

uint64_t tlb_kernel_root(void)
{
	return NO_ROOT;
}

void tlb_init_pgd(void *pgd)
{
	(void)pgd;
}

static pte_t *table_at(pte_t entry)
{
	return phys_to_virt(pte_pfn(entry) << PAGE_SHIFT);
}

/* The table of leaves for @va, as this CPU sees it; NULL: none. */
static pte_t *leaf_table(uintptr_t va)
{
	uintptr_t span = va & ~(SPAN_OF_TABLE - 1);
	struct kept *kept = find(&mmu()->tables, span);
	pte_t entry = pte_make(mmu()->root >> PAGE_SHIFT, PTE_PRESENT);

	if (kept)
		return table_at(kept->entry);
	if (mmu()->root == NO_ROOT)
		return NULL;
	for (unsigned int level = TABLE_LEVELS - 1; level > 0; level--) {
		entry = pte_get(&table_at(entry)[pte_index(va, level)]);
		if (!pte_present(entry))
			return NULL;
	}
	keep(&mmu()->tables, span, entry);
	return table_at(entry);
}

enum access { LOAD, STORE, EXEC };

static bool permits(pte_t leaf, enum access access)
{
	if (!pte_present(leaf))
		return false;
	if (access == EXEC)
		return !(leaf.v & PTE_NX);
	return access == LOAD || pte_write(leaf);
}

/* Walk the tables, setting A and D as an access does. */
static pte_t walk(uintptr_t va, enum access access)
{
	pte_t *table = leaf_table(va);
	uint64_t bits = PTE_ACCESSED | (access == STORE ? PTE_DIRTY : 0);
	pte_t leaf;

	if (!table)
		return pte_none_value();
	leaf = pte_get(&table[pte_index(va, 0)]);
	if (!permits(leaf, access))
		return leaf;
	leaf = pte_set_bits(leaf, bits);
	pte_set(&table[pte_index(va, 0)], leaf);
	keep(&mmu()->leaves, va & PAGE_MASK, leaf);
	return leaf;
}

static pte_t translate(uintptr_t va, enum access access)
{
	struct kept *kept = find(&mmu()->leaves, va & PAGE_MASK);

	if (!kept || !permits(kept->entry, access))
		return kept ? kept->entry : walk(va, access);
	/* A store through an entry without D walks again, to set it (SDM vol. 3, 4.8). */
	return access == STORE && !pte_dirty(kept->entry) ? walk(va, access) : kept->entry;
}

/* Where an access to @va goes; NULL: it faulted for good. */
static uint64_t *user_access(uintptr_t va, enum access access)
{
	EXPECT(host_irqs);
	for (unsigned int faults = 0; faults < FAULTS_MAX; faults++) {
		pte_t leaf = translate(va, access);
		struct page_fault cause = {
			.va = va,
			.present = pte_present(leaf),
			.write = access == STORE,
			.exec = access == EXEC,
		};

		if (permits(leaf, access))
			return phys_to_virt((pte_pfn(leaf) << PAGE_SHIFT) + va % PAGE_SIZE);
		drop_one(&mmu()->leaves, va & PAGE_MASK);
		drop_one(&mmu()->tables, va & ~(SPAN_OF_TABLE - 1));
		if (!handle_page_fault(&cause))
			return NULL;
	}
	unit_fail(__FILE__, __LINE__, "an access to %lx faults for ever", va);
}

bool user_load(uintptr_t va, uint64_t *value)
{
	const uint64_t *at = user_access(va, LOAD);

	if (at)
		*value = *at;
	return at != NULL;
}

bool user_store(uintptr_t va, uint64_t value)
{
	uint64_t *at = user_access(va, STORE);

	if (at)
		*at = value;
	return at != NULL;
}

bool user_exec(uintptr_t va, uint64_t *value)
{
	const uint64_t *at = user_access(va, EXEC);

	if (at)
		*value = *at;
	return at != NULL;
}

/* Code is the value that it yields, and the rest is never run. */
void user_code(void *buf, uint64_t value)
{
	memset(buf, 0, USER_CODE_SIZE);
	memcpy(buf, &value, sizeof(value));
}

uint64_t *mmu_touch(unsigned int cpu, uintptr_t va, bool store)
{
	unsigned int player = host_cpu;
	enum access access = store ? STORE : LOAD;
	pte_t leaf;

	host_cpu = cpu;
	leaf = translate(va, access);
	host_cpu = player;
	if (!permits(leaf, access))
		return NULL;
	return phys_to_virt((pte_pfn(leaf) << PAGE_SHIFT) + va % PAGE_SIZE);
}
