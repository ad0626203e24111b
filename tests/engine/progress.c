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

void progress_show(uint64_t runs, uint64_t cycles)
{
	static uint64_t shown;
	struct lines_place place = lines_place();
	char text[PROGRESS_MAX];
	char time[32];
	uint64_t us = per_us(cycles);

	if (shown && per_us(cpu_cycles() - shown) < SHOWN_EVERY_MS * 1000)
		return;
	shown = cpu_cycles();
	spell_time(time, sizeof(time));
	snformat(text, sizeof(text), "%zu of %zu, %u failed, %s, %lu runs/s: %s", place.number,
		 place.planned, lines_totals().failed, time, us ? runs * 1000000 / us : 0,
		 place.name);
	console_status(text);
}

void progress_end(void)
{
	const struct totals totals = lines_totals();
	char text[PROGRESS_MAX];
	char time[32];

	spell_time(time, sizeof(time));
	snformat(text, sizeof(text), "over after %s: %u passed, %u failed, %u skipped", time,
		 totals.passed, totals.failed, totals.skipped);
	console_status(text);
}
