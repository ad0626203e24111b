/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * What a look at the device's page map costs per call of fast GUP (threads/004): fast GUP of a
 * device's page, with a reference to the device, and of an anonymous page, which has none; and
 * the slow path, which would be taken instead.  One CPU alone, all CPUs on the same page, and
 * one while the others map and unmap.
 *
 * Rounds alternate, so that what the host does meanwhile meets all of them.
 */
#include <arch/cpu.h>
#include <kernel/lib/bug.h>
#include <kernel/lib/printk.h>
#include <kernel/mm/calls/exit.h>
#include <kernel/mm/calls/mmap.h>
#include <kernel/mm/calls/munmap.h>
#include <kernel/mm/machinery/dax.h>
#include <kernel/mm/machinery/gup_fast.h>
#include <kernel/mm/machinery/mm_fault.h>
#include <kernel/mm/objects/mm.h>
#include <kernel/smp/smp.h>
#include <tests/bench/bench.h>

#define CALLS	  200
#define ROUNDS	  501
#define ANON_VA	  0x40000000UL
#define DEVICE_VA 0x40001000UL
#define OTHERS_VA 0x50000000UL

typedef int gup_fn(struct mm *mm, uintptr_t va, unsigned int flags, struct page **page);

static const struct way {
	const char *name;
	gup_fn *get;
	uintptr_t va;
} ways[] = {
	{ "fast", gup_fast, ANON_VA },
	{ "fast-with-device", gup_fast, DEVICE_VA },
	{ "slow", gup, DEVICE_VA },
};

#define NR_WAYS (sizeof(ways) / sizeof(ways[0]))

static struct mm *mm;
static struct dax_device dax;
static const struct way *way;

/* Cycles of one call with its put, in tenths, by way and round. */
static uint64_t figures[NR_WAYS][ROUNDS];

static void call_many(const struct way *as)
{
	for (unsigned int i = 0; i < CALLS; i++) {
		struct page *page;

		BUG_ON(as->get(mm, as->va, GUP_WRITE | GUP_PIN, &page));
		gup_put(page, GUP_WRITE | GUP_PIN);
	}
}

/* While the first CPU is measured, the others do the same ... */
static void contend(void *arg)
{
	const struct way *as;

	(void)arg;
	mm_use(mm);
	while ((as = READ_ONCE(way)))
		call_many(as);
	mm_use(NULL);
}

/* ... or they map and unmap, which takes mmap_lock for writing. */
static void map_and_unmap(void *arg)
{
	uintptr_t va = OTHERS_VA + cpu_id() * PAGE_SIZE;

	(void)arg;
	while (READ_ONCE(way)) {
		BUG_ON(do_mmap(mm, va, PAGE_SIZE, VM_READ | VM_WRITE, NULL, 0));
		BUG_ON(do_munmap(mm, va, PAGE_SIZE));
	}
}

static uint64_t measure(const struct way *as)
{
	uint64_t start;

	WRITE_ONCE(way, as);
	start = cpu_cycles();
	call_many(as);
	return (cpu_cycles() - start) * 10 / CALLS;
}

static void sort(uint64_t *values)
{
	for (unsigned int i = 1; i < ROUNDS; i++) {
		for (unsigned int k = i; k > 0 && values[k - 1] > values[k]; k--) {
			uint64_t value = values[k];

			values[k] = values[k - 1];
			values[k - 1] = value;
		}
	}
}

/* A median, with the quartiles, and the ratio to the first way's. */
static void print(const char *load, unsigned int i)
{
	const uint64_t *values = figures[i];
	uint64_t percent = values[ROUNDS / 2] * 100 / figures[0][ROUNDS / 2];

	printk("gup way=%s load=%s cycles-per-call median=%lu quartiles=%lu-%lu ratio=%lu.%lu%lu\n",
	       ways[i].name, load, values[ROUNDS / 2] / 10, values[ROUNDS / 4] / 10,
	       values[ROUNDS - 1 - ROUNDS / 4] / 10, percent / 100, percent / 10 % 10,
	       percent % 10);
}

static void compare(const char *load, smp_fn *others)
{
	unsigned int me = cpu_id();

	WRITE_ONCE(way, &ways[0]);
	for (unsigned int cpu = 0; cpu < nr_cpus && others; cpu++) {
		if (cpu != me)
			smp_call(cpu, others, NULL);
	}
	for (unsigned int round = 0; round < ROUNDS; round++) {
		for (unsigned int i = 0; i < NR_WAYS; i++)
			figures[i][round] = measure(&ways[i]);
	}
	WRITE_ONCE(way, NULL);
	for (unsigned int cpu = 0; cpu < nr_cpus && others; cpu++) {
		if (cpu != me)
			smp_wait(cpu);
	}
	for (unsigned int i = 0; i < NR_WAYS; i++)
		sort(figures[i]);
	for (unsigned int i = 0; i < NR_WAYS; i++)
		print(load, i);
}

static void map_both(void)
{
	mm = mm_create();
	BUG_ON(!mm || dax_add(&dax));
	dax_give(&dax, 0, 0, 0);
	BUG_ON(do_mmap(mm, ANON_VA, PAGE_SIZE, VM_READ | VM_WRITE, NULL, 0));
	BUG_ON(pfnmap_mmap(mm, DEVICE_VA, PAGE_SIZE, VM_READ | VM_WRITE, &dax.files[0], 0));
	BUG_ON(handle_mm_fault(mm, ANON_VA, FAULT_WRITE));
	BUG_ON(handle_mm_fault(mm, DEVICE_VA, FAULT_WRITE));
}

static enum exit_status run(const struct options *options)
{
	(void)options;
	map_both();
	mm_use(mm);
	compare("one-cpu", NULL);
	if (nr_cpus > 1) {
		compare("all-cpus", contend);
		compare("others-map", map_and_unmap);
	}
	mm_use(NULL);
	dax_remove(&dax);
	mm_destroy(mm);
	return EXIT_HELD;
}

BENCH(gup) = {
	.name = "gup",
	.asks = "what does a reference to the device cost fast GUP, against the slow path?",
	.run = run,
};
