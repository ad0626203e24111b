/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Passing the turn.  One word says how many entries were passed, and whether a thread has the
 * turn.  That thread gives the turn up; when no thread has it, the thread of the next entry takes
 * it.  So only one CPU at a time may change the word.
 */
#include <arch/cpu.h>
#include <arch/ipi.h>
#include <kernel/lib/bug.h>
#include <kernel/lib/printk.h>
#include <kernel/lib/string.h>
#include <kernel/race/gate.h>
#include <kernel/race/patience.h>
#include <kernel/race/point.h>
#include <kernel/race/schedule_runs.h>
#include <kernel/race/serve.h>
#include <kernel/race/steps.h>

#define LOOKS_MAX    2000 /* of a thread that cannot follow its entry, while nobody moves */
#define NAP_AFTER_US 200  /* so that a host with few CPUs can run the others */

/* The word: twice the number of entries passed, plus this bit. */
#define TURN_TAKEN 1u

/* Threads as the entries have them: programs, then handlers. */
#define HANDLER(actor) (SCHEDULE_ACTORS + (actor))
#define NO_THREAD      UINT8_MAX

/* Written by its own CPU; read by a CPU that explains why nothing moves. */
struct player {
	bool playing; /* its program has started and not ended */
	bool ended;
	bool handling; /* the gate runs its IPI handler */
	bool has_turn;
	bool blocked;	       /* waits for something other than its turn */
	const char *waits_for; /* what it waits for; NULL: it does not */
	bool ipi;	       /* an IPI has come that is not handled yet */
	bool masked;	       /* it stands where interrupts are disabled */

	uint32_t seen; /* the word as it is, and for how long */
	struct patience patience;
	unsigned int looks; /* how often it looked since then, while the next entry is its own */
};

#define NOT_SEEN UINT32_MAX

bool gate_shut;

static struct player players[SCHEDULE_ACTORS];
static unsigned int nr_players;

static uint8_t entries[SCHEDULE_ENTRIES + 1]; /* after the last: NO_THREAD */
static uint32_t nr_entries;
static uint32_t word;
static bool diverged;

/* This CPU's player; NULL if the gate is open or no actor's program is on this CPU. */
static struct player *this_player(void)
{
	unsigned int cpu = cpu_id();

	return gate_is_shut() && cpu < nr_players ? &players[cpu] : NULL;
}

static unsigned int actor_of(const struct player *me)
{
	return (unsigned int)(me - players);
}

static uint8_t thread_of(const struct player *me)
{
	return (uint8_t)(me->handling ? HANDLER(actor_of(me)) : actor_of(me));
}

/* Is the turn free, and the next entry @thread's? */
static bool is_next(unsigned int thread)
{
	uint32_t now = smp_load_acquire(&word);

	return !(now & TURN_TAKEN) && entries[now / 2] == thread;
}

/* Let all CPUs run free.  IPIs that were kept are sent again. */
static void open_gate(void)
{
	/* Full barrier: a CPU that keeps an IPI sees the gate open, or we see the IPI below. */
	if (!xchg(&gate_shut, false))
		return;
	point_arm(POINT_GATE, false);
	for (unsigned int i = 0; i < nr_players; i++) {
		if (READ_ONCE(players[i].ipi))
			ipi_send(i);
	}
}

static void take_turn(struct player *me)
{
	WRITE_ONCE(me->has_turn, true);
	WRITE_ONCE(word, (word + 2) | TURN_TAKEN);
}

static void give_up_turn(struct player *me)
{
	uint32_t now = READ_ONCE(word);

	if (!me->has_turn)
		return;
	WRITE_ONCE(me->has_turn, false);
	smp_store_release(&word, now & ~TURN_TAKEN);
	if (now / 2 == nr_entries)
		open_gate();
}

/* Why the thread of the next entry does not come. */
static const char *absence(const struct player *player, bool handler)
{
	if (handler && READ_ONCE(player->masked))
		return "interrupts are disabled there";
	if (handler)
		return "no IPI is there";
	if (READ_ONCE(player->ended))
		return "its program has ended";
	return READ_ONCE(player->blocked) ? "it still has to wait" : "it is at no gate";
}

/* What @actor is doing, as far as it can be known from here. */
static void explain_actor(unsigned int actor)
{
	static struct step steps[STEPS_KEPT];
	const char *waits_for = READ_ONCE(players[actor].waits_for);
	size_t nr = step_last(actor, steps);
	const struct step_site *site = nr ? steps[nr - 1].site : NULL;

	if (site)
		printk("; last, actor %u %s, %s:%d", actor, step_text(site->kind), site->file,
		       site->line);
	if (waits_for && READ_ONCE(players[actor].playing))
		printk("; it waits for: %s", waits_for);
	printk("\n");
}

/* The schedule cannot be followed: say so once, and let all CPUs go on without it. */
static void diverge(void)
{
	uint32_t now = READ_ONCE(word);
	uint32_t passed = now / 2;
	bool taken = now & TURN_TAKEN;
	unsigned int thread = entries[taken ? passed - 1 : passed];
	unsigned int actor = thread % SCHEDULE_ACTORS;
	bool handler = thread >= SCHEDULE_ACTORS;

	if (xchg(&diverged, true))
		return;
	if (taken)
		printk("# schedule: entry %u of %u does not end: actor %u comes to no gate", passed,
		       nr_entries, actor);
	else
		printk("# schedule: entry %u of %u waits for actor %u%s, which does not come: %s",
		       passed + 1, nr_entries, actor, handler ? "'s handler" : "",
		       absence(&players[actor], handler));
	explain_actor(actor);
	open_gate();
}

/* Pass some time.  The thread that has the turn must come to a gate, to a wait or to its end. */
static void pass_time(struct player *me)
{
	uint32_t now = READ_ONCE(word);
	bool is_long;

	if (now != me->seen) {
		me->seen = now;
		me->patience = (struct patience){ 0 };
		me->looks = 0;
	}
	is_long = patience_us(&me->patience) > NAP_AFTER_US;
	if (is_long && patience_over(&me->patience, WAIT_LIMIT_US))
		diverge();
	else if (is_long && irqs_enabled())
		cpu_nap(CPU_NAP_US);
	else
		cpu_relax();
}

/* The next entry is for the handler of this CPU. */
static void handle_ipi(struct player *me)
{
	unsigned long flags = irq_save();

	take_turn(me);
	WRITE_ONCE(me->ipi, false);
	WRITE_ONCE(me->handling, true);
	shootdown_serve();
	WRITE_ONCE(me->handling, false);
	give_up_turn(me);
	irq_restore(flags);
}

/*
 * Is this CPU unable to follow the next entry, which is its own?  Nobody has the turn, so nothing
 * will change, except that an IPI that was sent may still arrive.
 */
static bool is_lost(struct player *me)
{
	unsigned int actor = actor_of(me);

	if (is_next(HANDLER(actor)))
		return me->masked || ++me->looks > LOOKS_MAX;
	if (is_next(actor))
		return me->ended || (me->blocked && ++me->looks > LOOKS_MAX);
	return false;
}

/* Wait a little where the handler may run. */
static void stand(struct player *me)
{
	bool enabled = irqs_enabled();

	WRITE_ONCE(me->masked, !enabled);
	if (enabled && READ_ONCE(me->ipi) && is_next(HANDLER(actor_of(me))))
		handle_ipi(me);
	else if (is_lost(me))
		diverge();
	else
		pass_time(me);
}

static void pass(struct player *me)
{
	give_up_turn(me);
	while (gate_is_shut() && !is_next(thread_of(me)))
		stand(me);
	if (gate_is_shut())
		take_turn(me);
}

void gate_start(void)
{
	struct player *me = this_player();

	if (!me)
		return;
	WRITE_ONCE(me->playing, true);
	pass(me);
}

void gate_end(void)
{
	struct player *me = this_player();

	if (!me)
		return;
	WRITE_ONCE(me->playing, false);
	WRITE_ONCE(me->ended, true);
	give_up_turn(me);
}

void gate_point(void)
{
	struct player *me = this_player();

	if (me && (me->handling || (me->playing && !points_are_muted())))
		pass(me);
}

bool gate_blocked(const char *what)
{
	struct player *me = this_player();

	if (!me)
		return false;
	BUG_ON(me->handling);
	WRITE_ONCE(me->waits_for, what);
	if (!me->playing) {
		stand(me);
		return true;
	}
	WRITE_ONCE(me->blocked, true);
	give_up_turn(me);
	do
		stand(me);
	while (gate_is_shut() && !is_next(actor_of(me)));
	return true;
}

void gate_resumed(void)
{
	struct player *me = this_player();

	if (!me)
		return;
	WRITE_ONCE(me->waits_for, NULL);
	if (!me->blocked)
		return;
	WRITE_ONCE(me->blocked, false);
	take_turn(me);
}

bool gate_keeps_ipi(void)
{
	struct player *me = this_player();

	if (!me)
		return false;
	WRITE_ONCE(me->ipi, true);
	/* Full barrier: the note comes before the look.  Partner: xchg() in open_gate(). */
	smp_mb();
	return gate_is_shut();
}

void gate_arm(const char *steps, unsigned int nr_actors)
{
	struct schedule_run run;

	nr_entries = 0;
	while (schedule_next(&steps, &run)) {
		bool handler = run.thread == SCHEDULE_HANDLER;

		memset(entries + nr_entries, (int)(handler ? HANDLER(run.actor) : run.actor),
		       run.times);
		nr_entries += run.times;
	}
	entries[nr_entries] = NO_THREAD;
	memset(players, 0, sizeof(players));
	for (unsigned int i = 0; i < nr_actors; i++)
		players[i].seen = NOT_SEEN;
	nr_players = nr_actors;
	word = 0;
	diverged = false;
	point_arm(POINT_GATE, nr_entries != 0);
	smp_store_release(&gate_shut, nr_entries != 0);
}

/* All programs have ended: may a handler still come? */
static bool handler_is_due(void)
{
	uint32_t now = READ_ONCE(word);

	return now & TURN_TAKEN || entries[now / 2] >= SCHEDULE_ACTORS;
}

bool gate_disarm(void)
{
	while (gate_is_shut() && handler_is_due())
		stand(&players[cpu_id()]);
	if (gate_is_shut())
		diverge();
	return !diverged;
}
