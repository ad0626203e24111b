/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Store buffers, with tso=on: a CPU's stores become visible in order, but later than its
 * later loads may read (SDM vol. 3, 8.2.3.4).  Leaving the buffer is an event of a thread
 * of its own.
 */
#ifndef ARCH_MODEL_MACHINE_BUFFER_H
#define ARCH_MODEL_MACHINE_BUFFER_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <arch/model/machine/trace.h>

void buffer_use(bool tso);
extern bool buffers_in_use;

/* Do stores go to the buffer now? */
bool buffer_takes_stores(void);
bool buffer_is_empty(unsigned int cpu);
/* The thread by which the oldest store of @cpu leaves; there is one. */
unsigned int buffer_next(unsigned int cpu);

/* Is an event of @kind possible only while it is empty? */
static inline bool buffer_must_be_empty(enum op_kind kind)
{
	return kind == OP_RMW || kind == OP_FENCE || kind == OP_LOCK || kind == OP_LOCK_SHARED ||
	       kind == OP_UNLOCK_SHARED || kind == OP_TLB || kind == OP_TLBSYNC ||
	       kind == OP_IPI_SEND || kind == OP_IPI_LEAVE;
}

/* A program or handler has begun an event: order it with regard to its CPU's buffer. */
void buffer_order_event(enum op_kind kind);

/* Put a store of @size bytes at @at, or a release, into this CPU's buffer. */
void buffer_store(void *at, unsigned int size, uint64_t value);
void buffer_release(void *lock, uint16_t acquired_at);

/* Does this CPU have a store to @at in its buffer?  The newest counts. */
bool buffer_forwards(const void *at, uint64_t *value);

/* Does this CPU have a release of @lock in its buffer?  To itself it is free then. */
bool buffer_releases(const void *lock);

/* Does it have one to the word that is @object? */
bool buffer_holds(uint32_t object);

/*
 * Has no other CPU a store of a user's in its buffer?  Then the event that has begun comes after
 * those that have left.
 */
bool buffer_users_landed(void);
void buffer_order_after_users(void);

/* Does it have any within the @size bytes at @at? */
bool buffer_overlaps(const void *at, size_t size);

/* This CPU returns from a page fault: its stores leave before it goes on (SDM vol. 3, 8.3: IRET).
 */
void buffer_return_from_fault(void);

/* The event in which the oldest store of @cpu becomes visible. */
void buffer_drain_one(unsigned int cpu);

/* Empty all of them, without a trace. */
void buffer_reset(void);

#endif
