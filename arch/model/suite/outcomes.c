/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Collecting and printing outcomes.  See outcomes.h.
 */
#include <stdio.h>
#include <string.h>
#include <arch/model/machine/sched.h>
#include <arch/model/machine/young.h>
#include <arch/model/suite/outcomes.h>
#include <arch/model/suite/raw.h>

#define PAGE_VECTOR (3 + RAW_FRAMES)
#define COUNT_WORD  (RAW_REGS + RAW_PAGES * PAGE_VECTOR)
#define ENDING_WORD (COUNT_WORD + 1)
_Static_assert(ENDING_WORD < VECTOR_WORDS, "an outcome is a vector");

static struct vectors *collected;
static bool overflow;
static char violation[300]; /* of this program */

void outcomes_collect(struct vectors *set)
{
	vectors_clear(set);
	collected = set;
	overflow = false;
}

bool outcomes_fitted(void)
{
	return !overflow;
}

const char *outcomes_violation(void)
{
	return violation;
}

void outcomes_forget_violation(void)
{
	*violation = '\0';
}

/* Add both outcomes for each entry, from word @n of @vector on, in which a walk may have set A. */
static void add_outcomes(struct vector *vector, uint64_t may_be_young, unsigned int n)
{
	for (; may_be_young >> n; n++) {
		if (!(may_be_young >> n & 1))
			continue;
		add_outcomes(vector, may_be_young, n + 1);
		vector->word[n] |= PTE_ACCESSED;
		add_outcomes(vector, may_be_young, n + 1);
		vector->word[n] &= ~PTE_ACCESSED;
		return;
	}
	overflow |= !vectors_add(collected, vector);
}

void outcomes_take(void)
{
	struct vector vector = { { 0 } };
	unsigned int n = RAW_REGS;
	uint64_t may_be_young = 0;

	memcpy(vector.word, raw_state.reg, sizeof(raw_state.reg));
	for (unsigned int page = 0; page < RAW_PAGES; page++) {
		vector.word[n++] = raw_state.flag[page];
		vector.word[n++] = pte_value(*raw_state.top[page]);
		may_be_young |= (uint64_t)young_is_possible(raw_state.upper[page]) << n;
		vector.word[n++] = pte_value(*raw_state.upper[page]);
		for (unsigned int frame = 0; frame < RAW_FRAMES; frame++) {
			may_be_young |= (uint64_t)young_is_possible(raw_word(frame, page)) << n;
			vector.word[n++] = *raw_word(frame, page);
		}
	}
	vector.word[n++] = (uint64_t)raw_state.count;
	vector.word[n++] = execution.ending;
	if (execution.ending == ENDING_VIOLATION)
		snprintf(violation, sizeof(violation), "%s: %s", execution.oracle, execution.text);
	add_outcomes(&vector, may_be_young, 0);
}

bool outcomes_have_ending(const struct vectors *set, enum ending ending)
{
	for (unsigned int i = 0; i < set->nr; i++) {
		if (set->of[i].word[ENDING_WORD] == ending)
			return true;
	}
	return false;
}

void outcome_print(const struct vector *vector)
{
	uint64_t ending = vector->word[ENDING_WORD];

	printf("#   ");
	for (unsigned int i = 0; i < RAW_REGS; i++)
		printf("r%u %lx ", i, vector->word[i]);
	for (unsigned int page = 0; page < RAW_PAGES; page++) {
		const uint64_t *word = &vector->word[RAW_REGS + page * PAGE_VECTOR];

		printf("\n#   %s %lx, root %u's %lx, entry %u %lx, %s: a %lx b %lx PTE 0 %lx PTE 1 %lx",
		       page ? "w" : "y", word[0], page, word[1], page, word[2], page ? "z" : "x",
		       word[3], word[4], word[5], word[6]);
	}
	printf(", count %ld", (long)vector->word[COUNT_WORD]);
	printf("%s\n", ending == ENDING_DEADLOCK  ? " deadlock" :
		       ending == ENDING_VIOLATION ? " violation" :
						    "");
}
