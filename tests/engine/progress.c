/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * See progress.h.
 */
#include <arch/cpu.h>
#include <arch/platform.h>
#include <kernel/lib/format.h>
#include <tests/engine/lines.h>
#include <tests/engine/pause.h>
#include <tests/engine/progress.h>

#define SHOWN_EVERY_MS 250

static uint64_t per_us(uint64_t cycles)
{
	return cycles / cpu_cycles_per_us();
}

/* "01:23": since the first look at this run. */
static void spell_time(char *text, size_t size)
{
	static unsigned int plan;
	static uint64_t began;
	uint64_t s;

	if (plan != lines_plans())
		began = pause_clock();
	plan = lines_plans();
	s = per_us(pause_clock() - began) / 1000000;
	snformat(text, size, "%02lu:%02lu", s / 60, s % 60);
}

static bool soaking;
static uint64_t soak_sessions;
static uint64_t soak_violations;

void progress_soak(uint64_t sessions, uint64_t violations)
{
	soaking = true;
	soak_sessions = sessions;
	soak_violations = violations;
}

/* A soak shows its sessions instead of a place among the tests. */
static int put_place(char *text, size_t size)
{
	struct lines_place place = lines_place();

	if (soaking)
		return snformat(text, size, "soak, %lu sessions, %lu violations", soak_sessions,
				soak_violations);
	return snformat(text, size, "%zu of %zu, %u failed", place.number, place.planned,
			lines_totals().failed);
}

void progress_show(const char *name, uint64_t runs, uint64_t cycles)
{
	static uint64_t shown;
	char text[PROGRESS_MAX];
	char time[32];
	uint64_t us = per_us(cycles);
	int len;

	if (shown && per_us(cpu_cycles() - shown) < SHOWN_EVERY_MS * 1000)
		return;
	shown = cpu_cycles();
	spell_time(time, sizeof(time));
	len = put_place(text, sizeof(text));
	snformat(text + len, sizeof(text) - (size_t)len, ", %s, %lu runs/s: %s", time,
		 us ? runs * 1000000 / us : 0, name);
	console_status(text);
}

void progress_end(void)
{
	const struct totals totals = lines_totals();
	char text[PROGRESS_MAX];
	char time[32];
	int len;

	soaking = false;
	spell_time(time, sizeof(time));
	len = snformat(text, sizeof(text), "over after %s: %u passed, %u failed, %u skipped", time,
		       totals.passed, totals.failed, totals.skipped);
	if (totals.undecided)
		snformat(text + len, sizeof(text) - (size_t)len, " (%u undecided)",
			 totals.undecided);
	console_status(text);
}
