/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * See reversal.h.
 */
#include <stdbool.h>
#include <string.h>
#include <arch/model/machine/machine.h>
#include <arch/model/machine/trace.h>
#include <arch/model/search/reversal.h>

/* The drain @event is left out, so its store stays in the buffer, unless that is left out, too. */
static void fill_buffer(struct reversal *reversal, const struct event *event)
{
	uint32_t store = event->stored - 1u;
	unsigned int thread = trace.events[store].thread;
	bool is_left_out = reversal->left_out >> thread & 1 && store >= reversal->left_at[thread];

	if (is_program(thread) && !is_left_out && !reversal->filled_by[cpu_of(thread)])
		reversal->filled_by[cpu_of(thread)] = event->stored;
}

static void leave_out(struct reversal *reversal, uint32_t index)
{
	const struct event *event = &trace.events[index];
	unsigned int other = is_program(event->thread) ? handler_of(event->thread) :
							 program_of(cpu_of(event->thread));

	reversal->left_out |= 1ULL << event->thread;
	reversal->left_at[event->thread] = (uint16_t)index;
	if (is_buffer(event->thread))
		fill_buffer(reversal, event);
	if (is_buffer(event->thread) || reversal->left_out >> other & 1)
		return;
	reversal->kept_by[other] = is_program(event->thread) ? event->section : event->handler;
}

/*
 * What is not possible while stores of the CPU's program are in the buffer: events of a handler
 * that need an empty buffer, and drains of the handler's stores, which come after the program's.
 */
static bool needs_program_drained(const struct event *event)
{
	if (is_buffer(event->thread))
		return is_handler(trace.events[event->stored - 1].thread);
	return is_handler(event->thread) && event->drained;
}

/* One more than the event that makes event @index wait, or 0. */
static uint16_t keeper_of(const struct reversal *reversal, uint32_t index)
{
	const struct event *event = &trace.events[index];
	unsigned int thread = event->thread;

	if (reversal->filled_by[cpu_of(thread)] && needs_program_drained(event))
		return reversal->filled_by[cpu_of(thread)];
	for (threads_t left = reversal->stuck; left; left &= left - 1) {
		unsigned int other = (unsigned int)__builtin_ctzll(left);

		if (trace.clocks[index].seen[other] > reversal->stuck_at[other])
			return reversal->kept_by[other];
	}
	return reversal->kept_by[thread];
}

/*
 * A thread may begin if its first event depends on nothing before it.  A handler and its CPU's
 * program must not both begin: one begins a pass, a section without interrupts, or a store that
 * must drain, and that delays the other beyond what goes before @earlier.
 */
static void take_in(struct reversal *reversal, uint32_t index)
{
	unsigned int thread = trace.events[index].thread;
	bool initial = true;

	if (reversal->seen >> thread & 1)
		return;
	for (threads_t others = reversal->seen; others; others &= others - 1) {
		unsigned int other = (unsigned int)__builtin_ctzll(others);

		initial &= trace.clocks[index].seen[other] <= reversal->first[other] &&
			   !same_cpu_handler(other, thread);
	}
	reversal->seen |= 1ULL << thread;
	reversal->first[thread] = (uint16_t)index;
	reversal->may_begin |= (threads_t)initial << thread;
}

uint16_t reversal_plan(struct reversal *reversal, uint32_t earlier, uint32_t later)
{
	memset(reversal, 0, sizeof(*reversal));
	leave_out(reversal, earlier);
	for (uint32_t i = earlier + 1; i < later; i++) {
		unsigned int thread = trace.events[i].thread;
		uint16_t keeper;

		if (reversal->left_out >> thread & 1)
			continue;
		keeper = keeper_of(reversal, i);
		if (!keeper && !event_before(earlier, i)) {
			take_in(reversal, i);
			continue;
		}
		leave_out(reversal, i);
		if (!keeper)
			continue;
		reversal->stuck |= 1ULL << thread;
		reversal->stuck_at[thread] = (uint16_t)i;
		reversal->kept_by[thread] = keeper;
	}
	take_in(reversal, later);
	return keeper_of(reversal, later);
}
