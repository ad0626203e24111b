/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * See profile.h.
 *
 *	taker: madvise(DONTNEED) of 512 pages		watcher: has used pages 0 to 63
 *	clears the entry of page 0, 1, …		sees that a later page is cleared
 *	flushes, and returns				and still has what page 0 had: stale
 *
 * Linux clears the entries of a range from its beginning to its end, and then flushes.  The watcher
 * has no translation of a page that it has not used before.  So if it sees such a page cleared, and
 * still reads an earlier one as it was, it has used a stale translation.
 */
#include <pthread.h>
#include <arch/atomic.h>
#include <arch/linux/host/cpu.h>
#include <arch/linux/host/lacks.h>
#include <arch/linux/suite/profile.h>
#include <arch/user.h>
#include <kernel/lib/bug.h>
#include <kernel/lib/printk.h>
#include <sys/mman.h>

#define PAGE	     4096UL
#define PAGES	     512UL
#define ENTRIES	     64UL
#define STORED	     1UL /* the page that is stored to in the window */
#define TRIES	     64
#define OLD_OF(page) (1000 + (page))
#define NEW_WORD     7UL

struct findings {
	unsigned int tries;  /* windows that the watcher saw */
	unsigned int loads;  /* of these, those in which it found an old page */
	unsigned int stores; /* of these, those in which a store went to an old page */
	unsigned int most;   /* old pages in one window */
	uint64_t longest;    /* cycles from seeing a change to the last old page */
};

struct bench {
	uintptr_t base;
	unsigned int taker;
	unsigned int watcher;
	uint32_t turn; /* 4n: touch; + 1: touched; + 2: madvise() has returned; + 3: looked */
	struct findings found;
};

static uint64_t at(const struct bench *bench, uint64_t page)
{
	uint64_t word = 0;

	return user_load(bench->base + page * PAGE, &word) ? word : 0;
}

static void wait_for(const uint32_t *turn, uint32_t value)
{
	for (unsigned int spins = 1; smp_load_acquire(turn) != value; spins++) {
		cpu_relax();
		if (spins % CPU_LONG_SPIN == 0)
			cpu_doze();
	}
}

/* Wait until a page after the watched ones is cleared; false: none was by the last of them. */
static bool sees_change(const struct bench *bench)
{
	for (uint64_t page = ENTRIES; page < PAGES; page++) {
		for (unsigned int i = 0; i < 4; i++)
			cpu_relax();
		if (!at(bench, page))
			return true;
	}
	return false;
}

/* Count the watched pages that are old; *@stored: one that looked old was stored to. */
static void look(struct bench *bench, bool *stored)
{
	struct findings *found = &bench->found;
	uint64_t start = cpu_cycles();
	unsigned int old = 0;
	bool first = false;

	found->tries++;
	*stored = at(bench, STORED) == OLD_OF(STORED) &&
		  user_store(bench->base + STORED * PAGE, NEW_WORD);
	old += *stored;
	for (uint64_t page = 2; page < ENTRIES; page++)
		old += at(bench, page) == OLD_OF(page);
	while (at(bench, 0) == OLD_OF(0)) {
		uint64_t took = cpu_cycles() - start;

		if (took > found->longest)
			found->longest = took;
		first = true;
	}
	old += first;
	found->loads += old != 0;
	if (old > found->most)
		found->most = old;
}

static void *watch(void *arg)
{
	struct bench *bench = arg;

	cpu_bind(bench->watcher);
	for (uint32_t i = 0; i < TRIES; i++) {
		bool stored = false;

		wait_for(&bench->turn, 4 * i);
		for (uint64_t page = 0; page < ENTRIES; page++)
			(void)user_store(bench->base + page * PAGE, OLD_OF(page));
		smp_store_release(&bench->turn, 4 * i + 1);
		if (sees_change(bench))
			look(bench, &stored);
		wait_for(&bench->turn, 4 * i + 2);
		/* The call has returned.  A store that is not there now went to the old page. */
		bench->found.stores += stored && at(bench, STORED) != NEW_WORD;
		smp_store_release(&bench->turn, 4 * i + 3);
	}
	return NULL;
}

static void take(struct bench *bench)
{
	pthread_t watcher;

	if (pthread_create(&watcher, NULL, watch, bench))
		lacks("no thread for the profile");
	cpu_bind(bench->taker);
	for (uint32_t i = 0; i < TRIES; i++) {
		for (uint64_t page = 0; page < PAGES; page++)
			(void)user_store(bench->base + page * PAGE, OLD_OF(page));
		smp_store_release(&bench->turn, 4 * i);
		wait_for(&bench->turn, 4 * i + 1);
		(void)madvise((void *)bench->base, PAGES * PAGE, MADV_DONTNEED);
		smp_store_release(&bench->turn, 4 * i + 2);
		wait_for(&bench->turn, 4 * i + 3);
	}
	pthread_join(watcher, NULL);
}

static void print_pair(uintptr_t base, unsigned int taker, unsigned int watcher)
{
	struct bench bench = { .base = base, .taker = taker, .watcher = watcher, .turn = ~0u };
	const struct findings *found = &bench.found;

	take(&bench);
	printk("# keeps: CPU %u, of what CPU %u takes away: in %u of %u windows old pages are loaded, "
	       "of up to %u entries of %lu, for up to %lu ns; in %u a store is lost to one\n",
	       cpu_number(watcher), cpu_number(taker), found->loads, found->tries, found->most,
	       ENTRIES, found->longest * 1000 / cpu_cycles_per_us(), found->stores);
}

void profile_print(void)
{
	void *base = mmap(NULL, PAGES * PAGE, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS,
			  -1, 0);

	if (base == MAP_FAILED)
		lacks("no memory for the profile");
	for (unsigned int cpu = 0; cpu + 1 < nr_cpus && cpu < 4; cpu++) {
		print_pair((uintptr_t)base, cpu, cpu + 1);
		print_pair((uintptr_t)base, cpu + 1, cpu);
	}
	munmap(base, PAGES * PAGE);
}
