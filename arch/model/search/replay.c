/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Keeping, writing and repeating choices.  See replay.h.
 */
#include <stdio.h>
#include <arch/model/machine/buffer.h>
#include <arch/model/machine/choices.h>
#include <arch/model/machine/machine.h>
#include <arch/model/search/explore.h>
#include <arch/model/search/replay.h>
#include <kernel/options/schedule.h>
#include <kernel/race/schedule_runs.h>

static const struct choices *repeated;
static uint32_t misfit;

void choices_keep(struct choices *choices)
{
	/* The event in which it was stopped has not ended. */
	uint32_t nr = trace.nr_events + (trace_is_open() ? 1 : 0);

	choices->nr = nr;
	for (uint32_t i = 0; i < nr; i++) {
		choices->thread[i] = trace.events[i].thread;
		choices->outcome[i] = trace.events[i].outcome;
	}
}

static char letter_of(unsigned int thread)
{
	if (is_buffer(thread))
		return (char)('s' + cpu_of(thread));
	if (is_filler(thread))
		return (char)('i' + cpu_of(thread));
	return (char)((is_handler(thread) ? 'A' : 'a') + cpu_of(thread));
}

bool choices_write(const struct choices *choices, char *text, size_t size)
{
	size_t len = 0;

	for (uint32_t i = 0; i < choices->nr;) {
		uint32_t end = i + 1;
		int n;

		while (end < choices->nr && choices->thread[end] == choices->thread[i] &&
		       !choices->outcome[end - 1])
			end++;
		n = snprintf(text + len, size - len, "%c%u", letter_of(choices->thread[i]),
			     end - i);
		if (n > 0 && (size_t)n < size - len && choices->outcome[end - 1])
			n += snprintf(text + len + n, size - len - (size_t)n, "!%u",
				      choices->outcome[end - 1]);
		if (n < 0 || (size_t)n >= size - len)
			return false;
		len += (size_t)n;
		i = end;
	}
	return true;
}

static unsigned int thread_of(const struct schedule_run *run)
{
	switch (run->thread) {
	case SCHEDULE_HANDLER:
		return handler_of(run->actor);
	case SCHEDULE_BUFFER:
		return buffer_of(program_of(run->actor));
	default:
		return program_of(run->actor);
	}
}

bool choices_read(struct choices *choices, const struct schedule *schedule)
{
	const char *at = schedule->events;
	struct schedule_run run;

	choices->nr = 0;
	while (schedule_next(&at, &run)) {
		if (run.times > MAX_EVENTS - choices->nr || run.choice > UINT8_MAX)
			return false;
		for (uint32_t i = 0; i < run.times; i++) {
			choices->thread[choices->nr] = (uint8_t)thread_of(&run);
			choices->outcome[choices->nr++] = 0;
		}
		choices->outcome[choices->nr - 1] = (uint8_t)run.choice;
	}
	return true;
}

void replay_use(const struct choices *choices)
{
	repeated = choices;
	misfit = 0;
}

uint32_t replay_misfit(void)
{
	return misfit;
}

static void replay_begin(unsigned int bound, uint64_t seed)
{
	(void)bound;
	(void)seed;
}

static unsigned int replay_pick(uint32_t index, threads_t enabled)
{
	if (index < repeated->nr) {
		unsigned int thread = repeated->thread[index];

		if (is_buffer(thread) && !buffer_is_empty(cpu_of(thread)))
			thread = buffer_next(cpu_of(thread));
		if (enabled >> thread & 1)
			return thread;
		misfit = index + 1;
		return NOBODY;
	}
	if (enabled >> current_thread & 1)
		return current_thread;
	return (unsigned int)__builtin_ctzll(enabled);
}

static unsigned int replay_choose(uint32_t index, unsigned int n)
{
	unsigned int outcome = index < repeated->nr ? repeated->outcome[index] : 0;

	if (outcome < n)
		return outcome;
	misfit = index + 1;
	return 0;
}

static void replay_event(uint32_t index, const uint16_t *races, unsigned int nr_races)
{
	(void)index;
	(void)races;
	(void)nr_races;
}

static bool replay_next(void)
{
	return false;
}

static uint32_t replay_repeated(void)
{
	return 0;
}

const struct strategy strategy_replay = {
	.name = "replay",
	.begin = replay_begin,
	.pick = replay_pick,
	.choose = replay_choose,
	.event = replay_event,
	.next = replay_next,
	.repeated = replay_repeated,
};
