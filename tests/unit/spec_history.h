/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Histories for the tests of the specification, written down a call at a time.
 */
#ifndef TESTS_UNIT_SPEC_HISTORY_H
#define TESTS_UNIT_SPEC_HISTORY_H

#include <arch/model/pairs/spec.h>

enum { NEW = 17, NEWER = 18 };

static struct spec_history history;

static inline void anonymous(void)
{
	history = (struct spec_history){ .asks_noticed = true };
}

static inline void private_file(void)
{
	history = (struct spec_history){ .file = true };
}

static inline void shared_file(void)
{
	history = (struct spec_history){ .file = true, .shared = true };
}

static inline struct spec_call *made(enum spec_phase phase, unsigned int cpu, enum spec_kind kind,
				     uint64_t value)
{
	struct spec_call *call = &history.calls[history.nr];
	uint8_t nr = 1;

	for (unsigned int i = 0; i < history.nr; i++)
		nr = (uint8_t)(nr +
			       (history.calls[i].phase == phase && history.calls[i].cpu == cpu));
	*call = (struct spec_call){ .kind = (uint8_t)kind,
				    .phase = (uint8_t)phase,
				    .cpu = (uint8_t)cpu,
				    .nr = nr,
				    .value = value,
				    .result = value == SPEC_FAULT ? SPEC_FAULT : SPEC_DONE };
	history.nr++;
	return call;
}

static inline struct spec_call *before(enum spec_kind kind, uint64_t value)
{
	return made(SPEC_BEFORE, 0, kind, value);
}

static inline struct spec_call *on(unsigned int cpu, enum spec_kind kind, uint64_t value)
{
	return made(SPEC_RACE, cpu, kind, value);
}

/* The same, begun when all that the other CPU has done so far had ended. */
static inline struct spec_call *later_on(unsigned int cpu, enum spec_kind kind, uint64_t value)
{
	struct spec_call *call = on(cpu, kind, value);

	for (unsigned int i = 0; i + 1 < history.nr; i++)
		call->seen[!cpu] =
			(uint8_t)(call->seen[!cpu] + (history.calls[i].phase == SPEC_RACE &&
						      history.calls[i].cpu == !cpu));
	return call;
}

static inline struct spec_call *finally(enum spec_kind kind, uint64_t value)
{
	return made(SPEC_AFTER, 0, kind, value);
}

static inline bool holds(void)
{
	char text[200];

	return spec_judge(&history, text, sizeof(text)) < 0;
}

/* Would the last call hold if it had found @value? */
static inline bool may_be(uint64_t value)
{
	struct spec_call *call = &history.calls[history.nr - 1];

	call->value = value;
	call->result = value == SPEC_FAULT ? SPEC_FAULT : SPEC_DONE;
	return holds();
}

#endif
