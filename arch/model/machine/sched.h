/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Running one execution: a thread stops before each event, says what it will do, and goes on when
 * the explorer picks it.
 */
#ifndef ARCH_MODEL_MACHINE_SCHED_H
#define ARCH_MODEL_MACHINE_SCHED_H

#include <stdbool.h>
#include <stdint.h>
#include <arch/model/host/fibre.h>
#include <arch/model/machine/machine.h>
#include <arch/model/machine/trace.h>

#define MAX_HELD   16
#define MAX_AWAITS 128

struct held {
	const void *lock;
	uint16_t event; /* one more than the event that took it */
};

struct thread {
	struct fibre fibre;
	enum op_kind kind; /* of its next event */
	const void *at;	   /* on which lock or word, or NULL */
	bool done;
	bool ready;		/* OP_AWAIT: the condition holds */
	bool look_again;	/* OP_AWAIT: what the condition depends on has changed */
	bool tentative;		/* it is evaluating the condition */
	bool stepped;		/* it has made a step since its last event */
	bool returned;		/* it has returned from a page fault since its last event */
	uint16_t gates;		/* how many it has passed since then: see gates.h */
	uint32_t last_event;	/* one more than its last event, or 0 */
	uint32_t content_frame; /* of its last event, if that was OP_CONTENT */
	unsigned int nr_held;
	unsigned int nr_awaits;
	struct held held[MAX_HELD];
	uint32_t awaits[MAX_AWAITS]; /* the objects that its condition reads */
};

extern struct thread threads[MAX_THREADS];

static inline struct thread *me(void)
{
	return &threads[current_thread];
}

/* Stop before an event of @kind on @at until it may be made and the explorer picks it. */
void sched_point(enum op_kind kind, const void *at);

/* The threads that could make an event now, as a mask. */
threads_t sched_enabled(void);

/* @object has changed: threads that wait for it evaluate their conditions again. */
void sched_changed(uint32_t object);

/* Note that the condition under evaluation has read @object. */
void await_note(uint32_t object);

/*
 * Run the programs from the state that machine_save() saved.  Returns when no thread can go on, or
 * something went wrong: see execution.
 */
void execution_run(void (*program)(unsigned int cpu));

enum ending {
	ENDING_DONE,	  /* all programs have ended */
	ENDING_REDUNDANT, /* an equivalent execution was explored before */
	ENDING_DEADLOCK,
	ENDING_VIOLATION, /* an oracle, or the kernel's own checks */
	ENDING_TOO_LARGE,
};

struct execution {
	enum ending ending;
	const char *oracle; /* the oracle that reported a violation */
	char text[256];	    /* its report */
};
extern struct execution execution;

/* Give up this execution. */
_Noreturn void execution_stop(enum ending ending);
_Noreturn void execution_violates(const char *oracle, const char *fmt, ...)
	__attribute__((format(printf, 2, 3)));
_Noreturn void execution_too_large(const char *what);

#endif
