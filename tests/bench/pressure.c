/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Memory pressure: every CPU touches pages of files at random, four times as many as
 * there are frames, through mappings of one mm.  Each miss takes a frame, and so each
 * frame that reclaim gives back is soon another page's.
 *
 * What is compared is how many shootdown IPIs the policies send for as many frames
 * allocated, and how long an allocation takes, the flush in it included.
 */
#include <arch/cpu.h>
#include <arch/user.h>
#include <kernel/lib/bug.h>
#include <kernel/lib/printk.h>
#include <kernel/lib/random.h>
#include <kernel/lib/string.h>
#include <kernel/mm/calls/exit.h>
#include <kernel/mm/calls/mmap.h>
#include <kernel/mm/calls/munmap.h>
#include <kernel/mm/frames/account.h>
#include <kernel/mm/frames/alloc.h>
#include <kernel/mm/frames/blkdev.h>
#include <kernel/mm/frames/deferred.h>
#include <kernel/mm/machinery/watermark.h>
#include <kernel/mm/machinery/writeback.h>
#include <kernel/mm/objects/file.h>
#include <kernel/mm/objects/filemap.h>
#include <kernel/mm/objects/mm.h>
#include <kernel/mm/objects/refill.h>
#include <kernel/mm/tables/mm_types.h>
#include <kernel/smp/smp.h>
#include <kernel/sync/panic.h>
#include <kernel/tlb/policy.h>
#include <kernel/tlb/tlb.h>
#include <tests/bench/bench.h>
#include <tests/bench/histogram.h>

#define FRAMES	    8192
#define WORKING_SET (4 * FRAMES)
#define NR_FILES    (WORKING_SET / FILE_MAX_PAGES)
#define BASE_VA	    0x40000000UL

/*
 * The more frames are free, the more LUF gains: one flush covers all that are pending.
 * Reclaim begins when as many frames are free as the pool's size, and ends at half as many more.
 */
static const unsigned int pools[] = { FRAMES / 16, FRAMES / 8, FRAMES / 4 };

#define NR_POOLS  (sizeof(pools) / sizeof(pools[0]))
#define LAST_POOL pools[NR_POOLS - 1]

/* Frames for page tables, pools and the like, beside those for pages. */
#define SPARE_FRAMES 256

static const unsigned int writers_permille[] = { 1, 10, 100 };

#define NR_MIXES (sizeof(writers_permille) / sizeof(writers_permille[0]))

static struct {
	struct mm *mm;
	struct file *file[NR_FILES];
	struct list_head hoard; /* frames kept from everybody */
	unsigned int writers;	/* accesses of a thousand that store */
	uint64_t deadline;
	uint64_t seed;
} load;

static struct worker {
	uint64_t accesses;
	struct histogram allocs; /* cycles */
} workers[MAX_CPUS];

/* What is varied. */
struct mix {
	const struct deferred_limits *limits;
	unsigned int pool;
	unsigned int writers; /* accesses of a thousand that store */
	enum luf_owner owner;
	enum luf_refill refill;
};

struct figures {
	uint64_t accesses;
	uint64_t ipis;
	struct histogram allocs;
};

static void note_alloc(uint64_t cycles)
{
	histogram_add(&workers[cpu_id()].allocs, cycles);
}

/* Make all blocks at the start: if write-back made them, they would take frames of the pool. */
static void make_files(void)
{
	static const uint64_t zeros[PAGE_SIZE / sizeof(uint64_t)];

	for (unsigned int i = 0; i < NR_FILES; i++) {
		load.file[i] = file_create(FILE_MAX_PAGES);
		BUG_ON(!load.file[i]);
		for (uint64_t page = 0; page < FILE_MAX_PAGES; page++)
			BUG_ON(blkdev_write(load.file[i]->first_block + page, zeros));
	}
}

static void map_files(void)
{
	for (unsigned int i = 0; i < NR_FILES; i++)
		BUG_ON(do_mmap(load.mm, BASE_VA + i * FILE_MAX_PAGES * PAGE_SIZE,
			       FILE_MAX_PAGES * PAGE_SIZE, VM_READ | VM_WRITE | VM_SHARED,
			       load.file[i], 0));
}

static void unmap_files(void)
{
	BUG_ON(do_munmap(load.mm, BASE_VA, WORKING_SET * PAGE_SIZE));
	for (unsigned int i = 0; i < NR_FILES; i++) {
		BUG_ON(file_sync(load.file[i]));
		file_drop_cache(load.file[i]);
	}
}

static void hoard_frames(void)
{
	list_init(&load.hoard);
	while (page_nr_free() > FRAMES) {
		struct page *page = page_alloc(PAGE_KERNEL);

		BUG_ON(!page);
		list_add(&page->lru, &load.hoard);
	}
}

static void release_frames(void)
{
	while (!list_empty(&load.hoard)) {
		struct page *page = list_first(&load.hoard, struct page, lru);

		list_del(&page->lru);
		page_put(page);
	}
}

static void work(void *arg)
{
	struct worker *worker = arg;
	struct random random = random_seeded(load.seed, cpu_id());

	mm_use(load.mm);
	while (cpu_cycles() < load.deadline) {
		uintptr_t va = BASE_VA + random_below(&random, WORKING_SET) * PAGE_SIZE;
		uint64_t word;
		bool done = random_below(&random, 1000) < load.writers ? user_store(va, 1) :
									 user_load(va, &word);

		BUG_ON(!done);
		worker->accesses++;
	}
	mm_use(NULL);
}

static uint64_t ipis_now(void)
{
	struct tlb_stats stats;

	tlb_sum_stats(&stats);
	return stats.ipis;
}

static void run_workers(void)
{
	for (unsigned int cpu = 1; cpu < nr_cpus; cpu++)
		smp_call(cpu, work, &workers[cpu]);
	work(&workers[0]);
	for (unsigned int cpu = 1; cpu < nr_cpus; cpu++)
		smp_wait(cpu);
}

static void measure(const struct flush_policy *policy, unsigned int writers, uint64_t cycles,
		    struct figures *figures)
{
	uint64_t ipis;

	memset(figures, 0, sizeof(*figures));
	memset(workers, 0, sizeof(workers));
	flush_policy_choose(policy);
	map_files();
	load.writers = writers;
	load.deadline = cpu_cycles() + cycles;
	ipis = ipis_now();
	page_watch_alloc(note_alloc);
	run_workers();
	page_watch_alloc(NULL);
	figures->ipis = ipis_now() - ipis;
	unmap_files();
	for (unsigned int cpu = 0; cpu < nr_cpus; cpu++) {
		figures->accesses += workers[cpu].accesses;
		histogram_merge(&figures->allocs, &workers[cpu].allocs);
	}
}

static uint64_t ns(uint64_t cycles)
{
	return cycles * 1000 / cpu_cycles_per_us();
}

/* LUF as the series has it. */
static const struct deferred_limits no_limits = {
	.frames = DEFERRED_NO_LIMIT,
	.age_us = DEFERRED_NO_LIMIT,
};

static void print_mix(const struct mix *mix)
{
	printk("pressure limits=%s pool=%u writers=%u.%u%%",
	       mix->limits == &no_limits ? "none" : "set", mix->pool, mix->writers / 10,
	       mix->writers % 10);
	if (mix->refill != LUF_REFILL_COMPARE)
		printk(" refill=%s", luf_refill_name(mix->refill));
}

static void print_figures(const struct mix *mix, const char *policy, const struct figures *figures)
{
	const struct histogram *allocs = &figures->allocs;

	print_mix(mix);
	printk(" policy=%s accesses=%lu allocations=%lu ipis=%lu", policy, figures->accesses,
	       allocs->total, figures->ipis);
	printk(" alloc-ns p50=%lu p99=%lu p999=%lu max=%lu\n", ns(histogram_permille(allocs, 500)),
	       ns(histogram_permille(allocs, 990)), ns(histogram_permille(allocs, 999)),
	       ns(allocs->max));
}

/* IPIs for a million allocations. */
static uint64_t ipi_rate(const struct figures *figures)
{
	return figures->allocs.total ? figures->ipis * 1000000 / figures->allocs.total : 0;
}

static void compare(const struct mix *mix, uint64_t cycles)
{
	static struct figures batch;
	static struct figures luf;
	uint64_t before;
	uint64_t after;
	uint64_t saved;

	watermark_set(mix->pool, mix->pool + mix->pool / 2);
	deferred_limit(mix->limits);
	luf_owner_choose(mix->owner);
	luf_refill_choose(mix->refill);
	measure(&policy_batch, mix->writers, cycles, &batch);
	measure(&policy_luf, mix->writers, cycles, &luf);
	before = ipi_rate(&batch);
	after = ipi_rate(&luf);
	saved = before > after ? (before - after) * 1000 / before : 0;
	print_figures(mix, "batch", &batch);
	print_figures(mix, "luf", &luf);
	print_mix(mix);
	printk(" ipis-per-million-allocations batch=%lu luf=%lu fewer=%lu.%lu%%\n", before, after,
	       saved / 10, saved % 10);
}

/* For LUF with its limits: the stricter rule, unless the user wants the other one alone. */
static enum luf_owner set_owner(const struct options *options)
{
	return options->luf_owners == 1u << LUF_OWNER_ANY ? LUF_OWNER_ANY : LUF_OWNER_SAME;
}

static enum exit_status pressure(const struct options *options)
{
	uint64_t cycles = options->seconds * 1000000 * cpu_cycles_per_us();
	struct account account;

	if (nr_cpus < 2 || page_nr_free() < WORKING_SET + FRAMES + SPARE_FRAMES) {
		printk("stalehound: bench pressure needs 2 CPUs and %u MiB free: --smp 4 --mem 256M\n",
		       (WORKING_SET + FRAMES + SPARE_FRAMES) >> (20 - PAGE_SHIFT));
		return EXIT_USAGE;
	}
	load.seed = options->seed;
	load.mm = mm_create();
	BUG_ON(!load.mm);
	make_files();
	hoard_frames();
	printk("# %u CPUs, %u frames, %u pages, %lu s each\n", nr_cpus, FRAMES, WORKING_SET,
	       options->seconds);
	for (unsigned int i = 0; i < NR_POOLS; i++)
		compare(&(struct mix){ &no_limits, pools[i], 0, LUF_OWNER_ANY, LUF_REFILL_COMPARE },
			cycles);
	for (unsigned int i = 0; i < NR_POOLS; i++)
		compare(&(struct mix){ &no_limits, pools[i], 0, LUF_OWNER_ANY, LUF_REFILL_FLUSH },
			cycles);
	for (unsigned int i = 0; i < NR_MIXES; i++)
		compare(&(struct mix){ &no_limits, LAST_POOL, writers_permille[i], LUF_OWNER_ANY,
				       LUF_REFILL_COMPARE },
			cycles);
	compare(&(struct mix){ &options->luf_limits, LAST_POOL, 0, set_owner(options),
			       options->luf_refill },
		cycles);
	watermark_set(0, 0);
	release_frames();
	mm_destroy(load.mm);
	account_take(&account);
	return account_balances(&account) ? EXIT_HELD : EXIT_CAUGHT;
}

BENCH(pressure) = {
	.name = "pressure",
	.asks = "how many shootdown IPIs does each policy send, and what does an allocation cost?",
	.run = pressure,
};
