/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Store buffers, with tso=on: a CPU's stores become visible in order, but its later loads may read
 * before that (SDM vol. 3, 8.2.3.4).  When a store leaves the buffer, that is an event of a thread
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
/* The thread that drains the oldest store of @cpu, which has one. */
unsigned int buffer_next(unsigned int cpu);

/* Does an event of @kind need an empty buffer? */
static inline bool buffer_must_be_empty(enum op_kind kind)
{
	return kind == OP_RMW || kind == OP_FENCE || kind == OP_LOCK || kind == OP_LOCK_SHARED ||
	       kind == OP_UNLOCK_SHARED || kind == OP_TLB || kind == OP_TLBSYNC ||
	       kind == OP_IPI_SEND || kind == OP_IPI_LEAVE;
}

/* A program or handler has begun an event: order it after drains of its CPU's buffer. */
void buffer_order_event(enum op_kind kind);

/* Put a store of @size bytes at @at, or a release, into this CPU's buffer. */
void buffer_store(void *at, unsigned int size, uint64_t value);
void buffer_release(void *lock, uint16_t acquired_at);

/* Does this CPU have a store to @at in its buffer?  The newest counts. */
bool buffer_forwards(const void *at, uint64_t *value);

/* Does this CPU have a release of @lock in its buffer?  For this CPU the lock is free then. */
bool buffer_releases(const void *lock);

/* Does it have a store to the word @object? */
bool buffer_holds(uint32_t object);

/*
 * buffer_users_landed(): does no other CPU have a user's store in its buffer?
 * buffer_order_after_users(): the event that has begun comes after those that were drained.
 */
bool buffer_users_landed(void);
void buffer_order_after_users(void);

/* Does this CPU have a store to any of the @size bytes at @at in its buffer? */
bool buffer_overlaps(const void *at, size_t size);

/* This CPU returns from a page fault: its stores drain before it goes on (SDM vol. 3, 8.3: IRET).
 */
void buffer_return_from_fault(void);

/* The event in which the oldest store of @cpu becomes visible. */
void buffer_drain_one(unsigned int cpu);

/* Empty all buffers, without events. */
void buffer_reset(void);

#endif
