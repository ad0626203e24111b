/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * See race.h.  As in FastTrack (Flanagan and Freund, PLDI 2009) each place records its last
 * accesses as (thread, time).  The time of a thread is its last event; another thread is ordered
 * after an access if it is ordered after a later event of that thread.
 *
 * The order is that of the trace, in which a handler and its CPU's program are two threads: in this
 * execution the interrupt comes before what its CPU does later, but it could also come after, and
 * perhaps no such execution is explored.
 */
#include <string.h>
#include <arch/model/host/host.h>
#include <arch/model/host/symbol.h>
#include <arch/model/judge/race.h>
#include <arch/model/machine/machine.h>
#include <arch/model/machine/sched.h>

#define RACING_THREADS (2 * MODEL_CPUS) /* programs and handlers */
#define ROWS_MAX       8192

struct last {
	uint16_t time;		 /* one more than the thread's last event before it */
	uint8_t thread_plus_one; /* 0: there was none */
};

/* Loads that are not ordered among each other: the newest of each thread. */
struct loads {
	struct last last; /* if there is no row */
	uint16_t row;	  /* one more than its index, or 0 */
};

/* The record of the byte where an access begins; other bytes have none. */
struct place {
	uint32_t execution;
	struct loads plain_loads;
	struct loads marked_loads;
	/* By a program, by a handler: each has its own. */
	struct last store[2];
	struct last marked_store[2];
};

static struct place *places;
static uint32_t execution_number;

/* One more than the time of each thread's load, or 0. */
static uint16_t rows[ROWS_MAX][RACING_THREADS];
static unsigned int nr_rows;

/* Words that a program and its CPU's handler share. */
static bool *shared;
static bool any_shared;
static bool found_shared;

static bool told = true;

void race_begin(void)
{
	if (!places)
		places = host_alloc((size_t)(__stop_kernel_state - __start_kernel_state) *
				    sizeof(*places));
	execution_number++;
	nr_rows = 0;
}

void race_use(bool use)
{
	told = use;
}

void race_forget_shared(void)
{
	if (!shared)
		shared = host_alloc(memory_units() * sizeof(*shared));
	if (any_shared)
		memset(shared, 0, memory_units() * sizeof(*shared));
	any_shared = false;
	found_shared = false;
}

bool race_found_shared(void)
{
	bool found = found_shared;

	found_shared = false;
	return found;
}

static void note_shared(const void *at)
{
	bool *word = &shared[memory_unit(at)];

	found_shared |= !*word;
	any_shared = true;
	*word = true;
}

/* A plain access to such a word is part of the event before it. */
static void touch_shared(const void *at, enum mode mode)
{
	if (any_shared && shared[memory_unit(at)])
		trace_touch_late(object_word(at), mode);
}

static struct place *place_of(const void *at)
{
	struct place *place = &places[(uintptr_t)at - (uintptr_t)__start_kernel_state];

	if (place->execution != execution_number)
		*place = (struct place){ .execution = execution_number };
	return place;
}

static struct last this_moment(void)
{
	return (struct last){ trace_seen(current_thread, current_thread),
			      (uint8_t)(current_thread + 1) };
}

struct access {
	const void *at;
	const char *what;
	uintptr_t pc;
};

static void check_time(unsigned int thread, uint16_t time, const char *first,
		       const struct access *second)
{
	uint16_t seen = trace_seen(current_thread, thread);
	char here[PLACE_MAX];

	if (cpu_of(thread) == current_cpu) {
		if (thread != current_thread && seen < time)
			note_shared(second->at);
		return;
	}
	if (seen > time || !told)
		return;
	symbol_place(second->pc, here);
	execution_violates("race", "a %s of %p by CPU %u and a %s by CPU %u at %s are not ordered",
			   first, second->at, cpu_of(thread), second->what, current_cpu, here);
}

static void check_store(const struct last store[2], const char *first, const struct access *second)
{
	for (unsigned int i = 0; i < 2; i++) {
		if (store[i].thread_plus_one)
			check_time(store[i].thread_plus_one - 1u, store[i].time, first, second);
	}
}

static void check_loads(const struct loads *loads, const char *first, const struct access *second)
{
	const uint16_t *row = loads->row ? rows[loads->row - 1] : NULL;

	if (!row && loads->last.thread_plus_one)
		check_time(loads->last.thread_plus_one - 1u, loads->last.time, first, second);
	for (unsigned int thread = 0; row && thread < RACING_THREADS; thread++) {
		if (row[thread])
			check_time(thread, row[thread] - 1, first, second);
	}
}

static void note_store(struct last store[2])
{
	store[is_handler(current_thread)] = this_moment();
}

static void note_load(struct loads *loads)
{
	const struct last *last = &loads->last;
	struct last this = this_moment();
	unsigned int thread = last->thread_plus_one - 1u;

	if (!loads->row) {
		if (!last->thread_plus_one || thread == current_thread ||
		    trace_seen(current_thread, thread) > last->time) {
			loads->last = this;
			return;
		}
		if (nr_rows == ROWS_MAX)
			execution_too_large("words that several CPUs read");
		memset(rows[nr_rows], 0, sizeof(rows[nr_rows]));
		rows[nr_rows][thread] = (uint16_t)(last->time + 1);
		loads->row = (uint16_t)++nr_rows;
	}
	rows[loads->row - 1][current_thread] = (uint16_t)(this.time + 1);
}

void race_read(const void *at, uintptr_t pc)
{
	struct place *place = place_of(at);
	struct access this = { at, "plain load", pc };

	check_store(place->store, "plain store", &this);
	check_store(place->marked_store, "marked store", &this);
	touch_shared(at, MODE_READ);
	note_load(&place->plain_loads);
}

void race_write(const void *at, uintptr_t pc)
{
	struct place *place = place_of(at);
	struct access this = { at, "plain store", pc };

	check_store(place->store, "plain store", &this);
	check_store(place->marked_store, "marked store", &this);
	check_loads(&place->plain_loads, "plain load", &this);
	check_loads(&place->marked_loads, "marked load", &this);
	touch_shared(at, MODE_WRITE);
	note_store(place->store);
}

void race_marked(const void *at, bool write, uintptr_t pc)
{
	struct place *place = place_of(at);
	struct access this = { at, write ? "marked store" : "marked load", pc };

	check_store(place->store, "plain store", &this);
	if (!write) {
		note_load(&place->marked_loads);
		return;
	}
	check_loads(&place->plain_loads, "plain load", &this);
	note_store(place->marked_store);
}
