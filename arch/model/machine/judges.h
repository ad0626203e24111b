/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * What the machine tells those who judge it.  It asks them nothing, and goes on whatever they
 * say, but for a violation, which ends the execution.
 */
#ifndef ARCH_MODEL_MACHINE_JUDGES_H
#define ARCH_MODEL_MACHINE_JUDGES_H

#include <stdbool.h>
#include <stdint.h>
#include <kernel/race/steps.h>
#include <kernel/rules/mutants.h>

/* judge/oracle.c. */
/* Is @frame a page table to the kernel, or to some walker? */
bool frame_is_table(uint32_t frame);

/* The kernel's steps; the entry at @at was stored; a PCID is used again. */
void oracle_step(enum step_kind kind, uintptr_t va, uint64_t pfn);
void oracle_entry_stored(const void *at);
void oracle_pcid_kept(unsigned int cpu);

/* Part of an event: @frame is written, by the kernel or through a translation. */
void oracle_frame_written(uint32_t frame);

/* judge/race.c: an execution begins. */
void race_begin(void);
/* The running CPU makes a plain access at @at, in shared memory; does not return if it races. */
void race_read(const void *at, uintptr_t pc);
void race_write(const void *at, uintptr_t pc);

/* A marked one, as part of the event that has just ended. */
void race_marked(const void *at, bool write, uintptr_t pc);

/* judge/closure.c: is the second account kept? */
extern bool closure_in_use;

/* CPU @cpu, or @by, has done one of these, and tlb_set.h's function of that name has not begun. */
void closure_load_root(unsigned int cpu, uint32_t root, unsigned int pcid, bool noflush);
void closure_drop_page(unsigned int cpu, unsigned int pcid, uintptr_t va);
void closure_drop_pcid(unsigned int cpu, unsigned int pcid);
void closure_drop_all(unsigned int cpu);
void closure_doom(unsigned int by, uintptr_t va);
void closure_end_doomed(unsigned int by);
void closure_fault(unsigned int cpu, uintptr_t va);

/* A word of memory has changed: take in what can be walked, on every CPU. */
void closure_take_in(void);

/* The moment that executions begin at: keep it; go back to it. */
void closure_save(void);
void closure_restore(void);

/* judge/effects.c. */
/* It faults, or it goes to @frame after the walker has set @bits at @entry, if any. */
struct effect {
	bool faults;
	uint32_t frame;
	const void *entry;
	uint64_t bits;
};

/* What is accessed, and how. */
struct user_access {
	unsigned int cpu;
	uint64_t va;
	bool stores;
	bool fetches;
};

/*
 * @some of @nr are the effects that user.c has found.  If they are not what it may do the
 * execution is in violation.
 */
void effects_compare(const struct user_access *access, const struct effect *some, unsigned int nr);

/* judge/coverage.c. */
/* The kernel asks whether mutant @id is active. */
void coverage_note(enum mutant id);

/* suite/check.c. */
/* What a test was seen to do, which decides what configurations make a difference to it. */
enum check_trait {
	CHECK_SWITCHES_MM = 1, /* in its race */
	CHECK_ASKS_POLICY = 2,
	CHECK_DEFERS = 4,    /* a flush past the free, so that luf_track= matters */
	CHECK_TAKES_OFF = 8, /* a frame with such a flush, so that luf_owner= matters */
};
void check_note(enum check_trait trait);

#endif
