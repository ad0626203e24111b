/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * See worth.h.
 */
#include <kernel/lib/printk.h>
#include <kernel/lib/string.h>
#include <tests/engine/enough.h>
#include <tests/engine/fair.h>
#include <tests/engine/worth.h>

/* Of the tests that held, since the last summary. */
static struct {
	unsigned int held;
	unsigned int shown;   /* their teeth would have shown */
	unsigned int fewer;   /* they had fewer runs than that takes */
	unsigned int unknown; /* nobody knows what it takes */
} count;

bool worth_enough(const struct tally *tally, const struct regimes *regimes, uint64_t enough)
{
	return mostly_fair(tally) && fair_in_each(tally, regimes, regimes_share(regimes, enough));
}

static bool had_enough(const struct verdict_line *line)
{
	return worth_enough(line->tally, &line->regimes, line->enough->runs);
}

/* The teeth that would have shown, in words. */
static const char *whose(const struct enough *enough)
{
	return enough->can_show < enough->teeth ? "those of its teeth that can show here" :
						  "its teeth";
}

static void print_teeth(const struct verdict_line *line)
{
	const struct enough *enough = line->enough;

	if (!enough->teeth)
		printk("; it has no teeth");
	else if (!enough->can_show)
		printk("; none of its teeth can show here");
	else if (enough->runs == ENOUGH_NEVER)
		printk("; no number is known in which all its teeth would have shown");
	else
		printk(", %s %lu under each regime in which %s would have shown",
		       had_enough(line) ? "with the" : "but not the",
		       regimes_share(&line->regimes, enough->runs), whose(enough));
}

void worth_print(const struct verdict_line *line)
{
	printk("  # %lu of them fair", fair_runs(line->tally, &line->regimes));
	if (line->enough)
		print_teeth(line);
	printk("\n");
}

void worth_print_json(const struct verdict_line *line)
{
	const struct enough *enough = line->enough;

	printk(",\"fair\":%lu,\"fair_violations\":%lu", fair_runs(line->tally, &line->regimes),
	       line->tally->fair_violations);
	if (!enough)
		return;
	if (!enough->can_show || enough->runs == ENOUGH_NEVER)
		printk(",\"shows_teeth\":null");
	else
		printk(",\"shows_teeth\":%s", had_enough(line) ? "true" : "false");
}

void worth_count(const struct verdict_line *line)
{
	if (line->kind != LINE_SOUND || line->result != RESULT_OK || !line->enough)
		return;
	count.held++;
	if (!line->enough->can_show)
		return;
	if (line->enough->runs == ENOUGH_NEVER)
		count.unknown++;
	else if (had_enough(line))
		count.shown++;
	else
		count.fewer++;
}

void worth_summary(void)
{
	if (count.held)
		printk("# fair: of %u tests that held %u had the runs that show their teeth, %u fewer; of %u no number is known, %u have no teeth that can show\n",
		       count.held, count.shown, count.fewer, count.unknown,
		       count.held - count.shown - count.fewer - count.unknown);
	memset(&count, 0, sizeof(count));
}
