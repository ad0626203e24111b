/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Sets of CPUs.  Single bits may be set and cleared concurrently; whole-set
 * operations are not atomic, and read each word once.
 */
#ifndef KERNEL_LIB_CPUMASK_H
#define KERNEL_LIB_CPUMASK_H

#include <stdbool.h>
#include <stdint.h>
#include <arch/atomic.h>
#include <arch/cpu.h>

#define CPUMASK_WORDS (MAX_CPUS / 64)

struct cpumask {
	uint64_t word[CPUMASK_WORDS];
};

_Static_assert(MAX_CPUS % 64 == 0, "a cpumask has whole words");

/* Words in use: sets never hold a CPU beyond nr_cpus. */
static inline unsigned int cpumask_words(void)
{
	return (nr_cpus + 63) / 64;
}

static inline void cpumask_clear(struct cpumask *mask)
{
	for (unsigned int i = 0; i < cpumask_words(); i++)
		WRITE_ONCE(mask->word[i], 0);
}

static inline bool cpumask_test(const struct cpumask *mask, unsigned int cpu)
{
	return READ_ONCE(mask->word[cpu / 64]) >> (cpu % 64) & 1;
}

/* Atomic, and a full barrier: callers rely on it, see switch_mm(). */
static inline void cpumask_set(struct cpumask *mask, unsigned int cpu)
{
	atomic_or(&mask->word[cpu / 64], 1ULL << (cpu % 64));
}

static inline void cpumask_unset(struct cpumask *mask, unsigned int cpu)
{
	atomic_and(&mask->word[cpu / 64], ~(1ULL << (cpu % 64)));
}

/* The same, not atomic, for a set that nobody else has yet. */
static inline void cpumask_put(struct cpumask *mask, unsigned int cpu)
{
	mask->word[cpu / 64] |= 1ULL << (cpu % 64);
}

static inline void cpumask_copy(struct cpumask *to, const struct cpumask *from)
{
	for (unsigned int i = 0; i < cpumask_words(); i++) {
		uint64_t present = READ_ONCE(from->word[i]);

		WRITE_ONCE(to->word[i], present);
	}
}

/* Set @to to the union of both. */
static inline void cpumask_add(struct cpumask *to, const struct cpumask *from)
{
	for (unsigned int i = 0; i < cpumask_words(); i++) {
		uint64_t present = READ_ONCE(from->word[i]);

		WRITE_ONCE(to->word[i], to->word[i] | present);
	}
}

static inline bool cpumask_empty(const struct cpumask *mask)
{
	for (unsigned int i = 0; i < cpumask_words(); i++) {
		if (READ_ONCE(mask->word[i]))
			return false;
	}
	return true;
}

/* The first CPU in @mask at or after @cpu; nr_cpus if there is none. */
static inline unsigned int cpumask_next(const struct cpumask *mask, unsigned int cpu)
{
	while (cpu < nr_cpus) {
		uint64_t rest = READ_ONCE(mask->word[cpu / 64]) >> (cpu % 64);

		if (rest)
			return cpu + (unsigned int)__builtin_ctzll(rest);
		cpu = (cpu / 64 + 1) * 64;
	}
	return nr_cpus;
}

#define for_each_cpu(cpu, mask)                                                                    \
	for (unsigned int cpu = cpumask_next((mask), 0); cpu < nr_cpus;                            \
	     cpu = cpumask_next((mask), cpu + 1))

#endif
