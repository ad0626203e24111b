/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * search/reversal.c and search/dpor.c: where a race is reversed if a handler, or the store buffer
 * that it shares with its CPU's program, is in the way.  The traces are made by hand.
 */
#include <arch/model/machine/machine.h>
#include <arch/model/search/explore.h>
#include <arch/model/search/reversal.h>
#include <tests/unit/unit.h>

#define THREAD(n) (1ULL << (n))

static struct reversal reversal;

static void join(uint32_t later, uint32_t earlier)
{
	struct clock *clock = &trace.clocks[later];

	for (unsigned int i = 0; i < MAX_THREADS; i++) {
		if (trace.clocks[earlier].seen[i] > clock->seen[i])
			clock->seen[i] = trace.clocks[earlier].seen[i];
	}
}

/* The next event of @thread. */
static struct event *add(unsigned int thread)
{
	uint32_t index = trace.nr_events++;

	for (uint32_t i = 0; i < index; i++) {
		if (trace.events[i].thread == thread)
			join(index, i);
	}
	trace.clocks[index].seen[thread] = (uint16_t)(index + 1);
	trace.events[index] = (struct event){ .thread = (uint8_t)thread };
	return &trace.events[index];
}

/*
 *	0	CPU 0's handler is entered
 *	1	it stores x
 *	2	it returns
 *	3	CPU 0's program stores y
 *	4	CPU 1 has seen y, and loads x
 */
static void race_past_handler(void)
{
	(void)add(handler_of(0));
	add(handler_of(0))->handler = 1;
	add(handler_of(0))->handler = 1;
	(void)add(program_of(0));
	(void)add(program_of(1));
	join(4, 1);
	join(4, 3);
}

TEST(handler, "model: what a handler keeps from running is asked for before the handler is entered")
{
	race_past_handler();
	EXPECT_EQ(reversal_plan(&reversal, 1, 4), 1);
	EXPECT_EQ(reversal_plan(&reversal, 0, 4), 0);
	EXPECT(reversal.may_begin == THREAD(program_of(0)));
}

/*
 *	0	CPU 0's handler is entered
 *	1	it stores x
 *	2	CPU 0's program stores y
 *	3	CPU 1 loads y
 *	4	and x
 */
TEST(stuck, "model: what comes after something that is kept from running is kept, too")
{
	(void)add(handler_of(0));
	add(handler_of(0))->handler = 1;
	(void)add(program_of(0));
	(void)add(program_of(1));
	join(3, 2);
	(void)add(program_of(1));
	join(4, 1);
	EXPECT_EQ(reversal_plan(&reversal, 1, 4), 1);
}

/*
 *	0	CPU 0's program stores x
 *	1	that leaves the buffer
 *	2	CPU 0's handler is entered
 *	3	and makes an atomic operation on y, which needs an empty buffer
 *	4	CPU 1 has seen y, and loads x
 */
TEST(buffer, "model: a handler that needs an empty buffer is asked for before the program's store")
{
	(void)add(program_of(0));
	add(buffer_of(program_of(0)))->stored = 1;
	join(1, 0);
	(void)add(handler_of(0));
	*add(handler_of(0)) =
		(struct event){ .thread = (uint8_t)handler_of(0), .handler = 3, .drained = true };
	(void)add(program_of(1));
	join(4, 1);
	join(4, 3);
	EXPECT_EQ(reversal_plan(&reversal, 1, 4), 1);
}

TEST(dpor, "model: DPOR reverses such a race where it is asked for")
{
	const uint16_t race = 1;
	bool begins_with_program = false;

	race_past_handler();
	strategy_dpor.begin(0, 1);
	for (uint32_t i = 0; i < trace.nr_events; i++) {
		threads_t enabled = THREAD(program_of(1));

		current_thread = trace.events[i].thread;
		if (i < 3)
			enabled |= THREAD(handler_of(0));
		if (i == 0 || i == 3)
			enabled |= THREAD(program_of(0));
		EXPECT_EQ(strategy_dpor.pick(i, enabled), current_thread);
	}
	strategy_dpor.event(4, &race, 1);
	while (strategy_dpor.next())
		begins_with_program |= strategy_dpor.pick(0, 0) == program_of(0);
	EXPECT(begins_with_program);
}
