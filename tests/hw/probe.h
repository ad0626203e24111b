/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Probes: what does this CPU keep stale?
 *
 * Each probe changes a translation without a flush, and looks whether the old one is still
 * used.  Then it flushes and looks again: an old translation that survives the flush that the
 * manual prescribes is a failure of the platform (or of arch/).  The probes that decide which
 * teeth can show here run at every boot, in a few milliseconds.
 */
#ifndef TESTS_HW_PROBE_H
#define TESTS_HW_PROBE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <kernel/mm/tables/mm_types.h>

#define NR_PROBES_MAX 32
#define PROBE_TRIES   32

/* What a probe found. */
struct findings {
	unsigned int tries;
	unsigned int kept;     /* tries in which the old translation was still used */
	unsigned int survived; /* tries in which it was used even after the flush: must be 0 */
	unsigned int detail;   /* what .detail says it counts */
	const char *skipped;   /* why it could not be tried, or NULL */
};

struct probe {
	const char *name;
	const char *asks;
	const char *source;
	unsigned int keeps;	/* KEEPS_… that it decides, or 0 */
	const char *keeps_name; /* for the summary line */
	const char *detail;	/* meaning of findings.detail, or NULL */
	void (*run)(struct findings *found);
};

/* Register a probe, as LITMUS() does a test. */
#define PROBE(id)                                                                                  \
	static const struct probe probe_##id;                                                      \
	static const struct probe *const probe_entry_##id                                          \
		__attribute__((used, section("hw_probe_table"))) = &probe_##id;                    \
	static const struct probe probe_##id

size_t nr_probes(void);
const struct probe *probe_at(size_t i);

/* list: print a line for each probe whose name one of @globs matches. */
void probes_list(const char *globs);

/* Run those that decide a KEEPS_…, and print what this platform keeps. */
void probes_run(void);
/* Report what @probe found as a test of the suite. */
void probe_report(const struct probe *probe);

/* The KEEPS_… of this platform; a sentence that names those of @needs that it lacks. */
unsigned int platform_keeps(void);
const char *platform_lacks(unsigned int needs);

/*
 * The bench: an address space with hand-made entries.  a and b are frames that hold
 * BENCH_A and BENCH_B; ptep is the entry of va, siblings follow it in the same table.
 */
#define BENCH_A	    0xaaaaUL
#define BENCH_B	    0xbbbbUL
#define BENCH_PAGES 512

struct bench {
	struct mm *mm;
	uintptr_t va;
	pte_t *ptep;
	struct page *a;
	struct page *b;
};

/* Set up the bench and load its mm; remove it. */
void bench_open(struct bench *bench);
void bench_close(struct bench *bench);

/* The entry that maps @page for users, writable, A and D set. */
pte_t bench_pte(const struct page *page, uint64_t more, uint64_t less);

/* Does a user load at @va return @word? */
bool bench_reads(uintptr_t va, uint64_t word);

/* Run @fn on another CPU with the bench's mm loaded, and wait for it. */
bool bench_on_other_cpu(struct bench *bench, void (*fn)(struct bench *));

#endif
