/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * The verdict on an execution that has ended: by the oracle that ended it, by the registers and the
 * table of the test, and by what it left behind.
 */
#include <stdio.h>
#include <string.h>
#include <arch/model/judge/oracle.h>
#include <arch/model/machine/machine.h>
#include <arch/model/machine/sched.h>
#include <arch/model/suite/scene.h>
#include <arch/model/suite/verdict.h>
#include <kernel/mm/frames/alloc.h>
#include <kernel/mm/tables/debug.h>
#include <tests/engine/awaits.h>
#include <tests/engine/broken.h>
#include <tests/engine/table.h>

static void violation(struct finding *finding, const char *oracle, const char *what)
{
	finding->violated = true;
	finding->oracle = oracle;
	snprintf(finding->what, sizeof(finding->what), "%s", what);
}

static bool is_broken(struct finding *finding)
{
	if (broken_take(finding->what))
		finding->broken = true;
	return finding->broken;
}

/*
 * Does the run leave anything behind?  In the model no run follows, but on metal runs do.  To look
 * once is enough: most tests leave something in every run or in none.
 */
static void judge_leftovers(struct finding *finding)
{
	if (finding->executions > 1 || mutant_any())
		return;
	scene_reset();
	(void)is_broken(finding);
}

/* If luf_debug=on had no room for an entry, it was not watched: that is no pass. */
static void judge_debug_room(struct finding *finding)
{
	if (finding->violated || !luf_debug_missed())
		return;
	finding->too_large = true;
	snprintf(finding->what, sizeof(finding->what),
		 "luf_debug had no room for %lu entries that were owed a flush",
		 luf_debug_missed());
}

/* No row of the table matches: print the registers. */
static void unlisted(struct finding *finding)
{
	const struct litmus *litmus = scene_now()->litmus;
	char value[16];
	size_t len;

	violation(finding, "data", "an outcome that the table does not have:");
	len = strlen(finding->what);
	for (unsigned int i = 0; i < litmus_nr_regs(litmus); i++) {
		value_spell(scene_now()->run.reg[i], value, sizeof(value));
		len += (size_t)snprintf(finding->what + len, sizeof(finding->what) - len, " %s=%s",
					litmus->regs[i], value);
		if (len >= sizeof(finding->what))
			return;
	}
}

static void judge_registers(struct finding *finding)
{
	const struct litmus *litmus = scene_now()->litmus;
	static struct debug_report debug;
	struct page_corruption corruption;
	unsigned int row;

	scene_leave();
	if (!litmus->raw && !scene_device_changes() && oracle_lost_store() != NO_FRAME) {
		violation(finding, "lost store",
			  "a page of a file has content that is not on the "
			  "device, and nothing says that it is dirty");
		return;
	}
	scene_finish();
	registers_are_set(litmus, scene_now()->run.reg);
	if (is_broken(finding))
		return;
	if (luf_debug_active && luf_debug_take(&debug)) {
		violation(finding, "debug", debug.broken.what);
		return;
	}
	row = outcome_find(litmus, scene_now()->run.reg);
	page_take_corruption(&corruption);
	if (row == LITMUS_OUTCOMES) {
		unlisted(finding);
		return;
	}
	finding->seen[row]++;
	if (litmus->outcomes[row].verdict == VERDICT_NEVER)
		violation(finding, "data", litmus->outcomes[row].text);
	else if (corruption.count)
		violation(finding, "data", "a store reached a frame that was free");
}

static void (*watcher)(void);

void verdict_watch(void (*finished)(void))
{
	watcher = finished;
}

static bool is_watched(struct finding *finding)
{
	if (!watcher || execution.ending == ENDING_REDUNDANT ||
	    execution.ending == ENDING_TOO_LARGE)
		return false;
	finding->executions++;
	watcher();
	return true;
}

/* Do all CPUs that are stuck await a tell()?  Handlers do not. */
static bool only_awaits(void)
{
	for (unsigned int cpu = 0; cpu < nr_cpus; cpu++) {
		if (cpus[cpu].in_handler)
			return false;
	}
	return true;
}

void verdict_add(struct finding *finding)
{
	if (is_watched(finding))
		return;
	switch (execution.ending) {
	case ENDING_DONE:
		finding->executions++;
		judge_registers(finding);
		judge_debug_room(finding);
		if (!finding->violated && !finding->broken)
			judge_leftovers(finding);
		return;
	case ENDING_REDUNDANT:
		finding->redundant++;
		return;
	case ENDING_TOO_LARGE:
		finding->too_large = true;
		snprintf(finding->what, sizeof(finding->what), "%s", execution.text);
		return;
	case ENDING_DEADLOCK:
		finding->executions++;
		if (only_awaits() && awaits_are_all())
			(void)is_broken(finding);
		else if (!is_broken(finding))
			violation(finding, "deadlock", "nobody can go on");
		return;
	case ENDING_VIOLATION:
		finding->executions++;
		if (is_broken(finding))
			return;
		violation(finding, execution.oracle, execution.text);
		return;
	}
}
