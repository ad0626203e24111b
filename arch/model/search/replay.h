/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Schedules: the choices of one execution, kept to be repeated, and as text.
 *
 *	a3b1!1A2	three events of actor 0's program, one of actor 1's (the second
 *			of the outcomes that it might have), two of CPU 0's handler
 */
#ifndef ARCH_MODEL_SEARCH_REPLAY_H
#define ARCH_MODEL_SEARCH_REPLAY_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <arch/model/machine/limits.h>

struct schedule;

struct choices {
	uint32_t nr;
	uint8_t thread[MAX_EVENTS];
	uint8_t outcome[MAX_EVENTS];
};

/* Keep the choices of the execution that has just been run. */
void choices_keep(struct choices *choices);

/* Write @choices as text; false: @size bytes are not enough. */
bool choices_write(const struct choices *choices, char *text, size_t size);
/* Read @choices from a schedule; false: there are too many. */
bool choices_read(struct choices *choices, const struct schedule *schedule);

/* Set what strategy_replay repeats; after its end threads run on in any order. */
void replay_use(const struct choices *choices);

/* One more than the event at which the program did not fit the schedule; 0: it did. */
uint32_t replay_misfit(void);

#endif
