/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Which thread runs.  A thread that stops picks the next one and switches to it.  A thread that
 * waits for a condition leaves that to a fibre of the scheduler, so that others can switch to it
 * to evaluate the condition again.
 */
#include <stdarg.h>
#include <stdio.h>
#include <arch/cpu.h>
#include <arch/ipi.h>
#include <arch/model/host/host.h>
#include <arch/model/machine/buffer.h>
#include <arch/model/machine/choices.h>
#include <arch/model/machine/filler.h>
#include <arch/model/machine/gates.h>
#include <arch/model/machine/lock.h>
#include <arch/model/machine/machine.h>
#include <arch/model/machine/plain.h>
#include <arch/model/machine/sched.h>

struct thread threads[MAX_THREADS];
struct execution execution;

static struct fibre scheduler;
static void *host_sp;	/* of the model's own program, while threads run */
static void *prober_sp; /* of the thread that lets another evaluate its condition */
static void (*run_program)(unsigned int cpu);
static bool starting; /* a thread runs up to its first event */
static unsigned int nr_awaiting;

void execution_stop(enum ending ending)
{
	void *gone;

	execution.ending = ending;
	fibre_switch(&gone, host_sp);
	__builtin_unreachable();
}

void execution_violates(const char *oracle, const char *fmt, ...)
{
	va_list args;

	execution.oracle = oracle;
	va_start(args, fmt);
	vsnprintf(execution.text, sizeof(execution.text), fmt, args);
	va_end(args);
	execution_stop(ENDING_VIOLATION);
}

void execution_too_large(const char *what)
{
	snprintf(execution.text, sizeof(execution.text),
		 "one execution has too many %s: see arch/model/machine/limits.h", what);
	if (!interleaved)
		host_refuse(execution.text);
	execution_stop(ENDING_TOO_LARGE);
}

static bool may_make_event(const struct thread *thread)
{
	switch (thread->kind) {
	case OP_LOCK:
		return lock_is_free(thread->at, false);
	case OP_LOCK_SHARED:
		return lock_is_free(thread->at, true);
	case OP_AWAIT:
		return thread->ready;
	case OP_TLBSYNC:
		return buffer_users_landed();
	default:
		return true;
	}
}

static bool program_enabled(unsigned int cpu)
{
	const struct thread *thread = &threads[program_of(cpu)];

	return !thread->done && !cpus[cpu].in_handler && may_make_event(thread) &&
	       (buffer_is_empty(cpu) || !buffer_must_be_empty(thread->kind));
}

static bool handler_enabled(unsigned int cpu)
{
	const struct thread *thread = &threads[handler_of(cpu)];

	if (!cpus[cpu].in_handler)
		return cpus[cpu].ipi_pending && cpus[cpu].irqs && !cpus[cpu].mid_access;
	return may_make_event(thread) &&
	       (buffer_is_empty(cpu) || !buffer_must_be_empty(thread->kind));
}

/* Let @thread evaluate its condition; this makes no event. */
static void probe(unsigned int thread)
{
	unsigned int prober = current_thread;
	unsigned int cpu = current_cpu;

	threads[thread].look_again = false;
	current_thread = thread;
	current_cpu = cpu_of(thread);
	fibre_switch(&prober_sp, threads[thread].fibre.sp);
	current_thread = prober;
	current_cpu = cpu;
}

static void probe_awaiting(void)
{
	for (unsigned int i = 0; i < 2 * MODEL_CPUS; i++) {
		struct thread *thread = &threads[i];

		if (thread->kind == OP_AWAIT && !thread->ready && thread->look_again)
			probe(i);
	}
}

threads_t sched_enabled(void)
{
	threads_t mask = 0;

	if (nr_awaiting)
		probe_awaiting();
	for (unsigned int cpu = 0; cpu < nr_cpus; cpu++) {
		mask |= (threads_t)program_enabled(cpu) << program_of(cpu);
		mask |= (threads_t)handler_enabled(cpu) << handler_of(cpu);
		if (!buffer_is_empty(cpu))
			mask |= 1ULL << buffer_next(cpu);
	}
	/* If no program, handler or buffer can go on, fills cannot change anything any more. */
	return mask && filler_in_use() ? mask | filler_enabled() : mask;
}

static bool all_done(void)
{
	for (unsigned int cpu = 0; cpu < nr_cpus; cpu++) {
		if (!threads[program_of(cpu)].done)
			return false;
	}
	return true;
}

/* The next thread to run; store buffers and fillers run here, without a fibre. */
static unsigned int next_thread(void)
{
	for (;;) {
		uint32_t index = event_index();
		threads_t enabled = index < explorer->repeated() ? 0 : sched_enabled();
		unsigned int next;

		if (filler_in_use() && filler_was_idle())
			execution_stop(ENDING_REDUNDANT);
		if (!enabled && index >= explorer->repeated())
			execution_stop(all_done() ? ENDING_DONE : ENDING_DEADLOCK);
		next = explorer->pick(index, enabled);
		if (next == NOBODY)
			execution_stop(ENDING_REDUNDANT);
		/* A repeated choice was made without asking which threads are enabled. */
		if (threads[next].kind == OP_AWAIT && !threads[next].ready)
			probe(next);
		if (is_program(next) || is_handler(next))
			return next;
		if (is_buffer(next))
			buffer_drain_one(cpu_of(next));
		else
			filler_fill(cpu_of(next));
	}
}

static void go_on_with(unsigned int next)
{
	struct thread *from = me();

	if (next == current_thread)
		return;
	current_thread = next;
	current_cpu = cpu_of(next);
	fibre_switch(&from->fibre.sp, threads[next].fibre.sp);
}

static void scheduler_entry(void)
{
	for (;;) {
		unsigned int next = next_thread();

		current_thread = next;
		current_cpu = cpu_of(next);
		fibre_switch(&scheduler.sp, threads[next].fibre.sp);
	}
}

/* Stop until picked, or until probed. */
static void stop(struct thread *thread)
{
	void *to = starting ? host_sp : scheduler.sp;

	starting = false;
	fibre_switch(&thread->fibre.sp, to);
}

void sched_point(enum op_kind kind, const void *at)
{
	struct thread *thread = me();

	plain_settle();
	thread->kind = kind;
	thread->at = at;
	if (starting)
		stop(thread);
	else
		go_on_with(next_thread());
}

void sched_changed(uint32_t object)
{
	for (unsigned int i = 0; nr_awaiting && i < 2 * MODEL_CPUS; i++) {
		struct thread *thread = &threads[i];

		for (unsigned int n = 0; thread->kind == OP_AWAIT && n < thread->nr_awaits; n++)
			thread->look_again |= thread->awaits[n] == object;
	}
}

void await_note(uint32_t object)
{
	struct thread *thread = me();

	for (unsigned int i = 0; i < thread->nr_awaits; i++) {
		if (thread->awaits[i] == object)
			return;
	}
	if (thread->nr_awaits == MAX_AWAITS)
		execution_too_large("words in a condition to wait for");
	thread->awaits[thread->nr_awaits++] = object;
}

void cpu_await_begin(void)
{
	if (!interleaved)
		return;
	me()->tentative = true;
	me()->nr_awaits = 0;
}

/* The condition does not hold: wait until a thread changes what it read. */
static void await_block(void)
{
	struct thread *thread = me();

	if (thread->kind == OP_AWAIT && !thread->ready) { /* probed, in vain */
		fibre_switch(&thread->fibre.sp, prober_sp);
	} else {
		thread->ready = false;
		thread->look_again = false;
		nr_awaiting++;
		thread->tentative = false;
		thread->kind = OP_AWAIT;
		stop(thread);
	}
	thread->tentative = true;
	thread->nr_awaits = 0;
}

void cpu_relax(void)
{
	if (!interleaved || !me()->tentative) {
		cpus[current_cpu].clock += 1ULL
					   << 40; /* whoever waits for time to pass is served */
		return;
	}
	await_block();
}

/* The condition holds.  One event reads all that it depends on. */
void cpu_await_end(void)
{
	struct thread *thread = me();
	struct event *event;

	if (!interleaved)
		return;
	thread->tentative = false;
	if (thread->kind == OP_AWAIT && !thread->ready) {
		thread->ready = true;
		nr_awaiting--;
		fibre_switch(&thread->fibre.sp, prober_sp);
	} else {
		thread->ready = true;
		sched_point(OP_AWAIT, NULL);
	}
	event = event_begin(current_thread, OP_AWAIT, (uintptr_t)__builtin_return_address(0));
	event->note = cpus[current_cpu].waiting;
	for (unsigned int i = 0; i < thread->nr_awaits; i++) {
		uint32_t object = thread->awaits[i];

		/* The thread's own store, still in the buffer, made it true: that is no wait. */
		if (buffer_holds(object))
			event_read_own(object);
		else
			event_await(object);
	}
	event_end();
	thread->kind = OP_START;
}

static void program_entry(void)
{
	run_program(current_cpu);
	me()->done = true;
	sched_point(OP_END, NULL);
	host_bug(__FILE__, __LINE__, "a program went on after its end");
}

static void handler_event(enum op_kind kind, bool enter)
{
	struct cpu *cpu = &cpus[current_cpu];

	if (enter)
		gates_enter();
	sched_point(kind, NULL);
	(void)event_begin(current_thread, kind, 0);
	if (enter) {
		cpu->ipi_pending = false;
		cpu->in_handler = true;
		cpu->entered = (uint16_t)(event_index() + 1);
		cpu->irqs = false;
		event_touch(object_ipi(current_cpu), MODE_WRITE);
	}
	event_end();
	if (!enter) {
		cpu->in_handler = false;
		cpu->entered = 0;
		cpu->irqs = true;
	}
}

static void handler_entry(void)
{
	for (;;) {
		handler_event(OP_IPI_ENTER, true);
		machine_on_ipi();
		handler_event(OP_IPI_LEAVE, false);
	}
}

/* Reset the threads of CPUs that do not take part, and of buffers. */
static void forget_others(void)
{
	for (unsigned int cpu = 0; cpu < MODEL_CPUS; cpu++) {
		threads[buffer_of(program_of(cpu))].last_event = 0;
		threads[buffer_of(handler_of(cpu))].last_event = 0;
		if (cpu < nr_cpus)
			continue;
		threads[program_of(cpu)].kind = OP_START;
		threads[handler_of(cpu)].kind = OP_START;
	}
}

/* Run thread @i up to its first event. */
static void start_thread(unsigned int i, void (*entry)(void))
{
	struct fibre fibre = threads[i].fibre;

	threads[i] = (struct thread){ .fibre = fibre };
	fibre_start(&threads[i].fibre, entry);
	gates_start(i);
	starting = true;
	current_thread = i;
	current_cpu = cpu_of(i);
	fibre_switch(&host_sp, threads[i].fibre.sp);
}

void execution_run(void (*program)(unsigned int cpu))
{
	run_program = program;
	nr_awaiting = 0;
	interleaved = true;
	execution = (struct execution){ .ending = ENDING_DONE };
	trace_begin(explorer->repeated());
	forget_others();
	fibre_start(&scheduler, scheduler_entry);
	for (unsigned int cpu = 0; cpu < nr_cpus; cpu++) {
		start_thread(handler_of(cpu), handler_entry);
		start_thread(program_of(cpu), program_entry);
	}
	fibre_switch(&host_sp, scheduler.sp);
	interleaved = false;
	current_cpu = 0;
}
