/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * See awaits.h.  In the model the notes and looks of this file are no events.
 *
 * Other CPUs go on during a look, so a CPU looks twice.  A CPU with the same turn both times has
 * waited all the time in between; if no flag is set after the first look, there was a moment at
 * which all of them waited in vain.
 */
#include <arch/atomic.h>
#include <arch/cpu.h>
#include <arch/platform.h>
#include <tests/engine/awaits.h>
#include <tests/engine/broken.h>

/* What a CPU does. */
enum { TAKES_NO_PART, PLAYS, AWAITS, STANDS };

/* Written by its own CPU, which increments turn before and after each change: odd in between. */
static struct {
	unsigned int actor;
	unsigned int activity;
	const int *flag;
	uint32_t turn;
} players[MAX_CPUS];

static const struct run *run_now;

void awaits_forget(const struct run *run)
{
	cpu_watch_begin();
	run_now = run;
	for (unsigned int cpu = 0; cpu < nr_cpus; cpu++)
		WRITE_ONCE(players[cpu].activity, TAKES_NO_PART);
	cpu_watch_end();
}

static void change(unsigned int activity, const int *flag)
{
	unsigned int cpu = cpu_id();

	WRITE_ONCE(players[cpu].turn, players[cpu].turn + 1);
	/* Release: a reader that finds a new value below also finds the turn odd, or changed. */
	smp_store_release(&players[cpu].flag, flag);
	smp_store_release(&players[cpu].activity, activity);
	smp_store_release(&players[cpu].turn, players[cpu].turn + 1);
}

void awaits_enter(unsigned int actor)
{
	cpu_watch_begin();
	players[cpu_id()].actor = actor;
	change(PLAYS, NULL);
	cpu_watch_end();
}

void awaits_leave(void)
{
	cpu_watch_begin();
	change(TAKES_NO_PART, NULL);
	cpu_watch_end();
}

static const char *why(const int *flag)
{
	if (flag == &run_now->y)
		return "nobody tells y: every other actor has ended, or waits as well";
	if (flag == &run_now->w)
		return "nobody tells w: every other actor has ended, or waits as well";
	if (flag == &run_now->v)
		return "nobody tells v: every other actor has ended, or waits as well";
	if (flag == &run_now->u)
		return "nobody tells u: every other actor has ended, or waits as well";
	return "nobody tells it: every other actor has ended, or waits as well";
}

bool awaits_begin(const int *flag)
{
	bool may;

	cpu_watch_begin();
	may = players[cpu_id()].activity == PLAYS;
	if (may)
		change(AWAITS, flag);
	else if (!READ_ONCE(*flag))
		broken("await", 0, "no actor waits here, so nobody would tell it");
	else
		may = true;
	cpu_watch_end();
	return may;
}

void awaits_end(void)
{
	unsigned int activity;

	cpu_watch_begin();
	activity = players[cpu_id()].activity;
	if (activity == AWAITS || activity == STANDS)
		change(PLAYS, NULL);
	cpu_watch_end();
}

bool awaits_stand(const int *flag)
{
	bool plays;

	cpu_watch_begin();
	plays = players[cpu_id()].activity == PLAYS;
	if (plays)
		change(STANDS, flag);
	cpu_watch_end();
	return plays;
}

/* Does no actor play?  Stores each CPU's turn in @turns. */
static bool nobody_plays(uint32_t turns[MAX_CPUS])
{
	for (unsigned int cpu = 0; cpu < nr_cpus; cpu++) {
		turns[cpu] = smp_load_acquire(&players[cpu].turn);
		if (turns[cpu] & 1 || smp_load_acquire(&players[cpu].activity) == PLAYS)
			return false;
	}
	return true;
}

/* Is no flag set, and has no CPU gone on since @turns? */
static bool nobody_was_told(const uint32_t turns[MAX_CPUS])
{
	for (unsigned int cpu = 0; cpu < nr_cpus; cpu++) {
		const int *flag = smp_load_acquire(&players[cpu].flag);

		if (flag && smp_load_acquire(flag))
			return false;
	}
	for (unsigned int cpu = 0; cpu < nr_cpus; cpu++) {
		if (smp_load_acquire(&players[cpu].turn) != turns[cpu])
			return false;
	}
	return true;
}

static bool are_lost(void)
{
	uint32_t turns[MAX_CPUS];

	return nobody_plays(turns) && nobody_was_told(turns);
}

bool awaits_stand_in_vain(void)
{
	bool lost;

	if (platform_world() == WORLD_MODEL)
		return false;
	cpu_watch_begin();
	lost = are_lost();
	cpu_watch_end();
	return lost;
}

const struct wait_watch awaits_watch = {
	.begin = awaits_stand,
	.is_vain = awaits_stand_in_vain,
	.end = awaits_end,
};

bool awaits_are_lost(void)
{
	unsigned int cpu = cpu_id();
	bool lost;

	if (platform_world() == WORLD_MODEL)
		return false;
	cpu_watch_begin();
	lost = are_lost();
	if (lost)
		broken("await", players[cpu].actor, why(players[cpu].flag));
	cpu_watch_end();
	return lost;
}

bool awaits_are_all(void)
{
	unsigned int first = nr_cpus;

	for (unsigned int cpu = nr_cpus; cpu-- > 0;) {
		if (players[cpu].activity == PLAYS || players[cpu].activity == STANDS)
			return false;
		if (players[cpu].activity == AWAITS)
			first = cpu;
	}
	if (first == nr_cpus)
		return false;
	broken("await", players[first].actor, why(players[first].flag));
	return true;
}
