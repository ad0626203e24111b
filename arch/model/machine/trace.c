/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Recording events and ordering them.
 *
 * Each object has a chain of its accesses, newest first.  A write conflicts with all, so a new
 * access need only be compared with those back to the last write.
 */
#include <string.h>
#include <arch/cpu.h>
#include <arch/model/host/host.h>
#include <arch/model/machine/buffer.h>
#include <arch/model/machine/choices.h>
#include <arch/model/machine/gates.h>
#include <arch/model/machine/judges.h>
#include <arch/model/machine/machine.h>
#include <arch/model/machine/sched.h>
#include <arch/model/machine/trace.h>

struct trace trace;

/* The newest access of each object; one of an earlier execution names another object. */
static uint32_t *newest;

static struct clock now[MAX_THREADS]; /* of each thread */
static bool open;
static uint32_t repeated; /* how many events repeat those of the last execution */

void trace_begin(uint32_t repeated_events)
{
	if (!newest)
		newest = host_alloc(nr_objects() * sizeof(*newest));
	open = false;
	trace.nr_events = 0;
	trace.nr_touches = 0;
	trace.nr_remarks = 0;
	repeated = repeated_events;
	memset(now, 0, sizeof(now));
	race_begin();
	explore_begin();
}

bool trace_is_open(void)
{
	return open;
}

struct event *event_begin(unsigned int thread, enum op_kind kind, uintptr_t pc)
{
	struct event *event = &trace.events[trace.nr_events];

	if (trace.nr_events == MAX_EVENTS - 1)
		execution_too_large("events");
	open = true;
	*event = (struct event){
		.thread = (uint8_t)thread,
		.kind = (uint8_t)kind,
		.first_touch = trace.nr_touches,
		.section = cpus[cpu_of(thread)].section,
		.handler = is_handler(thread) ? cpus[cpu_of(thread)].entered : 0,
		.drained = threads[thread].returned || buffer_must_be_empty(kind),
		.pc = pc,
	};
	threads[thread].returned = false;
	gates_event(event);
	if (buffers_in_use && (is_program(thread) || is_handler(thread)))
		buffer_order_event(kind);
	return event;
}

static uint32_t newest_touch(uint32_t object)
{
	uint32_t i = newest[object];

	return i < trace.nr_touches && trace.touches[i].object == object ? i : NO_TOUCH;
}

static struct touch *add_touch(uint32_t object, enum mode mode)
{
	uint32_t i = trace.nr_touches;
	struct touch *touch = &trace.touches[i];
	uint32_t previous = newest_touch(object);

	if (i == MAX_TOUCHES)
		execution_too_large("accesses");
	*touch = (struct touch){
		.object = object,
		.event = (uint16_t)trace.nr_events,
		.mode = (uint8_t)mode,
		.previous = previous,
	};
	newest[object] = i;
	trace.nr_touches = i + 1;
	trace.events[trace.nr_events].nr_touches++;
	return touch;
}

void event_touch(uint32_t object, enum mode mode)
{
	add_touch(object, mode);
}

void event_read_own(uint32_t object)
{
	add_touch(object, MODE_READ)->sees_own = true;
}

void event_await(uint32_t object)
{
	add_touch(object, MODE_READ)->awaited = true;
}

void event_try(uint32_t object, enum mode mode)
{
	add_touch(object, mode)->tries = true;
}

void event_wake(uint32_t object)
{
	add_touch(object, MODE_WRITE)->wakes = true;
}

void event_release(uint32_t object, enum mode mode, uint16_t acquired_at)
{
	add_touch(object, mode)->acquired_at = acquired_at;
}

void event_count(uint32_t object, int32_t change, int32_t left)
{
	struct touch *touch = add_touch(object, MODE_ADD);

	touch->change = change;
	touch->left = left;
}

static void clock_join(struct clock *to, const struct clock *from)
{
	for (unsigned int i = 0; i < MAX_THREADS; i++)
		to->seen[i] = to->seen[i] > from->seen[i] ? to->seen[i] : from->seen[i];
}

void trace_order_after(uint32_t earlier)
{
	clock_join(&now[trace.events[trace.nr_events].thread], &trace.clocks[earlier]);
}

void trace_conflict(uint32_t earlier)
{
	uint32_t index = trace.nr_events;
	const struct clock *clock = &now[trace.events[index].thread];

	if (clock->seen[trace.events[earlier].thread] > earlier)
		return;
	if (index >= repeated)
		explore_race(earlier);
	trace_order_after(earlier);
}

uint16_t trace_seen(unsigned int thread, unsigned int of)
{
	return now[thread].seen[of];
}

static void check_await(const struct touch *before, const struct touch *touch)
{
	unsigned int cpu = cpu_of(trace.events[before->event].thread);

	/* If it were allowed, it would be unclear which write ended the wait. */
	if (before->awaited && !touch->awaited)
		execution_violates("await", "what CPU %u has waited for is written again", cpu);
}

/*
 * Does the event in progress drain a store that the CPU of @before, a load, had in its buffer then?
 * The load saw the store in the buffer, and would have seen it in memory.
 */
static bool drains_what_it_saw(const struct touch *before)
{
	const struct event *event = &trace.events[trace.nr_events];
	unsigned int loading = trace.events[before->event].thread;

	return before->sees_own && event->stored && event->stored <= before->event &&
	       cpu_of(loading) == cpu_of(event->thread);
}

/*
 * Does @touch, which takes from a count, depend on what was added before?  That is: could the count
 * have come to 0 without changes that need not come before it?  These are the last changes of each
 * thread, any number of them.
 */
static bool needs_additions(const struct clock *clock, const struct touch *touch)
{
	int32_t last[MAX_THREADS] = { 0 }; /* sums of changes */
	int32_t most[MAX_THREADS] = { 0 };
	int32_t left = touch->left;
	const struct touch *before = touch;

	while (before->previous != NO_TOUCH) {
		unsigned int thread;

		before = &trace.touches[before->previous];
		if (before->mode == MODE_WRITE)
			break;
		thread = trace.events[before->event].thread;
		if (clock->seen[thread] > before->event)
			continue;
		last[thread] += before->change;
		if (last[thread] <= most[thread])
			continue;
		left -= last[thread] - most[thread];
		most[thread] = last[thread];
	}
	return left <= 0;
}

/*
 * Order the event in progress after those that @touch conflicts with, the latest first, and tell
 * the explorer of each pair that could have come in the other order.
 */
static void order_touch(struct clock *clock, struct touch *touch)
{
	uint32_t index = trace.nr_events;
	bool enters = trace.events[index].kind == OP_IPI_ENTER;
	bool falls = touch->change < 0 ? needs_additions(clock, touch) : touch->left <= 0;
	uint32_t i = touch->previous;

	while (i != NO_TOUCH) {
		const struct touch *before = &trace.touches[i];
		uint32_t acquired = touch->tries ? 0 : before->acquired_at;
		unsigned int thread = trace.events[before->event].thread;
		bool is_last = before->mode == MODE_WRITE && !before->passes;
		bool conflicts =
			modes_conflict(before->mode, touch->mode) || (falls && before->change > 0);

		if (drains_what_it_saw(before)) {
			touch->passes = true;
		} else if (conflicts && before->event != index &&
			   clock->seen[thread] <= before->event) {
			check_await(before, touch);
			/* A release cannot come after the acquire that it enables. */
			if (!acquired && !before->awaited && !(enters && before->wakes))
				explore_race(before->event);
			else if (acquired && clock->seen[thread] < acquired && !touch->awaited)
				explore_race(acquired - 1);
			clock_join(clock, &trace.clocks[before->event]);
		}
		if (is_last)
			return;
		i = before->previous;
	}
}

/*
 * The event in progress has waited, for a condition that may have held earlier.  So not only the
 * newest change of what it read could come after it, but each that need not come before it.  The
 * explorer learns of those before the newest here; @own is what the thread itself had seen.
 */
static void explore_awaited(const struct clock *own, const struct touch *touch)
{
	bool is_older = false;

	for (uint32_t i = touch->previous; i != NO_TOUCH; i = trace.touches[i].previous) {
		const struct touch *before = &trace.touches[i];
		unsigned int thread = trace.events[before->event].thread;

		if (is_older && modes_conflict(before->mode, touch->mode) &&
		    before->event != touch->event && own->seen[thread] <= before->event)
			explore_race(before->event);
		is_older |= before->mode == MODE_WRITE && !before->passes;
	}
}

/* @event belongs to a section without interrupts, or to a handler: set its end. */
static void note_end(const struct event *event)
{
	uint16_t began = event->section ? event->section : event->handler;

	if (began)
		trace.events[began - 1].ends = (uint16_t)(trace.nr_events + 1);
}

/*
 * A handler and its CPU's program do not overlap: an event that comes after a part of one pass of
 * the handler, or of a section without interrupts, comes after all of it.  Nothing else orders the
 * two: the interrupt could be taken earlier or later.
 */
static void join_whole(struct clock *clock, unsigned int thread)
{
	unsigned int other =
		is_program(thread) ? handler_of(cpu_of(thread)) : program_of(cpu_of(thread));
	uint16_t seen = clock->seen[other];
	const struct event *last;
	uint16_t began;
	uint16_t ends;

	if (!seen || is_buffer(thread) || is_filler(thread))
		return;
	last = &trace.events[seen - 1];
	began = last->section ? last->section : last->handler ? last->handler : seen;
	ends = trace.events[began - 1].ends;
	if (ends > seen)
		clock_join(clock, &trace.clocks[ends - 1]);
}

static void settle(struct clock *clock, uint32_t index)
{
	join_whole(clock, trace.events[index].thread);
	trace.clocks[index] = *clock;
}

void event_end(void)
{
	uint32_t index = trace.nr_events;
	const struct event *event = &trace.events[index];
	struct clock *clock = &now[event->thread];

	open = false;
	threads[event->thread].last_event = index + 1;
	note_end(event);
	if (index < repeated) {
		*clock = trace.clocks[index];
		trace.nr_events++;
		return;
	}
	for (unsigned int i = 0; i < event->nr_touches; i++) {
		if (trace.touches[event->first_touch + i].awaited)
			explore_awaited(clock, &trace.touches[event->first_touch + i]);
	}
	for (unsigned int i = 0; i < event->nr_touches; i++)
		order_touch(clock, &trace.touches[event->first_touch + i]);
	clock->seen[event->thread] = (uint16_t)(index + 1);
	settle(clock, index);
	trace.nr_events++;
	explore_event(index);
}

static bool has_touch(const struct event *event, uint32_t object, enum mode mode)
{
	for (unsigned int i = 0; i < event->nr_touches; i++) {
		const struct touch *touch = &trace.touches[event->first_touch + i];

		if (touch->object == object && (touch->mode == mode || touch->mode == MODE_WRITE))
			return true;
	}
	return false;
}

void trace_touch_late(uint32_t object, enum mode mode)
{
	uint32_t index = trace.nr_events - 1;
	const struct event *event = &trace.events[index];
	struct touch *touch;

	/* Before its first event a thread comes before all others. */
	if (!trace.nr_events || open || event->thread != current_thread ||
	    has_touch(event, object, mode))
		return;
	trace.nr_events = index;
	touch = add_touch(object, mode);
	if (index >= repeated) {
		order_touch(&now[current_thread], touch);
		settle(&now[current_thread], index);
		explore_event(index);
	}
	trace.nr_events = index + 1;
}
