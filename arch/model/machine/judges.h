/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * What the machine tells its judges.  They do not change what it does, except that a violation ends
 * the execution.
 */
#ifndef ARCH_MODEL_MACHINE_JUDGES_H
#define ARCH_MODEL_MACHINE_JUDGES_H

#include <stdbool.h>
#include <stdint.h>
#include <kernel/race/steps.h>
#include <kernel/rules/mutants.h>

/* judge/oracle.c. */
/* Do the kernel or some walker use @frame as a page table? */
bool frame_is_table(uint32_t frame);

/* The kernel made a step; the entry at @at was stored; a PCID is reused. */
void oracle_step(enum step_kind kind, uintptr_t va, uint64_t pfn);
void oracle_entry_stored(const void *at);
void oracle_pcid_kept(unsigned int cpu);

/* In an event: @frame is written, by the kernel or through a translation. */
void oracle_frame_written(uint32_t frame);

/* judge/race.c: an execution begins. */
void race_begin(void);
/* The running CPU makes a plain access at @at, in shared memory; does not return if it races. */
void race_read(const void *at, uintptr_t pc);
void race_write(const void *at, uintptr_t pc);

/* A marked access, as part of the event that has just ended. */
void race_marked(const void *at, bool write, uintptr_t pc);

/* judge/closure.c: is the second account kept? */
extern bool closure_in_use;

/* CPU @cpu, or @by, does one of these; called before tlb_set.h's function of that name. */
void closure_load_root(unsigned int cpu, uint32_t root, unsigned int pcid, bool noflush);
void closure_drop_page(unsigned int cpu, unsigned int pcid, uintptr_t va);
void closure_drop_pcid(unsigned int cpu, unsigned int pcid);
void closure_drop_all(unsigned int cpu);
void closure_doom(unsigned int by, uintptr_t va);
void closure_end_doomed(unsigned int by);
void closure_fault(unsigned int cpu, uintptr_t va);

/* A word of memory has changed: add what can be walked now, on every CPU. */
void closure_take_in(void);

/* The state from which executions begin: save it; restore it. */
void closure_save(void);
void closure_restore(void);

/* judge/effects.c. */
/* An access faults, or goes to @frame after the walker has set @bits at @entry, if any. */
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
 * @some, @nr of them, are the effects that user.c has found.  If @access may have others, or not
 * these, the execution is a violation.
 */
void effects_compare(const struct user_access *access, const struct effect *some, unsigned int nr);

/* judge/coverage.c. */
/* The kernel asks whether mutant @id is active. */
void coverage_note(enum mutant id);

/* suite/check.c. */
/* What a test was seen to do: this decides which configurations matter to it. */
enum check_trait {
	CHECK_SWITCHES_MM = 1, /* in its race */
	CHECK_ASKS_POLICY = 2,
	CHECK_DEFERS = 4,    /* a flush past the free, so that luf_track= matters */
	CHECK_TAKES_OFF = 8, /* a frame with such a flush, so that luf_owner= matters */
};
void check_note(enum check_trait trait);

#endif
