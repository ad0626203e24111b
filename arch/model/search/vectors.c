/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * See vectors.h.
 */
#include <string.h>
#include <arch/model/search/vectors.h>

#define SLOTS (4 * VECTORS_MAX)

void vectors_clear(struct vectors *set)
{
	set->nr = 0;
	memset(set->slot, 0, sizeof(set->slot));
}

/* Where @vector is, or would be. */
static unsigned int slot_of(const struct vectors *set, const struct vector *vector)
{
	uint64_t hash = 0;
	unsigned int slot;

	for (unsigned int i = 0; i < VECTOR_WORDS; i++)
		hash = (hash ^ vector->word[i]) * 0x9e3779b97f4a7c15ULL ^ hash >> 29;
	for (slot = hash >> 40 & (SLOTS - 1); set->slot[slot]; slot = (slot + 1) & (SLOTS - 1)) {
		if (memcmp(&set->of[set->slot[slot] - 1], vector, sizeof(*vector)) == 0)
			break;
	}
	return slot;
}

bool vectors_add(struct vectors *set, const struct vector *vector)
{
	unsigned int slot = slot_of(set, vector);

	if (set->slot[slot])
		return true;
	if (set->nr == VECTORS_MAX)
		return false;
	set->of[set->nr++] = *vector;
	set->slot[slot] = (uint16_t)set->nr;
	return true;
}

bool vectors_has(const struct vectors *set, const struct vector *vector)
{
	return set->slot[slot_of(set, vector)];
}

unsigned int vectors_missing(const struct vectors *some, const struct vectors *all,
			     const struct vector **first)
{
	unsigned int n = 0;

	for (unsigned int i = 0; i < some->nr; i++) {
		if (vectors_has(all, &some->of[i]))
			continue;
		if (!n++)
			*first = &some->of[i];
	}
	return n;
}
