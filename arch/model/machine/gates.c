/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Counting and checking gates, and writing schedules.  See gates.h.
 */
#include <stdio.h>
#include <arch/model/host/host.h>
#include <arch/model/host/symbol.h>
#include <arch/model/machine/choices.h>
#include <arch/model/machine/gates.h>
#include <arch/model/machine/machine.h>
#include <arch/model/machine/sched.h>
#include <kernel/race/point.h>

void point_reached(void)
{
	if (interleaved && !me()->tentative)
		me()->gates++;
}

void gates_start(unsigned int thread)
{
	threads[thread].gates = is_program(thread);
}

void gates_enter(void)
{
	me()->gates = 1;
}

bool gates_at_one(unsigned int thread)
{
	return threads[thread].gates;
}

bool gates_at_step(unsigned int thread)
{
	return threads[thread].stepped || threads[thread].kind == OP_IPI_ENTER ||
	       !threads[thread].last_event;
}

/* Does the event need no gate, because it has no effect on others or hardware makes it? */
static bool needs_no_gate(const struct event *event)
{
	const struct thread *thread = &threads[event->thread];

	switch (event->kind) {
	case OP_STORES:
	case OP_IPI_LEAVE:
	case OP_END:
		return true;
	case OP_CONTENT:
		/* Copying is two events. */
		return thread->last_event &&
		       trace.events[thread->last_event - 1].kind == OP_CONTENT;
	default:
		return false;
	}
}

static _Noreturn void no_gate(const struct event *event)
{
	char place[PLACE_MAX];

	symbol_place(event->pc, place);
	printf("stalehound: BUG: the model may switch before %s, and metal has no point there: "
	       "see kernel/race/point.h\n",
	       place);
	host_bug(__FILE__, __LINE__, "an event without a gate");
}

void gates_event(struct event *event)
{
	struct thread *thread = &threads[event->thread];

	if (!is_program(event->thread) && !is_handler(event->thread))
		return;
	event->gates = 0;
	/* A plain access makes it, perhaps between a gate and the gate's own access: plain.c. */
	if (event->kind == OP_FENCE && !event->pc)
		return;
	event->gates = thread->gates;
	thread->gates = 0;
	thread->stepped = false;
	if (!event->gates && !needs_no_gate(event))
		no_gate(event);
}

bool gates_can_follow(void)
{
	unsigned int running = NOBODY;

	for (uint32_t i = 0; i < trace.nr_events; i++) {
		const struct event *event = &trace.events[i];

		/* The ends of handlers and programs need no gate. */
		if (event->kind == OP_IPI_LEAVE || event->kind == OP_END)
			continue;
		if (event->thread != running && !event->gates)
			return false;
		running = event->thread;
	}
	return true;
}

struct runs {
	char *text;
	size_t size;
	size_t len;
	unsigned int thread;
	unsigned int count;
};

/* Write the run that has ended. */
static bool end_run(struct runs *runs)
{
	int n;

	if (!runs->count)
		return true;
	n = snprintf(runs->text + runs->len, runs->size - runs->len, "%c%u",
		     (is_handler(runs->thread) ? 'A' : 'a') + (int)cpu_of(runs->thread),
		     runs->count);
	if (n < 0 || (size_t)n >= runs->size - runs->len)
		return false;
	runs->len += (size_t)n;
	return true;
}

bool gates_write(char *text, size_t size)
{
	struct runs runs = { .text = text, .size = size };

	text[0] = '\0';
	for (uint32_t i = 0; i < trace.nr_events; i++) {
		const struct event *event = &trace.events[i];

		if (event->gates && event->thread != runs.thread) {
			if (!end_run(&runs))
				return false;
			runs.count = 0;
			runs.thread = event->thread;
		}
		runs.count += event->gates;
	}
	return end_run(&runs);
}
