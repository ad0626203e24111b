/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * See robust.h.
 */
#include <arch/cpu.h>
#include <arch/model/machine/machine.h>
#include <arch/model/machine/sched.h>
#include <arch/model/machine/trace.h>
#include <arch/model/search/robust.h>

#define STORES_MAX 1024 /* such stores of one CPU */

/* A store of a program or handler that orders its CPU after something on another CPU. */
struct store {
	uint32_t event;
	uint32_t leaves;   /* the event of its thread by which it was drained, or NO_EVENT */
	uint32_t previous; /* one more than the event of its thread before it, or 0 */
};
#define NO_EVENT UINT32_MAX

static struct store stores[STORES_MAX];
static unsigned int nr_stores;
static bool robust;

void robust_begin(void)
{
	robust = true;
}

bool robust_so_far(void)
{
	return robust;
}

/* Does @event leave something in the store buffer, if there is one? */
static bool is_store(const struct event *event)
{
	switch (event->kind) {
	case OP_STORE:
	case OP_UNLOCK:
	case OP_STORES:
		return true;
	case OP_CONTENT:
		return event->value == MODE_WRITE;
	case OP_USER:
		return event->is_store;
	default:
		return false;
	}
}

/* Is the @n-th touch of @event made at once, even if stores wait in the buffer? */
static bool is_early(const struct event *event, unsigned int n)
{
	switch (event->kind) {
	case OP_LOAD:
	case OP_HANDOVER:
		return true;
	case OP_CONTENT:
		return event->value != MODE_WRITE;
	case OP_USER:
		return !event->is_store || n < event->walk_touches;
	default:
		/* An awaited value was not there before. */
		return false;
	}
}

/* Does @event come after something on another CPU that @previous does not come after? */
static bool comes_after_others(uint32_t event, uint32_t previous)
{
	unsigned int cpu = cpu_of(trace.events[event].thread);

	for (unsigned int thread = 0; thread < MAX_THREADS; thread++) {
		uint16_t before = previous ? trace.clocks[previous - 1].seen[thread] : 0;

		if (cpu_of(thread) != cpu && trace.clocks[event].seen[thread] > before)
			return true;
	}
	return false;
}

static void find_stores(void)
{
	uint32_t last[MAX_THREADS] = { 0 };

	nr_stores = 0;
	for (uint32_t i = 0; i < trace.nr_events; i++) {
		const struct event *event = &trace.events[i];

		for (unsigned int n = nr_stores; event->drained && n > 0; n--) {
			struct store *store = &stores[n - 1];

			if (trace.events[store->event].thread == event->thread &&
			    store->leaves == NO_EVENT)
				store->leaves = i;
		}
		if (is_store(event) && comes_after_others(i, last[event->thread])) {
			if (nr_stores == STORES_MAX) {
				robust = false;
				return;
			}
			stores[nr_stores++] = (struct store){ i, NO_EVENT, last[event->thread] };
		}
		last[event->thread] = i + 1;
	}
}

/* Can @store still be in the buffer at event @load of the same thread? */
static bool waits_within(const struct store *store, uint32_t load)
{
	return store->event < load && (store->leaves > load || store->leaves == NO_EVENT);
}

/* Has the handler's pass that event @load is in emptied the buffer before @load? */
static bool handler_has_drained(uint32_t load)
{
	const struct event *event = &trace.events[load];

	for (uint32_t i = event->handler ? event->handler - 1u : load; i < load; i++) {
		if (trace.events[i].thread == event->thread && trace.events[i].drained)
			return true;
	}
	return false;
}

/*
 * Can @store, of the program, be in the buffer when the handler makes event @load?  The interrupt
 * may be taken anywhere unless something orders the two.
 */
static bool waits_into_handler(const struct store *store, uint32_t load)
{
	unsigned int handler = trace.events[load].thread;
	unsigned int program = trace.events[store->event].thread;

	if (trace.clocks[store->event].seen[handler] > load)
		return false;
	if (store->leaves != NO_EVENT && trace.clocks[load].seen[program] > store->leaves)
		return false;
	return !handler_has_drained(load);
}

static bool may_wait(const struct store *store, uint32_t load)
{
	unsigned int storing = trace.events[store->event].thread;
	unsigned int loading = trace.events[load].thread;

	if (cpu_of(storing) != cpu_of(loading))
		return false;
	if (storing == loading)
		return waits_within(store, load);
	return is_handler(loading) && waits_into_handler(store, load);
}

/* Does @store order its thread after event @earlier? */
static bool comes_after_by(const struct store *store, uint32_t earlier)
{
	unsigned int thread = trace.events[earlier].thread;
	uint16_t before = store->previous ? trace.clocks[store->previous - 1].seen[thread] : 0;

	return trace.clocks[store->event].seen[thread] > earlier && before <= earlier;
}

/* Does a cycle close if @store waits in the buffer until @touch was made? */
static bool closes_cycle(const struct store *store, const struct touch *touch)
{
	unsigned int cpu = cpu_of(trace.events[store->event].thread);
	uint32_t i = touch->previous;

	for (; i != NO_TOUCH; i = trace.touches[i].previous) {
		const struct touch *before = &trace.touches[i];

		if (cpu_of(trace.events[before->event].thread) != cpu &&
		    modes_conflict(before->mode, touch->mode) &&
		    comes_after_by(store, before->event))
			return true;
	}
	return false;
}

/* Does the walk of @touch, of @load, read a place to which this CPU's store is still buffered? */
static bool is_behind_own_store(const struct touch *touch, uint32_t load)
{
	unsigned int thread = trace.events[load].thread;
	uint32_t stored = NO_EVENT;

	for (uint32_t i = touch->previous; i != NO_TOUCH; i = trace.touches[i].previous) {
		const struct touch *before = &trace.touches[i];

		if (before->mode == MODE_WRITE) {
			stored = before->event;
			break;
		}
	}
	if (stored == NO_EVENT || trace.events[stored].thread != thread ||
	    !is_store(&trace.events[stored]))
		return false;
	for (uint32_t i = stored + 1; i <= load; i++) {
		if (trace.events[i].thread == thread && trace.events[i].drained)
			return false;
	}
	return true;
}

static void look_at_walk(uint32_t load)
{
	const struct event *event = &trace.events[load];

	for (unsigned int n = 0; n < event->walk_touches; n++) {
		if (is_behind_own_store(&trace.touches[event->first_touch + n], load))
			robust = false;
	}
}

static void look_at_load(uint32_t load)
{
	const struct event *event = &trace.events[load];

	if (event->drained || event->kind == OP_STORE || event->kind == OP_AWAIT)
		return;
	for (unsigned int s = 0; s < nr_stores; s++) {
		if (!may_wait(&stores[s], load))
			continue;
		for (unsigned int n = 0; n < event->nr_touches; n++) {
			if (is_early(event, n) &&
			    closes_cycle(&stores[s], &trace.touches[event->first_touch + n]))
				robust = false;
		}
	}
}

void robust_look(void)
{
	if (!robust)
		return;
	find_stores();
	for (uint32_t i = 0; i < trace.nr_events && robust; i++) {
		look_at_walk(i);
		look_at_load(i);
	}
}
