/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * The run loop.  Actor 0 leads:
 *
 *	leader: prepare all places		others: wait
 *	-------------------------------- barrier
 *	for each place:	warm up
 *			------------ meet: all actors are there
 *			delay, then the actor
 *	-------------------------------- barrier
 *	leader: judge and reset all places
 *
 * Runs share what the kernel and the CPUs keep, but each has mappings of its own.
 */
#include <pthread.h>
#include <arch/atomic.h>
#include <arch/linux/calls/late.h>
#include <arch/linux/calls/place.h>
#include <arch/linux/host/cpu.h>
#include <arch/linux/host/lacks.h>
#include <arch/linux/suite/judge.h>
#include <arch/linux/suite/session.h>
#include <kernel/lib/bug.h>
#include <tests/engine/broken.h>
#include <tests/engine/sweep.h>
#include <tests/engine/table.h>

#define COLD_ONE_IN 4
/* How many batches actors stay on their CPUs: on a busy host a move may take milliseconds. */
#define STAY 16

struct session {
	const struct litmus *litmus;
	const struct wanted *wanted;
	const struct budget *budget;
	struct tally *tally;
	struct sweep sweep;
	struct random random;
	unsigned int nr_actors;
	unsigned int nr_places; /* of this batch */
	unsigned int cpus[LITMUS_CPUS];
	unsigned int reports_left;
	uint64_t start;
	uint64_t batches;
	uint32_t arrived;
	uint32_t phase;
	bool moved;
	bool over;
};

struct participant {
	struct session *session;
	unsigned int index;
	pthread_t thread;
};

static void barrier(struct session *session)
{
	uint32_t phase = READ_ONCE(session->phase);

	if (atomic_add(&session->arrived, 1) == session->nr_actors) {
		WRITE_ONCE(session->arrived, 0);
		smp_store_release(&session->phase, phase + 1);
		cpu_wake_all(&session->phase);
		return;
	}
	while (smp_load_acquire(&session->phase) == phase)
		cpu_sleep(&session->phase, phase);
}

/* Distinct random CPUs for the actors. */
static void shuffle_cpus(struct session *session)
{
	unsigned int order[MAX_CPUS];

	for (unsigned int i = 0; i < nr_cpus; i++)
		order[i] = i;
	for (unsigned int i = 0; i < session->nr_actors; i++) {
		unsigned int j = i + (unsigned int)random_below(&session->random, nr_cpus - i);

		session->cpus[i] = order[j];
		order[j] = order[i];
	}
}

static bool is_over(const struct session *session)
{
	const struct budget *budget = session->budget;
	const struct tally *tally = session->tally;
	bool late = cpu_cycles() - session->start > budget->cycles;

	return tally->broken || tally->skipped || tally->runs >= budget->runs ||
	       (late && tally->runs >= budget->least) ||
	       (budget->violations && tally->violations >= budget->violations);
}

/* Prepare a run, .setup included, before any of the batch races. */
static void prepare(struct session *session, struct place *place, uint64_t number)
{
	place->nr_actors = session->nr_actors;
	place_enter(place, 0);
	place_prepare(place, session->litmus, &session->random);
	for (unsigned int i = 0; i < session->nr_actors; i++) {
		struct played *played = &place->played[i];

		place->cpus[i] = session->cpus[i];
		played->delay = sweep_delay(&session->sweep, i, session->nr_actors, number);
		played->warmed = session->wanted->warm == WARM_RANDOM ?
					 random_below(&session->random, COLD_ONE_IN) != 0 :
					 session->wanted->warm == WARM_ON;
		played->nr_accesses = 0;
		played->nr_changes = 0;
	}
}

/* A test has made a call that Linux is not asked for, so its results mean nothing: end it. */
static void skip(struct session *session)
{
	char text[BROKEN_TEXT_MAX];
	const char *reason = cannot_take();

	if (reason && !session->tally->skipped)
		session->tally->skipped = reason;
	if (session->tally->skipped)
		(void)broken_take(text);
}

static void lead_prepare(struct session *session)
{
	uint64_t left = session->budget->runs - session->tally->runs;

	session->over = is_over(session);
	if (session->over)
		return;
	session->nr_places = left < PLACES ? (unsigned int)left : PLACES;
	session->moved = session->batches++ % STAY == 0;
	if (session->moved) {
		shuffle_cpus(session);
		cpu_bind(session->cpus[0]);
	}
	for (unsigned int i = 0; i < session->nr_places && !session->tally->skipped; i++) {
		prepare(session, place_at(i), session->tally->runs + i);
		skip(session);
	}
}

static void warm_up(const struct session *session, struct place *place, unsigned int me)
{
	litmus_fn *warm = session->litmus->warm[me];

	place_enter(place, me);
	if (!warm || !place->played[me].warmed)
		return;
	place_warming(true);
	warm(&place->run);
	place_warming(false);
}

/* Wait until all actors are here; after a long wait sleep, so that they can run. */
static void meet(const struct session *session, struct place *place)
{
	(void)atomic_add(&place->met, 1);
	for (unsigned int spins = 1; smp_load_acquire(&place->met) < session->nr_actors; spins++) {
		cpu_relax();
		if (spins % CPU_LONG_SPIN == 0)
			cpu_doze();
	}
}

static void play(struct session *session, struct place *place, unsigned int me)
{
	struct played *played = &place->played[me];
	uint64_t start;

	warm_up(session, place, me);
	meet(session, place);
	played->strayed = !cpu_is_bound();
	start = cpu_cycles();
	while (cpu_cycles() - start < played->delay)
		cpu_relax();
	start = cpu_cycles();
	session->litmus->cpu[me](&place->run);
	late_make_all();
	played->took = cpu_cycles() - start;
	played->strayed |= !cpu_is_bound();
	smp_store_release(&played->ended, true);
	sweep_learn(&session->sweep, me, played->took);
}

static void lead_judge(struct session *session)
{
	skip(session);
	for (unsigned int i = 0; i < session->nr_places; i++) {
		place_enter(place_at(i), 0);
		if (!session->tally->skipped && session->litmus->finish)
			session->litmus->finish(&place_at(i)->run);
		contents_settle(place_at(i));
		skip(session);
		if (!session->tally->skipped)
			judge_run(place_at(i), session->litmus, session->tally,
				  &session->reports_left);
		place_reset(place_at(i));
	}
}

static void *participate(void *arg)
{
	struct participant *me = arg;
	struct session *session = me->session;

	for (;;) {
		if (me->index == 0)
			lead_prepare(session);
		barrier(session);
		if (session->over)
			break;
		if (me->index && session->moved)
			cpu_bind(session->cpus[me->index]);
		for (unsigned int i = 0; i < session->nr_places && !session->tally->skipped; i++)
			play(session, place_at(i), me->index);
		barrier(session);
		if (me->index == 0)
			lead_judge(session);
	}
	return NULL;
}

void session_run(const struct litmus *litmus, const struct wanted *wanted,
		 const struct budget *budget, struct tally *tally)
{
	static struct session session;
	struct participant participants[LITMUS_CPUS];

	*tally = (struct tally){ 0 };
	session = (struct session){
		.litmus = litmus,
		.wanted = wanted,
		.budget = budget,
		.tally = tally,
		.random = random_seeded(wanted->seed, 0),
		.nr_actors = litmus_nr_actors(litmus),
		.reports_left = budget->reports,
		.start = cpu_cycles(),
	};
	sweep_init(&session.sweep, wanted->seed);
	(void)plants_passed();
	for (unsigned int i = 0; i < session.nr_actors; i++) {
		participants[i] = (struct participant){ .session = &session, .index = i };
		if (pthread_create(&participants[i].thread, NULL, participate, &participants[i]))
			lacks("no thread for actor %u", i);
	}
	for (unsigned int i = 0; i < session.nr_actors; i++)
		pthread_join(participants[i].thread, NULL);
	tally->cycles = cpu_cycles() - session.start;
	tally->passed = plants_passed();
	places_reclaimed(&tally->reclaimed, &tally->to_reclaim);
}
