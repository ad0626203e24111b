/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * See replay.h.
 */
#include <stdio.h>
#include <arch/model/explore.h>
#include <arch/model/machine.h>
#include <arch/model/replay.h>

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
	return (char)((is_handler(thread) ? 'A' : 'a') + cpu_of(thread));
}

static unsigned int thread_of(char letter)
{
	if (letter >= 's' && letter < 's' + MODEL_CPUS)
		return buffer_of((unsigned int)(letter - 's'));
	if (letter >= 'a' && letter < 'a' + MODEL_CPUS)
		return program_of((unsigned int)(letter - 'a'));
	if (letter >= 'A' && letter < 'A' + MODEL_CPUS)
		return handler_of((unsigned int)(letter - 'A'));
	return NOBODY;
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

static bool read_number(const char **at, const char *end, uint32_t *number)
{
	const char *from = *at;

	*number = 0;
	for (; *at < end && **at >= '0' && **at <= '9' && *number <= MAX_EVENTS; (*at)++)
		*number = *number * 10 + (uint32_t)(**at - '0');
	return *at > from && *number <= MAX_EVENTS;
}

bool choices_read(struct choices *choices, const char *text, size_t len)
{
	const char *end = text + len;

	choices->nr = 0;
	while (text < end) {
		unsigned int thread = thread_of(*text++);
		uint32_t outcome = 0;
		uint32_t count;

		if (thread == NOBODY || !read_number(&text, end, &count) || count == 0 ||
		    count > MAX_EVENTS - choices->nr)
			return false;
		if (text < end && *text == '!') {
			text++;
			if (!read_number(&text, end, &outcome) || outcome > UINT8_MAX)
				return false;
		}
		while (count--) {
			choices->thread[choices->nr] = (uint8_t)thread;
			choices->outcome[choices->nr++] = 0;
		}
		choices->outcome[choices->nr - 1] = (uint8_t)outcome;
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

static unsigned int replay_pick(uint32_t index, uint32_t enabled)
{
	if (index < repeated->nr) {
		unsigned int thread = repeated->thread[index];

		if (enabled >> thread & 1)
			return thread;
		misfit = index + 1;
		return NOBODY;
	}
	if (enabled >> current_thread & 1)
		return current_thread;
	return (unsigned int)__builtin_ctz(enabled);
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
