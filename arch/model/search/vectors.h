/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * A set of vectors: the outcomes of a program's executions.
 */
#ifndef ARCH_MODEL_SEARCH_VECTORS_H
#define ARCH_MODEL_SEARCH_VECTORS_H

#include <stdbool.h>
#include <stdint.h>

#define VECTOR_WORDS 24
#define VECTORS_MAX  4096

struct vector {
	uint64_t word[VECTOR_WORDS];
};

struct vectors {
	unsigned int nr;
	uint16_t slot[4 * VECTORS_MAX]; /* by hash; one more than the index, 0: free */
	struct vector of[VECTORS_MAX];
};

void vectors_clear(struct vectors *set);

/* Add @vector; false: the set is full. */
bool vectors_add(struct vectors *set, const struct vector *vector);
bool vectors_has(const struct vectors *set, const struct vector *vector);

/* How many of @some are not in @all; *@first is the first of them. */
unsigned int vectors_missing(const struct vectors *some, const struct vectors *all,
			     const struct vector **first);

#endif
