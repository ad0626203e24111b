/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * The run loop.  Participant 0 leads:
 *
 *	leader: prepare			others: wait
 *	------------------------------ barrier: ready
 *	empty the TLB, load the mm, warm it
 *	------------------------------ barrier: start
 *	delay, then the actor
 *	------------------------------ barrier: done
 *	leave the mm
 *	------------------------------ barrier: left
 *	leader: finish, judge, reset
 *
 * Runs share no translations: every CPU drops all it has before each.
 *
 * A schedule is followed as in the model: the actors warm up one after the other, and the gate is
 * shut between start and done.
 */
#include <arch/cpu.h>
#include <kernel/mm/frames/account.h>
#include <kernel/mm/frames/alloc.h>
#include <kernel/mm/tables/mm_types.h>
#include <kernel/race/gate.h>
#include <kernel/race/point.h>
#include <kernel/race/step.h>
#include <kernel/smp/smp.h>
#include <kernel/sync/wait.h>
#include <kernel/tlb/tlb.h>
#include <tests/engine/awaits.h>
#include <tests/engine/judge.h>
#include <tests/engine/pause.h>
#include <tests/engine/session.h>
#include <tests/engine/world.h>

/*
 * One run in COLD_ONE_IN starts cold; one in PERTURB_ONE_IN has its steps delayed.  Runs of teeth
 * and sound runs are drawn in the same way, so that one rate describes both.
 */
#define COLD_ONE_IN    4
#define PERTURB_ONE_IN 2
#define PERTURB_US     50

/* The longest wait, spinning, for an actor to wake up. */
#define RENDEZVOUS_US 1000

/* A participant and the session it is in. */
struct participant {
	struct session *session;
	unsigned int index;
};

static void barrier(struct session *session, const char *name)
{
	uint32_t phase = READ_ONCE(session->phase);

	if (atomic_add(&session->arrived, 1) == session->scene.nr_actors) {
		WRITE_ONCE(session->arrived, 0);
		smp_store_release(&session->phase, phase + 1);
		cpu_wake_nappers();
		return;
	}
	wait_until(smp_load_acquire(&session->phase) != phase, name, WAIT_FOR_NOBODY, NULL);
}

static bool choose_warm(struct session *session, unsigned int actor)
{
	if (session->schedule)
		return session->schedule->warm >> actor & 1;
	if (session->options->warm != SWITCH_RANDOM)
		return session->options->warm == SWITCH_ON;
	return random_below(&session->random, COLD_ONE_IN) != 0;
}

/* Decide whether the steps of this run are delayed, and arm that. */
static void choose_perturb(struct session *session)
{
	uint64_t us = session->schedule ? 0 : session->options->perturb_us;

	if (us == PERTURB_RANDOM)
		us = random_below(&session->random, PERTURB_ONE_IN) ? 0 : PERTURB_US;
	session->scene.perturbed = us != 0;
	point_perturb(us * cpu_cycles_per_us());
}

static void lead_prepare(struct session *session, uint64_t run)
{
	struct scene *scene = &session->scene;

	session->over = run == session->runs || session->tally->broken || pause_gave_up() ||
			pause_clock() > session->deadline ||
			(session->stop_after_violations &&
			 session->tally->violations >= session->stop_after_violations);
	if (session->over)
		return;
	for (unsigned int i = 0; i < scene->nr_actors; i++) {
		scene->actors[i].warmed = choose_warm(session, i);
		scene->actors[i].delay =
			sweep_delay(session->sweep, i, scene->nr_actors, session->first_run + run);
	}
	WRITE_ONCE(session->awake, 0);
	world_prepare(scene, &session->random);
	if (session->schedule)
		page_reuse_deferred_first(session->schedule->deferred_first);
	session->step_seed = random_next(&session->random);
	choose_perturb(session);
}

static void warm_up(struct session *session, unsigned int index)
{
	struct scene *scene = &session->scene;
	struct actor *actor = &scene->actors[index];
	litmus_fn *warm = scene->litmus->warm[index];

	step_forget();
	tlb_flush_everything_here();
	world_use(scene->run.mm);
	if (warm && actor->warmed)
		warm(&scene->run);
	actor->nr_accesses = 0;
	awaits_enter(index);
}

/* With a schedule, one after the other, so that nothing depends on luck. */
static void warm_up_all(struct session *session, unsigned int index)
{
	for (unsigned int turn = 0; turn < session->scene.nr_actors; turn++) {
		if (turn == index)
			warm_up(session, index);
		if (session->schedule)
			barrier(session, "the one before to be warm");
	}
	if (session->schedule && index == 0)
		gate_arm(session->schedule->steps, session->scene.nr_actors);
	barrier(session, "all actors to be warm");
}

/*
 * A CPU that has waited long at the barrier sleeps, and comes late: let the others spin until it
 * has come, so that all delays begin at one moment.
 */
static void rendezvous(struct session *session)
{
	uint64_t start = cpu_cycles();

	atomic_add(&session->awake, 1);
	while (READ_ONCE(session->awake) < session->scene.nr_actors &&
	       cpu_cycles() - start < RENDEZVOUS_US * cpu_cycles_per_us())
		cpu_relax();
}

/* The others wait with the mm still loaded: a handler may still have an entry. */
static void end_schedule(struct session *session, unsigned int index)
{
	if (index == 0)
		session->followed = gate_disarm();
	barrier(session, "the gate to be open");
}

static void play(struct session *session, unsigned int index)
{
	struct scene *scene = &session->scene;
	struct actor *actor = &scene->actors[index];
	uint64_t start;

	warm_up_all(session, index);
	if (!session->schedule)
		rendezvous(session);
	start = cpu_cycles();
	while (cpu_cycles() - start < actor->delay)
		cpu_relax();
	point_run_begins(session->step_seed);
	actor->began = cpu_cycles();
	gate_start();
	scene->litmus->cpu[index](&scene->run);
	gate_end();
	awaits_leave();
	actor->took = cpu_cycles() - actor->began;
	actor->held = point_run_ends();
	/* Do not learn from a run whose steps were delayed at random. */
	if (!scene->perturbed || session->options->perturb_us != PERTURB_RANDOM)
		sweep_learn(session->sweep, index, actor->took);
	barrier(session, "all actors to be done");
	if (session->schedule)
		end_schedule(session, index);
	world_use(NULL);
}

static void participate(void *arg)
{
	struct participant *me = arg;
	struct session *session = me->session;
	bool leader = me->index == 0;

	world_enter(&session->scene.actors[me->index]);
	for (uint64_t run = 0;; run++) {
		if (leader)
			lead_prepare(session, run);
		barrier(session, "the run to be prepared");
		if (session->over)
			break;
		play(session, me->index);
		barrier(session, "all actors to leave the mm");
		if (!leader)
			continue;
		point_perturb(0);
		judge_run(session);
		world_reset(&session->scene);
		judge_reset(session, PAUSE_AFTER_RESET);
	}
	/* Idle with the mm loaded, so that the end of the mm must interrupt this CPU. */
	world_use(session->scene.run.mm);
}

/* Nothing is left of the session: is every frame back? */
static void audit(struct session *session)
{
	struct account account;

	account_take(&account);
	if (account_balances(&account))
		return;
	account_write_off(&account);
	session->tally->unbalanced++;
	session->tally->violations++;
	if (!session->tally->first_violation)
		session->tally->first_violation = session->tally->runs;
}

void session_run(struct session *session)
{
	static struct participant participants[LITMUS_CPUS];
	struct scene *scene = &session->scene;
	unsigned int me = cpu_id();
	uint64_t start = pause_clock();

	world_create(scene, &session->random);
	for (unsigned int i = 0; i < scene->nr_actors; i++) {
		participants[i] = (struct participant){ session, i };
		scene->actors[i].index = i;
		if (scene->actors[i].cpu != me)
			smp_call(scene->actors[i].cpu, participate, &participants[i]);
	}
	for (unsigned int i = 0; i < scene->nr_actors; i++) {
		if (scene->actors[i].cpu == me)
			participate(&participants[i]);
	}
	for (unsigned int i = 0; i < scene->nr_actors; i++) {
		if (scene->actors[i].cpu != me)
			smp_wait(scene->actors[i].cpu);
	}
	world_destroy(scene);
	/* A store into a free frame must not be blamed on the next session. */
	page_check_free();
	judge_reset(session, PAUSE_AFTER_DESTROY);
	audit(session);
	session->tally->cycles += pause_clock() - start;
}
