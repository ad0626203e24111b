/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Judging by the table, which is total: a combination that is in no row is a failure, like a NEVER.
 */
#include <kernel/lib/printk.h>
#include <kernel/mm/frames/alloc.h>
#include <kernel/mm/frames/page.h>
#include <tests/engine/broken.h>
#include <tests/engine/fair.h>
#include <tests/engine/judge.h>
#include <tests/engine/pause.h>
#include <tests/engine/table.h>
#include <tests/engine/witness.h>

#define DEBUG_TEXT_MAX 160

/* Count the parameters of a violation. */
static void attribute(struct session *session)
{
	const struct scene *scene = &session->scene;
	const struct actor *first = &scene->actors[0];
	uint64_t window = sweep_window(session->sweep, 0, scene->nr_actors);
	uint64_t bucket = window ? first->delay * OFFSET_BUCKETS / window : 0;
	bool warmed = false;

	for (unsigned int i = 0; i < scene->nr_actors; i++)
		warmed |= scene->litmus->warm[i] && scene->actors[i].warmed;
	session->tally->by_warm[warmed]++;
	session->tally->by_pair[scene->nr_actors > 1 && first->cpu > scene->actors[1].cpu]++;
	session->tally->by_offset[bucket < OFFSET_BUCKETS ? bucket : OFFSET_BUCKETS - 1]++;
}

static void violation(struct session *session, const struct violation *what, enum pause_stage stage)
{
	struct tally *tally = session->tally;

	if (!tally->violations)
		tally->first_violation = tally->runs;
	tally->violations++;
	tally->fair_violations += run_was_fair(&session->scene, session->sweep);
	session->violated = true;
	attribute(session);
	if (!session->reports_left)
		return;
	session->reports_left--;
	witness_report(&session->scene, what, tally->runs);
	pause_caught(session, stage);
}

/* A report of the debug mode comes first: it names the missing flush. */
static void judge_debug(struct tally *tally, struct violation *what)
{
	static char text[DEBUG_TEXT_MAX];

	what->debug.count = 0;
	if (!luf_debug_active || !luf_debug_take(&what->debug))
		return;
	if (!tally->debug_reports++) {
		tally->first_debug = tally->runs;
		tally->debug_rule = what->debug.broken.rule;
	}
	snformat(text, sizeof(text), "%s: %s", luf_debug_rule(what->debug.broken.rule),
		 what->debug.broken.what);
	what->text = text;
}

/* Stores into free frames since the last call. */
static void judge_frames(struct tally *tally, struct violation *what)
{
	page_take_corruption(&what->corruption);
	if (!what->corruption.count)
		return;
	tally->corrupted++;
	if (!what->text)
		what->text = "a store reached a frame that was free";
}

/* A broken test shows nothing, so the outcome of its run does not count. */
static bool judge_broken(struct session *session)
{
	char text[BROKEN_TEXT_MAX];

	if (!broken_take(text))
		return false;
	if (!session->tally->broken++)
		printk("# BROKEN TEST %s, run %lu: %s\n", session->scene.litmus->name,
		       session->tally->runs, text);
	return true;
}

static void forget_found(void)
{
	struct page_corruption found;

	page_take_corruption(&found);
	luf_debug(forget_reports);
}

void judge_reset(struct session *session, enum pause_stage stage)
{
	static struct violation what;

	if (judge_broken(session) || session->violated) {
		forget_found();
		return;
	}
	what = (struct violation){ .text = NULL };
	judge_frames(session->tally, &what);
	judge_debug(session->tally, &what);
	if (what.text)
		violation(session, &what, stage);
}

/* The regime in force, which must be the one chosen for the run. */
static unsigned int number_in_force(const struct session *session)
{
	struct regime regime = regime_in_force();
	unsigned int number = regime_number(&regime);

	if (number != session->regime)
		broken("regime", session->regime, "the kernel works under another regime");
	return number;
}

void judge_run(struct session *session)
{
	const struct litmus *litmus = session->scene.litmus;
	struct tally *tally = session->tally;
	static struct violation what; /* too large for a stack; the leader judges alone */
	unsigned int regime;
	unsigned int row;

	what.text = NULL;
	session->violated = false;
	if (litmus->finish)
		litmus->finish(&session->scene.run);
	registers_are_set(litmus, session->scene.run.reg);
	row = outcome_find(litmus, session->scene.run.reg);
	regime = number_in_force(session);
	tally->runs++;
	tally->by_regime[regime]++;
	tally->fair[regime] += run_was_fair(&session->scene, session->sweep);
	if (judge_broken(session)) {
		forget_found();
		session->violated = true;
		return;
	}
	if (row == LITMUS_OUTCOMES) {
		tally->unlisted++;
		what.text = "an outcome that the table does not have";
	} else {
		tally->seen[row]++;
		if (litmus->outcomes[row].verdict == VERDICT_NEVER)
			what.text = litmus->outcomes[row].text;
	}
	judge_frames(tally, &what);
	judge_debug(tally, &what);
	if (what.text)
		violation(session, &what, PAUSE_AFTER_RUN);
}
