/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Locks that spin.  They do not touch the interrupt flag: no interrupt handler
 * takes one, and a CPU that spins goes on answering shootdowns (see wait.h).
 *
 * Order, outermost first:
 *	remote grant  >  mmap_lock, size_lock of a file  >  an mm's uffd_group  >
 *	page lock, device lock  >
 *	migration_lock  >  areas lock (file, anon)  >  page-table locks  >
 *	file->lock, swap_lock, lru_lock, table_lock, blkdev locks, pool locks, a uffd's lock  >
 *	frames_lock  >  LUF's flushing lock  >  luf_batch locks
 *
 * luf_debug=on has a lock of its own, the innermost.  Handlers take it, too, so it is held with
 * interrupts disabled, and its holder waits for nothing.
 */
#ifndef KERNEL_SYNC_LOCK_H
#define KERNEL_SYNC_LOCK_H

#include <stdbool.h>
#include <stdint.h>

typedef struct {
	uint32_t owner_plus_one; /* 0: free */
} spinlock_t;

void spin_lock(spinlock_t *lock);
bool spin_trylock(spinlock_t *lock);
void spin_unlock(spinlock_t *lock);
bool spin_is_locked(const spinlock_t *lock);

/* Many readers or one writer; a waiting writer keeps new readers out. */
typedef struct {
	int32_t holders; /* readers, or -1 for a writer */
	uint32_t writers_waiting;
} rwlock_t;

void read_lock(rwlock_t *lock);
void read_unlock(rwlock_t *lock);
void write_lock(rwlock_t *lock);
void write_unlock(rwlock_t *lock);

#endif
