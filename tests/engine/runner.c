/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Running sessions of one litmus, and judging their tally.  See runner.h.
 */
#include <arch/cpu.h>
#include <kernel/lib/printk.h>
#include <kernel/tlb/asid.h>
#include <kernel/tlb/luf_debug.h>
#include <tests/engine/pause.h>
#include <tests/engine/progress.h>
#include <tests/engine/rotation.h>
#include <tests/engine/runner.h>
#include <tests/engine/table.h>
#include <tests/engine/worth.h>

/* A test may take so many times its time until each regime has had its fewest runs. */
#define PATIENCE 20

/* The runs of a turn that makes up for runs that were not fair, at least. */
#define TURN_LEAST 8

/* Distinct random CPUs for the actors. */
static void shuffle_cpus(struct session *session)
{
	for (unsigned int i = 0; i < session->scene.nr_actors; i++) {
		bool taken;

		do {
			session->scene.actors[i].cpu =
				(unsigned int)random_below(&session->random, nr_cpus);
			taken = false;
			for (unsigned int j = 0; j < i; j++)
				taken |= session->scene.actors[j].cpu ==
					 session->scene.actors[i].cpu;
		} while (taken);
	}
}

/* FNV-1a: the same in every build, so that a seed repeats a run. */
static uint64_t name_hash(const char *name)
{
	uint64_t hash = 0xcbf29ce484222325ULL;

	for (; *name; name++)
		hash = (hash ^ (uint8_t)*name) * 0x100000001b3ULL;
	return hash;
}

/* The deadline for the start of a turn's runs: later if its regime has had too few. */
static uint64_t turn_deadline(const struct budget *budget, const struct tally *tally,
			      struct turn *turn, uint64_t start)
{
	uint64_t ran = tally->by_regime[turn->number];

	if (ran >= budget->least)
		return start + budget->cycles;
	if (turn->runs > budget->least - ran)
		turn->runs = budget->least - ran;
	return start + PATIENCE * budget->cycles;
}

static bool is_spent(const struct budget *budget, const struct regimes *regimes,
		     const struct tally *tally)
{
	return tally->broken || tally->runs >= budget->runs || pause_gave_up() ||
	       (budget->fair && worth_enough(tally, regimes, budget->fair)) ||
	       (budget->violations && tally->violations >= budget->violations);
}

/* Those of @regimes that have had fewer than @runs that were fair. */
static struct regimes lacking(const struct regimes *regimes, const struct tally *tally,
			      uint64_t runs)
{
	struct regimes lack = { 0 };

	for (unsigned int i = 0; i < NR_REGIMES; i++) {
		if (tally->fair[i] < runs)
			lack.set |= regimes->set & 1u << i;
	}
	return lack;
}

/*
 * Whose turn is next, and for how long: as long as regimes lack fair runs, it is one of those, and
 * for no longer than it takes if all of them are fair.
 */
static struct turn next_turn(const struct budget *budget, const struct regimes *regimes,
			     const struct tally *tally)
{
	uint64_t left = budget->runs - tally->runs;
	uint64_t share = regimes_share(regimes, budget->fair);
	struct regimes lack = lacking(regimes, tally, share);
	uint64_t missing;
	struct turn turn;

	if (!lack.set)
		return rotation_next(regimes, tally->by_regime, left);
	turn = rotation_next(&lack, tally->by_regime, left);
	missing = share - tally->fair[turn.number];
	if (missing < TURN_LEAST)
		missing = TURN_LEAST;
	if (turn.runs > missing)
		turn.runs = missing;
	return turn;
}

/* A regime's first session begins with the lengths that were learnt under another regime. */
static void inherit_lengths(struct sweep sweeps[NR_REGIMES], unsigned int number)
{
	for (unsigned int i = 0; i < NR_REGIMES && !sweeps[number].learnt[0]; i++)
		sweep_inherit(&sweeps[number], &sweeps[i]);
}

static void run_turn(struct session *session, struct sweep sweeps[NR_REGIMES],
		     const struct turn *turn)
{
	const struct regimes one = { 1u << turn->number };
	struct regime regime = regime_at(&one, 0);

	inherit_lengths(sweeps, turn->number);
	session->regime = turn->number;
	session->sweep = &sweeps[turn->number];
	session->runs = turn->runs;
	session->first_run = session->tally->by_regime[turn->number];
	regime_choose(&regime);
	/* Between sessions no slot holds anything, so their number may change. */
	asid_limit_slots(
		(unsigned int)(1 + random_below(&session->random, session->options->asids)));
	shuffle_cpus(session);
	session_run(session);
}

void run_litmus(const struct litmus *litmus, const struct options *options,
		const struct regimes *regimes, const struct budget *budget, struct tally *tally)
{
	static struct session session;
	static struct sweep sweeps[NR_REGIMES];
	uint64_t start = pause_clock();
	uint64_t missed = luf_debug_missed();

	sweeps_init(sweeps, NR_REGIMES, options->seed);
	session = (struct session){
		.litmus = litmus,
		.options = options,
		.tally = tally,
		.random = random_seeded(options->seed, name_hash(litmus->name)),
		.stop_after_violations = budget->violations,
		.reports_left = budget->reports,
	};
	session.scene.litmus = litmus;
	session.scene.nr_actors = litmus_nr_actors(litmus);
	luf_debug(judge, !litmus->raw);
	while (!is_spent(budget, regimes, tally)) {
		struct turn turn = next_turn(budget, regimes, tally);

		session.deadline = turn_deadline(budget, tally, &turn, start);
		if (pause_clock() > session.deadline)
			break;
		run_turn(&session, sweeps, &turn);
		progress_show(litmus->name, tally->runs, tally->cycles);
		pause_look();
	}
	luf_debug(judge, false);
	tally->unwatched += luf_debug_missed() - missed;
}

uint64_t seconds(uint64_t s)
{
	return s * 1000000 * cpu_cycles_per_us();
}

/* Name a regime that had too few runs; @had are those that had enough. */
static const char *too_few(const struct verdict_line *line, const struct regimes *had)
{
	static char note[96];
	struct regimes missing = { line->regimes.set & ~had->set };
	struct regime first = regime_at(&missing, 0);
	unsigned int number = regime_number(&first);
	int len = snformat(note, sizeof(note), "too few runs under %s (%lu of %lu)",
			   regime_name(number), line->tally->by_regime[number], line->least);

	if (regimes_count(&missing) > 1)
		snformat(note + len, sizeof(note) - (size_t)len, ", and %u regimes more",
			 regimes_count(&missing) - 1);
	return note;
}

bool is_broken(struct verdict_line *line)
{
	line->broken = line->tally->broken || (line->rate && line->rate->broken);
	if (!line->broken)
		return false;
	line->result = RESULT_FAILED;
	line->note = "the test itself is broken: see BROKEN TEST above";
	return true;
}

/* What failed: not every failure is a stale access. */
static const char *what_was_wrong(const struct tally *tally)
{
	if (tally->violations > tally->unlisted + tally->unbalanced)
		return "a stale access was caught";
	if (tally->unlisted)
		return "an outcome was seen that the table does not have";
	return "frames were lost: the accounts did not balance";
}

void judge_tally(struct verdict_line *line)
{
	struct regimes had = rotation_had(&line->regimes, line->tally->by_regime, line->least);

	if (is_broken(line))
		return;
	if (line->tally->violations) {
		line->result = RESULT_FAILED;
		line->note = what_was_wrong(line->tally);
	} else if (pause_gave_up()) {
		line->result = RESULT_UNDECIDED;
		line->note = PAUSE_GAVE_UP;
	} else if (!line->tally->runs) {
		line->result = RESULT_UNDECIDED;
		line->note = "no run was completed";
	} else if (line->tally->unwatched) {
		line->result = RESULT_UNDECIDED;
		line->note = "luf_debug had no room for all entries that were owed a flush";
	} else if (had.set != line->regimes.set) {
		line->result = RESULT_UNDECIDED;
		line->note = too_few(line, &had);
	}
}
