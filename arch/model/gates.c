/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * See gates.h.
 */
#include <stdio.h>
#include <string.h>
#include <arch/model/explore.h>
#include <arch/model/gates.h>
#include <arch/model/machine.h>
#include <arch/model/sched.h>

static bool blocked_at[MAX_EVENTS]; /* the thread of this event had to wait for it */
static bool is_blocked[MAX_THREADS];

void gates_reset(void)
{
	memset(is_blocked, 0, sizeof(is_blocked));
}

static bool has_remark(unsigned int thread)
{
	for (uint32_t i = trace.nr_remarks; i > 0; i--) {
		const struct remark *remark = &trace.remarks[i - 1];

		if (remark->before_event < threads[thread].last_event)
			return false;
		if (remark->thread == thread)
			return true;
	}
	return false;
}

bool gates_at_one(unsigned int thread)
{
	return threads[thread].kind == OP_IPI_ENTER || !threads[thread].last_event ||
	       has_remark(thread);
}

void gates_pick(uint32_t index, unsigned int last, uint32_t enabled)
{
	if (index == 0)
		gates_reset();
	if (last != NOBODY && !(enabled >> last & 1) && !threads[last].done &&
	    threads[last].kind != OP_IPI_ENTER)
		is_blocked[last] = true;
}

void gates_chosen(uint32_t index, unsigned int thread)
{
	blocked_at[index] = is_blocked[thread];
	is_blocked[thread] = false;
}

/* Steps that @thread made after event @after - 1 and before event @before. */
static unsigned int nr_remarks(unsigned int thread, uint32_t after, uint32_t before)
{
	unsigned int n = 0;

	for (uint32_t i = 0; i < trace.nr_remarks; i++) {
		const struct remark *remark = &trace.remarks[i];

		n += remark->thread == thread && remark->before_event >= after &&
		     remark->before_event <= before;
	}
	return n;
}

struct runs {
	char *text;
	size_t size;
	size_t len;
	unsigned int thread;
	unsigned int count;
};

/* Write the run that is over. */
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
	uint32_t next[MAX_THREADS] = { 0 }; /* one more than the thread's last event */

	text[0] = '\0';
	for (uint32_t i = 0; i < trace.nr_events; i++) {
		unsigned int thread = trace.events[i].thread;
		bool begins = !next[thread] || trace.events[i].kind == OP_IPI_ENTER;
		unsigned int gates = begins + blocked_at[i] + nr_remarks(thread, next[thread], i);

		next[thread] = i + 1;
		if (gates && thread != runs.thread) {
			if (!end_run(&runs))
				return false;
			runs.count = 0;
			runs.thread = thread;
		}
		runs.count += gates;
	}
	return end_run(&runs);
}
