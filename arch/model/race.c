/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * See race.h.  As in FastTrack (Flanagan and Freund, PLDI 2009) a place remembers its last
 * accesses as (CPU, time): the time of a CPU is its last event, and another CPU has
 * passed it once it is ordered after a later one.
 */
#include <arch/model/host.h>
#include <arch/model/machine.h>
#include <arch/model/race.h>
#include <arch/model/sched.h>
#include <arch/model/symbol.h>

struct last {
	uint16_t time;	      /* one more than the CPU's last event before it */
	uint8_t cpu_plus_one; /* 0: there was none */
};

/* Of the bytes that begin an access; others stay untouched. */
struct place {
	uint32_t execution;
	struct last read;
	struct last write;
	struct last marked_write;
};

static struct place *places;
static uint32_t execution_number;

void race_begin(void)
{
	if (!places)
		places = host_alloc((size_t)(__stop_kernel_state - __start_kernel_state) *
				    sizeof(*places));
	execution_number++;
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
	return (struct last){ trace_time(current_cpu, current_cpu), (uint8_t)(current_cpu + 1) };
}

static void check(const struct last *last, const void *at, const char *first, const char *second,
		  uintptr_t pc)
{
	unsigned int cpu = last->cpu_plus_one - 1u;
	char here[PLACE_MAX];

	if (!last->cpu_plus_one || cpu == current_cpu || trace_time(current_cpu, cpu) > last->time)
		return;
	symbol_place(pc, here);
	execution_violates("race", "a %s of %p by CPU %u and a %s by CPU %u at %s are not ordered",
			   first, at, cpu, second, current_cpu, here);
}

void race_read(const void *at, uintptr_t pc)
{
	struct place *place = place_of(at);

	check(&place->write, at, "plain store", "plain load", pc);
	check(&place->marked_write, at, "marked store", "plain load", pc);
	place->read = this_moment();
}

void race_write(const void *at, uintptr_t pc)
{
	struct place *place = place_of(at);

	check(&place->write, at, "plain store", "plain store", pc);
	check(&place->marked_write, at, "marked store", "plain store", pc);
	check(&place->read, at, "plain load", "plain store", pc);
	place->write = this_moment();
}

void race_marked(const void *at, bool write, uintptr_t pc)
{
	struct place *place = place_of(at);

	check(&place->write, at, "plain store", write ? "marked store" : "marked load", pc);
	if (!write)
		return;
	check(&place->read, at, "plain load", "marked store", pc);
	place->marked_write = this_moment();
}
