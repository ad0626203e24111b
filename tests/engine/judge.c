/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * The table is total: a combination that no row has is a failure, as a NEVER is.
 */
#include <kernel/mm/page.h>
#include <tests/engine/judge.h>
#include <tests/engine/witness.h>

unsigned int litmus_nr_regs(const struct litmus *litmus)
{
	unsigned int n = 0;

	while (n < LITMUS_REGS && litmus->regs[n])
		n++;
	return n;
}

static bool is_declared(const struct litmus *litmus, uint64_t value)
{
	if (value < VALUE_NAMES)
		return true;
	for (unsigned int i = 0; i < LITMUS_SEES && litmus->sees[i]; i++) {
		if (litmus->sees[i] == value)
			return true;
	}
	return false;
}

bool judge_matches(const struct litmus *litmus, unsigned int row, const uint64_t reg[LITMUS_REGS])
{
	const struct outcome *outcome = &litmus->outcomes[row];

	for (unsigned int i = 0; i < litmus_nr_regs(litmus); i++) {
		bool match = outcome->value[i] == ANY ? is_declared(litmus, reg[i]) :
							outcome->value[i] == reg[i];

		if (!match)
			return false;
	}
	return true;
}

/* The first row that matches, or LITMUS_OUTCOMES. */
static unsigned int find_row(const struct litmus *litmus, const uint64_t reg[LITMUS_REGS])
{
	for (unsigned int row = 0; row < LITMUS_OUTCOMES && litmus->outcomes[row].verdict; row++) {
		if (judge_matches(litmus, row, reg))
			return row;
	}
	return LITMUS_OUTCOMES;
}

/* Which parameters the violations came with. */
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

static void violation(struct session *session, const struct violation *what)
{
	struct tally *tally = session->tally;

	if (!tally->violations)
		tally->first_violation = tally->runs;
	tally->violations++;
	attribute(session);
	if (!session->reports_left)
		return;
	session->reports_left--;
	witness_report(&session->scene, what, tally->runs);
}

void judge_run(struct session *session)
{
	const struct litmus *litmus = session->scene.litmus;
	struct tally *tally = session->tally;
	struct violation what = { .text = NULL };
	unsigned int row;

	if (litmus->finish)
		litmus->finish(&session->scene.run);
	row = find_row(litmus, session->scene.run.reg);
	page_take_corruption(&what.corruption);
	tally->runs++;
	if (row == LITMUS_OUTCOMES) {
		tally->unlisted++;
		what.text = "an outcome that the table does not have";
	} else {
		tally->seen[row]++;
		if (litmus->outcomes[row].verdict == VERDICT_NEVER)
			what.text = litmus->outcomes[row].text;
	}
	if (what.corruption.count) {
		tally->corrupted++;
		if (!what.text)
			what.text = "a store reached a frame that was free";
	}
	if (what.text)
		violation(session, &what);
}
