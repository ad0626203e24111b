/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Reading the runs of a schedule: a letter for a thread, how often it goes on, and optionally
 * the outcome that it chose.
 */
#include <kernel/lib/bug.h>
#include <kernel/race/schedule_runs.h>

#define CHOICE_MAX 1000

/* Read a number at *@at, from 1 to @max and without leading zeros; 0: there is none. */
static uint32_t read_number(const char **at, uint32_t max)
{
	uint32_t n = 0;

	if (**at == '0')
		return 0;
	for (; **at >= '0' && **at <= '9'; ++*at) {
		n = n * 10 + (uint32_t)(**at - '0');
		if (n > max)
			return 0;
	}
	return n;
}

static bool read_thread(const char **at, struct schedule_run *run)
{
	char c = *(*at)++;

	if (c >= 'a' && c < 'a' + SCHEDULE_ACTORS)
		*run = (struct schedule_run){ SCHEDULE_PROGRAM, (unsigned int)(c - 'a'), 0, 0 };
	else if (c >= 'A' && c < 'A' + SCHEDULE_ACTORS)
		*run = (struct schedule_run){ SCHEDULE_HANDLER, (unsigned int)(c - 'A'), 0, 0 };
	else if (c >= 's' && c < 's' + SCHEDULE_ACTORS)
		*run = (struct schedule_run){ SCHEDULE_BUFFER, (unsigned int)(c - 's'), 0, 0 };
	else
		return false;
	return true;
}

bool schedule_read_run(const char **at, struct schedule_run *run)
{
	if (!read_thread(at, run))
		return false;
	run->times = read_number(at, SCHEDULE_ENTRIES);
	if (**at == '!' && run->thread == SCHEDULE_PROGRAM) {
		++*at;
		run->choice = read_number(at, CHOICE_MAX);
		return run->times && run->choice;
	}
	return run->times;
}

bool schedule_next(const char **at, struct schedule_run *run)
{
	if (**at == '-' || **at == '.' || **at == '\0')
		return false;
	BUG_ON(!schedule_read_run(at, run));
	return true;
}
