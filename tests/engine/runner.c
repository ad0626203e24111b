/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * See runner.h.
 */
#include <arch/cpu.h>
#include <kernel/tlb/asid.h>
#include <kernel/tlb/luf_debug.h>
#include <tests/engine/runner.h>
#include <tests/engine/table.h>

/* Runs between two shuffles of the CPUs, and two regimes. */
#define SESSION_RUNS 256

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

void run_litmus(const struct litmus *litmus, const struct options *options,
		const struct regimes *regimes, const struct budget *budget, struct tally *tally)
{
	static struct session session;
	static struct sweep sweep;
	uint64_t deadline = cpu_cycles() + budget->cycles;
	uint64_t turn = tally->runs;

	sweep_init(&sweep, options->seed);
	session = (struct session){
		.litmus = litmus,
		.options = options,
		.tally = tally,
		.sweep = &sweep,
		.random = random_seeded(options->seed, name_hash(litmus->name)),
		.deadline = deadline,
		.stop_after_violations = budget->violations,
		.reports_left = budget->reports,
	};
	session.scene.litmus = litmus;
	session.scene.nr_actors = litmus_nr_actors(litmus);
	luf_debug(judge, !litmus->raw);
	while (tally->runs < budget->runs && cpu_cycles() < deadline &&
	       !(budget->violations && tally->violations >= budget->violations)) {
		uint64_t left = budget->runs - tally->runs;
		struct regime regime = regime_at(regimes, turn++);

		session.runs = left < SESSION_RUNS ? left : SESSION_RUNS;
		session.first_run = tally->runs;
		regime_choose(&regime);
		/* Between sessions no slot holds anything, so their number may change. */
		asid_limit_slots((unsigned int)(1 + random_below(&session.random, options->asids)));
		shuffle_cpus(&session);
		session_run(&session);
	}
	luf_debug(judge, false);
}

uint64_t seconds(uint64_t s)
{
	return s * 1000000 * cpu_cycles_per_us();
}

void judge_tally(struct verdict_line *line)
{
	if (line->tally->violations) {
		line->result = RESULT_FAILED;
		line->note = "a stale access was caught";
	} else if (!line->tally->runs) {
		line->result = RESULT_FAILED;
		line->note = "no run was completed";
	}
}
