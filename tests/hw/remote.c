/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Other CPUs: does a local INVLPG reach them, how long do they keep an entry, and do their
 * loads overtake their stores?
 */
#include <arch/cpu.h>
#include <arch/ipi.h>
#include <arch/tlb.h>
#include <arch/user.h>
#include <kernel/smp/smp.h>
#include <tests/hw/probe.h>
#include <tests/litmus.h>

/* Written by the errand on the other CPU. */
static bool other_saw_a;
static bool other_saw_b;

static void other_reads(struct bench *bench)
{
	uint64_t value = 0;

	(void)user_load(bench->va, &value);
	other_saw_a = value == BENCH_A;
	other_saw_b = value == BENCH_B;
}

static void other_flushes(struct bench *bench)
{
	tlb_invalidate_page(bench->va);
	other_reads(bench);
}

static void remote_read(struct findings *found)
{
	struct bench bench;

	if (nr_cpus < 2) {
		found->skipped = "needs 2 CPUs";
		return;
	}
	bench_open(&bench);
	for (; found->tries < PROBE_TRIES; found->tries++) {
		pte_set(bench.ptep, bench_pte(bench.a, 0, 0));
		(void)bench_on_other_cpu(&bench, other_flushes);
		pte_set(bench.ptep, bench_pte(bench.b, 0, 0));
		tlb_invalidate_page(bench.va);
		(void)bench_on_other_cpu(&bench, other_reads);
		found->kept += other_saw_a;
		(void)bench_on_other_cpu(&bench, other_flushes);
		found->survived += !other_saw_b;
	}
	bench_close(&bench);
}

PROBE(remote_read) = {
	.name = "hw/other-cpu",
	.asks = "after INVLPG on one CPU, does another still use the old leaf?",
	.source = "SDM vol. 3, 4.10.5",
	.keeps = KEEPS_REMOTE,
	.keeps_name = "other-cpu",
	.run = remote_read,
};

#define LONG_PAUSES 20000
#define LONG_US	    50000

static unsigned int pauses_made;

/* Bounded in time as well: a PAUSE can cost an emulator anything. */
static void other_pauses(struct bench *bench)
{
	uint64_t start = cpu_cycles();

	for (pauses_made = 0; pauses_made < LONG_PAUSES; pauses_made++) {
		if (cpu_cycles() - start > LONG_US * cpu_cycles_per_us())
			break;
		cpu_relax();
	}
	other_reads(bench);
}

static void how_long(struct findings *found)
{
	struct bench bench;

	if (nr_cpus < 2) {
		found->skipped = "needs 2 CPUs";
		return;
	}
	bench_open(&bench);
	pte_set(bench.ptep, bench_pte(bench.a, 0, 0));
	(void)bench_on_other_cpu(&bench, other_flushes);
	pte_set(bench.ptep, bench_pte(bench.b, 0, 0));
	(void)bench_on_other_cpu(&bench, other_pauses);
	found->tries = 1;
	found->kept = other_saw_a;
	found->detail = pauses_made;
	(void)bench_on_other_cpu(&bench, other_flushes);
	found->survived = !other_saw_b;
	bench_close(&bench);
}

PROBE(how_long) = {
	.name = "hw/how-long",
	.asks = "is an unflushed leaf still used after up to 20,000 pauses?",
	.source = "SDM vol. 3, 4.10.4.4: no bound in time",
	.detail = "pauses made",
	.run = how_long,
};

/* Store buffering: each CPU stores its own word, then loads the other's. */
#define SB_ROUNDS 500

static struct {
	int x __attribute__((aligned(64)));
	int y __attribute__((aligned(64)));
	int ready __attribute__((aligned(64)));
	int go;
	int r0;
	int r1;
} sb;

static void sb_other(void *arg)
{
	(void)arg;
	for (int round = 1; round <= SB_ROUNDS; round++) {
		atomic_add(&sb.ready, 1);
		while (READ_ONCE(sb.go) != round)
			cpu_relax();
		WRITE_ONCE(sb.y, 1);
		sb.r1 = READ_ONCE(sb.x);
		atomic_add(&sb.ready, 1);
	}
}

static void sb_round(int round, struct findings *found)
{
	while (READ_ONCE(sb.ready) != 2 * round - 1)
		cpu_relax();
	WRITE_ONCE(sb.x, 0);
	WRITE_ONCE(sb.y, 0);
	smp_mb();
	WRITE_ONCE(sb.go, round);
	WRITE_ONCE(sb.x, 1);
	sb.r0 = READ_ONCE(sb.y);
	while (READ_ONCE(sb.ready) < 2 * round)
		cpu_relax();
	found->tries++;
	found->kept += !sb.r0 && !sb.r1;
}

static void store_buffer(struct findings *found)
{
	if (nr_cpus < 2) {
		found->skipped = "needs 2 CPUs";
		return;
	}
	smp_call(1, sb_other, NULL);
	for (int round = 1; round <= SB_ROUNDS; round++)
		sb_round(round, found);
	smp_wait(1);
}

PROBE(store_buffer) = {
	.name = "hw/store-buffer",
	.asks = "do a CPU's loads overtake its earlier stores?",
	.source = "SDM vol. 3, 8.2.3.4",
	.keeps = KEEPS_BUFFERED,
	.keeps_name = "buffered-store",
	.run = store_buffer,
};

/*
 * An IPI is sent, then a store is made: can the other CPU act on the store before it
 * takes the interrupt?  If not, nobody can see that an acknowledgement was not awaited.
 */
static int after_ipi;
static uint64_t taken_when_seen;

static void watch_for_store(void *arg)
{
	uint64_t seen_at_start = ipis_taken(cpu_id());

	(void)arg;
	WRITE_ONCE(after_ipi, 1);
	while (READ_ONCE(after_ipi) != 2)
		;
	taken_when_seen = ipis_taken(cpu_id()) - seen_at_start;
}

static void ipi_overtaken(struct findings *found)
{
	if (nr_cpus < 2) {
		found->skipped = "needs 2 CPUs";
		return;
	}
	for (; found->tries < PROBE_TRIES; found->tries++) {
		WRITE_ONCE(after_ipi, 0);
		smp_call(1, watch_for_store, NULL);
		while (READ_ONCE(after_ipi) != 1)
			cpu_relax();
		ipi_send(1);
		WRITE_ONCE(after_ipi, 2);
		smp_wait(1);
		found->kept += taken_when_seen == 0;
	}
	/* A host that takes a virtual CPU away causes it now and then: too rare for tests. */
	if (found->kept < PROBE_TRIES / 4)
		found->kept = 0;
}

PROBE(ipi_overtaken_probe) = {
	.name = "hw/ipi-overtaken",
	.asks = "can a CPU see a store that was made after an IPI before it takes the IPI?",
	.source = "SDM vol. 3, 10.6: an interrupt takes its time",
	.keeps = KEEPS_IPI,
	.keeps_name = "ipi-in-flight",
	.run = ipi_overtaken,
};
