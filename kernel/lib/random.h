/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Repeatable pseudo-random numbers: xorshift64* (Marsaglia 2003; Vigna 2016).
 */
#ifndef KERNEL_LIB_RANDOM_H
#define KERNEL_LIB_RANDOM_H

#include <stdint.h>

struct random {
	uint64_t state;
};

/* Different (@seed, @stream) pairs give unrelated sequences. */
static inline struct random random_seeded(uint64_t seed, uint64_t stream)
{
	uint64_t x = seed * 0x9e3779b97f4a7c15ULL + stream + 1;

	x = (x ^ x >> 30) * 0xbf58476d1ce4e5b9ULL;
	x = (x ^ x >> 27) * 0x94d049bb133111ebULL;
	return (struct random){ .state = (x ^ x >> 31) | 1 };
}

static inline uint64_t random_next(struct random *r)
{
	r->state ^= r->state >> 12;
	r->state ^= r->state << 25;
	r->state ^= r->state >> 27;
	return r->state * 0x2545f4914f6cdd1dULL;
}

/* A number below @bound, which is not 0. */
static inline uint64_t random_below(struct random *r, uint64_t bound)
{
	return (random_next(r) >> 11) % bound;
}

#endif
