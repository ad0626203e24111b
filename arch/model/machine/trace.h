/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * The trace of one execution: its events, what each of them accessed, and which of them
 * happened before which.
 *
 * An event is one transition of one thread.  Two accesses of one object conflict unless both are
 * READ or both are ADD.  Events that conflict are ordered as they came, events of one thread by
 * program order.  Two events that no chain of such pairs orders could come in the other order.
 */
#ifndef ARCH_MODEL_MACHINE_TRACE_H
#define ARCH_MODEL_MACHINE_TRACE_H

#include <stdbool.h>
#include <stdint.h>
#include <arch/model/machine/limits.h>

enum op_kind {
	OP_START,
	OP_LOAD,
	OP_STORE,
	OP_RMW,
	OP_FENCE,
	OP_LOCK,	/* waits for it */
	OP_LOCK_SHARED, /* waits for it */
	OP_UNLOCK,
	OP_UNLOCK_SHARED,
	OP_AWAIT,
	OP_IRQ_OFF,
	OP_IPI_SEND,
	OP_IPI_ENTER,
	OP_IPI_LEAVE,
	OP_USER,   /* a user access */
	OP_STORES, /* the store of a user access that had to set D first */
	OP_CONTENT,
	OP_TLB, /* an invalidation, or a new root */
	OP_INVLPGB,
	OP_TLBSYNC,
	OP_DRAIN,
	OP_FILL,     /* by speculation */
	OP_HANDOVER, /* a frame, or its content, changes: the oracles look */
	OP_END,
	NR_OPS,
};

enum mode { MODE_READ, MODE_ADD, MODE_WRITE };

/* Objects are shared words, and others: see object_*() in machine.h. */
struct touch {
	uint32_t object;
	uint16_t event;
	uint8_t mode;
	bool awaited;	      /* orders, but cannot be reversed: the reader waited for it */
	bool wakes;	      /* an IPI that was not pending before: its handler waited for it */
	bool tries;	      /* of a lock: would not have waited for its release */
	bool sees_own;	      /* sees its CPU's store, whether it has left the buffer or not */
	bool passes;	      /* a drain: need not come after a sees_own before it */
	uint16_t acquired_at; /* a release: one more than the event of the acquire, else 0 */
	int32_t change;	      /* of a count, else 0 */
	int32_t left;	      /* the count after that */
	uint32_t previous;    /* access of the same object, or NO_TOUCH */
};
#define NO_TOUCH UINT32_MAX

/* For each thread, one more than its last event that is known to come before. */
struct clock {
	uint16_t seen[MAX_THREADS];
};

struct event {
	uint8_t thread;
	uint8_t kind;
	uint16_t nr_touches;
	uint16_t gates; /* how many its thread has passed since its last event: see gates.h */
	uint32_t first_touch;
	uint16_t
		section; /* one more than the event that began a section without interrupts, or 0 */
	uint16_t handler; /* a handler's: one more than the event that entered it, or 0 */
	uint16_t stored;  /* a drain's: one more than the event that put it in the buffer, or 0 */
	uint16_t ends; /* of what this event began, section or handler: one more than the last, or 0
			*/
	uintptr_t pc;  /* in the kernel */
	uintptr_t va;  /* user accesses and invalidations */
	uint64_t value;	   /* what was read or written */
	uint32_t frame;	   /* user accesses: where it went */
	uint32_t added_at; /* one more than the event since which it has that, 0: the beginning */
	bool is_store;
	bool waits;	       /* it has put a store into the buffer */
	bool drained;	       /* all earlier stores of its thread have left the store buffer */
	uint8_t outcome;       /* user accesses: which of the possible outcomes */
	uint16_t walk_touches; /* user accesses: how many of the first touches are of the walk */
	const char *note;      /* anything else to print, or NULL */
};

/* The kernel's steps, which come between events. */
struct remark {
	uint32_t before_event;
	uint8_t thread;
	const struct step_site *site;
	uintptr_t va;
	uint64_t frame;
};

struct trace {
	uint32_t nr_events;
	uint32_t nr_touches;
	uint32_t nr_remarks;
	struct event events[MAX_EVENTS];
	struct clock clocks[MAX_EVENTS]; /* of each event, itself included */
	struct touch touches[MAX_TOUCHES];
	struct remark remarks[MAX_REMARKS];
};
extern struct trace trace;

/* Begin the trace of an execution that repeats the first @repeated events of the last one. */
void trace_begin(uint32_t repeated);

/* Begin the event of @thread at @pc; returns it, to be filled in. */
struct event *event_begin(unsigned int thread, enum op_kind kind, uintptr_t pc);
void event_touch(uint32_t object, enum mode mode);
/* Read it, or what the store buffer holds for it. */
void event_read_own(uint32_t object);
void event_await(uint32_t object);
void event_try(uint32_t object, enum mode mode);
void event_wake(uint32_t object);
void event_release(uint32_t object, enum mode mode, uint16_t acquired_at);
/* A change of a count that does not bring it to 0: @left is the count after it. */
void event_count(uint32_t object, int32_t change, int32_t left);
/* It comes after event @earlier in every execution. */
void trace_order_after(uint32_t earlier);
/* It conflicts with event @earlier. */
void trace_conflict(uint32_t earlier);
/* It is over: order it after what it conflicts with. */
void event_end(void);

/* One more than the last event of thread @of that @thread is ordered after, its own included. */
uint16_t trace_seen(unsigned int thread, unsigned int of);

/* Add an access to @object to the last event of the running thread. */
void trace_touch_late(uint32_t object, enum mode mode);

/* Is an event in progress? */
bool trace_is_open(void);

/* Index of the event in progress, or of the next one. */
static inline uint32_t event_index(void)
{
	return trace.nr_events;
}

/* Does event @first come before event @second in every execution like this one? */
static inline bool event_before(uint32_t first, uint32_t second)
{
	return trace.clocks[second].seen[trace.events[first].thread] > first;
}

static inline bool modes_conflict(unsigned int a, unsigned int b)
{
	return a != b || a == MODE_WRITE;
}

#endif
