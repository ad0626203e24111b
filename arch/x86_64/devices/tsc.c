/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * The rate of the time-stamp counter, by every clock of the machine: one alone may be wrong, and
 * its error would make each time limit of the kernel wrong.
 *
 * Counting clocks are read in parallel until each of their rates is known well enough
 * (calibrate.h): a millisecond or two, longer if reading them is slow.
 */
#include <arch/cpu.h>
#include <arch/platform.h>
#include <arch/x86_64/devices/calibrate.h>
#include <arch/x86_64/devices/clocks.h>
#include <arch/x86_64/devices/tsc.h>
#include <kernel/lib/printk.h>
#include <kernel/sync/panic.h>

#define MAX_RATES   (NR_CLOCKS + NR_CLAIMS)
#define ATTEMPTS    4	   /* a clock may wrap, or jump, when the host stops the machine */
#define MAX_LOOKS   100000 /* a clock that stands still must not hang us */
#define DEAD_AFTER  200	   /* looks */
#define READ_BEST   3	   /* the quickest of so many readings */
#define KHZ_PER_MHZ 1000
#define LAST_RESORT 1 /* until tsc_init() a cycle counts as 1 µs */

static uint64_t cycles_per_us = LAST_RESORT;

uint64_t cpu_cycles_per_us(void)
{
	return cycles_per_us;
}

/* The measurement of one clock. */
struct run {
	bool alive;
	struct reading first, last;
	struct rate rate;
};

/* Read the clock a few times, and keep the reading with the shortest interval. */
static bool read_well(const struct clock *clock, struct reading *best)
{
	struct reading next;

	if (!clock->read(best))
		return false;
	for (unsigned int i = 1; i < READ_BEST; i++) {
		if (!clock->read(&next))
			return false;
		if (next.after - next.before < best->after - best->before)
			*best = next;
	}
	return true;
}

static void look(const struct clock *clock, struct run *run, unsigned int looks)
{
	if (!run->alive)
		return;
	run->alive = read_well(clock, &run->last);
	if (run->last.ticks == run->first.ticks && looks > DEAD_AFTER)
		run->alive = false;
	run->rate = rate_between(clock->name, &run->first, &run->last, clock->hz, clock->mask);
}

static bool all_sharp(const struct run *runs)
{
	for (unsigned int i = 0; i < NR_CLOCKS; i++) {
		if (runs[i].alive && !rate_sharp(&runs[i].rate))
			return false;
	}
	return true;
}

/* Measure the rates by the clocks of this machine.  Returns how many. */
static size_t measure(struct rate *rates)
{
	static struct run runs[NR_CLOCKS];
	size_t n = 0;

	for (unsigned int i = 0; i < NR_CLOCKS; i++) {
		const struct clock *clock = &clocks[i];

		runs[i] = (struct run){ .alive = clock->start() };
		runs[i].alive = runs[i].alive && read_well(clock, &runs[i].first);
	}
	for (unsigned int looks = 0; looks < MAX_LOOKS && !all_sharp(runs); looks++) {
		for (unsigned int i = 0; i < NR_CLOCKS; i++)
			look(&clocks[i], &runs[i], looks);
	}
	for (unsigned int i = 0; i < NR_CLOCKS; i++) {
		if (runs[i].rate.high)
			rates[n++] = runs[i].rate;
	}
	return n;
}

static size_t ask(struct rate *rates)
{
	size_t n = measure(rates);

	for (unsigned int i = 0; i < NR_CLAIMS; i++) {
		uint64_t khz = claims[i].khz();

		if (khz)
			rates[n++] = rate_claimed(claims[i].name, khz);
	}
	return n;
}

static void print_rates(const struct rate *rates, size_t n)
{
	for (size_t i = 0; i < n; i++)
		printk("#   %s: %lu to %lu kHz\n", rates[i].clock, rates[i].low, rates[i].high);
}

static _Noreturn void refuse(const char *why, const struct rate *rates, size_t n)
{
	printk("stalehound: %s: no limit could be trusted\n", why);
	print_rates(rates, n);
	kernel_leave(EXIT_UNDECIDED);
}

/* Print the rates that the majority overrules. */
static void print_dissent(const struct rate *rates, size_t n, size_t best)
{
	for (size_t i = 0; i < n; i++) {
		if (rate_usable(&rates[i]) && !rates_agree(&rates[i], &rates[best]))
			printk("# clock: %s disagrees with the others, not used: %lu to %lu kHz\n",
			       rates[i].clock, rates[i].low, rates[i].high);
	}
}

void tsc_init(void)
{
	enum calibration result = CLOCKS_NONE;
	struct rate rates[MAX_RATES];
	size_t n = 0, best = 0;
	uint64_t khz = 0;

	for (unsigned int i = 0; i < ATTEMPTS && result != CLOCKS_AGREE; i++) {
		n = ask(rates);
		result = calibrate(rates, n, &khz, &best);
	}
	if (result == CLOCKS_NONE)
		refuse("no clock says how fast the time-stamp counter runs", rates, n);
	if (result == CLOCKS_DISAGREE)
		refuse("clocks disagree on how fast the time-stamp counter runs", rates, n);
	if (result == CLOCK_ALONE)
		printk("# clock: only the %s says how fast the time-stamp counter runs\n",
		       rates[best].clock);
	print_dissent(rates, n, best);
	cycles_per_us = (khz + KHZ_PER_MHZ / 2) / KHZ_PER_MHZ;
}
