/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * See pause.h.  Only one CPU at a time writes here: the others wait for it, at a barrier or asleep.
 */
#include <stddef.h>
#include <arch/atomic.h>
#include <arch/cpu.h>
#include <kernel/sync/wait.h>
#include <tests/engine/pause.h>

static const struct pauser *pauser;
static uint64_t away; /* cycles that pauses took */
static bool given_up;

void pause_by(const struct pauser *by)
{
	pauser = by;
}

static void end_pause(uint64_t began)
{
	WRITE_ONCE(away, away + (cpu_cycles() - began));
}

void pause_look(void)
{
	uint64_t began = cpu_cycles();

	if (!pauser)
		return;
	pauser->look();
	end_pause(began);
}

void pause_caught(const struct session *session, enum pause_stage stage)
{
	uint64_t began = cpu_cycles();

	if (!pauser)
		return;
	wait_hold(true);
	pauser->caught(stage == PAUSE_AFTER_DESTROY ? NULL : session, stage);
	wait_hold(false);
	end_pause(began);
}

uint64_t pause_clock(void)
{
	return cpu_cycles() - READ_ONCE(away);
}

void pause_give_up(void)
{
	WRITE_ONCE(given_up, true);
}

bool pause_gave_up(void)
{
	return READ_ONCE(given_up);
}

void pause_forget(void)
{
	WRITE_ONCE(given_up, false);
}
