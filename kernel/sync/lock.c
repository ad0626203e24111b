/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Spinning locks.  They record their owner for the watchdog's report.  Each operation is a
 * point; the model has one event for it (arch/model/machine/lock.c).
 */
#include <arch/atomic.h>
#include <arch/cpu.h>
#include <kernel/lib/bug.h>
#include <kernel/race/point.h>
#include <kernel/sync/lock.h>
#include <kernel/sync/wait.h>

static bool try(spinlock_t *lock)
{
	uint32_t nobody = 0;

	return try_cmpxchg(&lock->owner_plus_one, &nobody, cpu_id() + 1);
}

bool spin_trylock(spinlock_t *lock)
{
	point();
	return try(lock);
}

void spin_lock(spinlock_t *lock)
{
	uint32_t owner;

	point();
	if (try(lock))
		return;
	owner = READ_ONCE(lock->owner_plus_one);
	BUG_ON(owner == cpu_id() + 1);
	wait_on(READ_ONCE(lock->owner_plus_one) == 0 && try(lock), "a spinlock",
		owner ? owner - 1 : WAIT_FOR_NOBODY, NULL);
}

void spin_unlock(spinlock_t *lock)
{
	BUG_ON(lock->owner_plus_one != cpu_id() + 1);
	point();
	smp_store_release(&lock->owner_plus_one, 0u);
}

bool spin_is_locked(const spinlock_t *lock)
{
	point();
	return READ_ONCE(lock->owner_plus_one) != 0;
}

static bool read_trylock(rwlock_t *lock)
{
	int32_t holders = READ_ONCE(lock->holders);

	if (holders < 0 || READ_ONCE(lock->writers_waiting))
		return false;
	return try_cmpxchg(&lock->holders, &holders, holders + 1);
}

static bool write_trylock(rwlock_t *lock)
{
	int32_t nobody = 0;

	return try_cmpxchg(&lock->holders, &nobody, -1);
}

void read_lock(rwlock_t *lock)
{
	wait_until(read_trylock(lock), "a read-write lock, to read", WAIT_FOR_NOBODY, NULL);
}

void read_unlock(rwlock_t *lock)
{
	BUG_ON(lock->holders <= 0);
	point();
	atomic_sub(&lock->holders, 1);
}

void write_lock(rwlock_t *lock)
{
	point();
	if (write_trylock(lock))
		return;
	atomic_add(&lock->writers_waiting, 1u);
	wait_on(write_trylock(lock), "a read-write lock, to write", WAIT_FOR_NOBODY, NULL);
	atomic_sub(&lock->writers_waiting, 1u);
}

void write_unlock(rwlock_t *lock)
{
	BUG_ON(lock->holders != -1);
	point();
	smp_store_release(&lock->holders, 0);
}
