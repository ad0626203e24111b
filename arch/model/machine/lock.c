/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Locks, in place of kernel/sync/lock.c: taking a lock is a single event, which is possible only
 * while the lock is free.  Spinning would only repeat the same executions.
 *
 * A release is a store, and may stay in the store buffer like any other; a reader's release is an
 * atomic operation.  Readers of a read-write lock do not conflict with each other.  A waiting
 * writer does not keep new readers out here: an earlier reader could do the same.
 *
 * Both kinds of lock begin with the word for holders: 0 is free.
 */
#include <arch/model/host/host.h>
#include <arch/model/machine/buffer.h>
#include <arch/model/machine/lock.h>
#include <arch/model/machine/machine.h>
#include <arch/model/machine/sched.h>
#include <kernel/lib/bug.h>
#include <kernel/race/point.h>
#include <kernel/sync/lock.h>

#define PC() ((uintptr_t)__builtin_return_address(0))

_Static_assert(offsetof(spinlock_t, owner_plus_one) == 0, "holders come first");
_Static_assert(offsetof(rwlock_t, holders) == 0, "holders come first");

bool lock_is_free(const void *lock, bool shared)
{
	int32_t holders = *(const int32_t *)lock;

	return shared ? holders >= 0 : holders == 0;
}

static void set_holders(void *lock, int32_t holders)
{
	memory_mark(lock);
	*(int32_t *)lock = holders;
}

static void take(void *lock, enum op_kind kind, int32_t holders, uintptr_t pc)
{
	bool shared = kind == OP_LOCK_SHARED;
	struct thread *thread;

	if (!interleaved || !memory_is_shared(lock)) {
		HOST_BUG_ON(!lock_is_free(lock, shared));
		set_holders(lock, shared ? *(int32_t *)lock + 1 : holders);
		return;
	}
	/* dpor.c would miss a handler that waits for a lock that its CPU's program holds. */
	HOST_BUG_ON(is_handler(current_thread));
	sched_point(kind, lock);
	thread = me();
	(void)event_begin(current_thread, kind, pc);
	event_touch(object_word(lock), shared ? MODE_ADD : MODE_WRITE);
	set_holders(lock, shared ? *(int32_t *)lock + 1 : holders);
	if (thread->nr_held == MAX_HELD)
		execution_too_large("locks held at once");
	thread->held[thread->nr_held++] = (struct held){ lock, (uint16_t)(event_index() + 1) };
	event_end();
}

/* Does the running CPU hold @lock?  Its release may be in the store buffer. */
static bool holds(const void *lock)
{
	const struct thread *thread = me();

	for (unsigned int i = 0; interleaved && i < thread->nr_held; i++) {
		if (thread->held[i].lock == lock)
			return true;
	}
	return !interleaved && !lock_is_free(lock, false);
}

/* Forget that this thread holds @lock.  Returns the event since which it did. */
static uint16_t forget(const void *lock)
{
	struct thread *thread = me();
	unsigned int i = thread->nr_held;
	uint16_t event;

	while (i > 0 && thread->held[i - 1].lock != lock)
		i--;
	HOST_BUG_ON(i == 0);
	event = thread->held[i - 1].event;
	for (; i < thread->nr_held; i++)
		thread->held[i - 1] = thread->held[i];
	thread->nr_held--;
	return event;
}

void lock_release_now(void *lock, bool shared)
{
	set_holders(lock, shared ? *(int32_t *)lock - 1 : 0);
}

static void release(void *lock, bool shared, uintptr_t pc)
{
	enum op_kind kind = shared ? OP_UNLOCK_SHARED : OP_UNLOCK;
	uint16_t acquired_at;

	if (!interleaved || !memory_is_shared(lock)) {
		lock_release_now(lock, shared);
		return;
	}
	sched_point(kind, lock);
	acquired_at = forget(lock);
	(void)event_begin(current_thread, kind, pc);
	if (!shared && buffer_takes_stores()) {
		buffer_release(lock, acquired_at);
	} else {
		event_release(object_word(lock), shared ? MODE_ADD : MODE_WRITE, acquired_at);
		lock_release_now(lock, shared);
	}
	event_end();
}

void spin_lock(spinlock_t *lock)
{
	point();
	BUG_ON(holds(lock));
	take(lock, OP_LOCK, (int32_t)(current_cpu + 1), PC());
}

bool spin_trylock(spinlock_t *lock)
{
	bool taken;

	point();
	if (!interleaved || !memory_is_shared(lock)) {
		taken = lock_is_free(lock, false);
		if (taken)
			set_holders(lock, (int32_t)(current_cpu + 1));
		return taken;
	}
	sched_point(OP_RMW, lock);
	if (lock_is_free(lock, false)) {
		struct thread *thread = me();

		(void)event_begin(current_thread, OP_LOCK, PC());
		event_try(object_word(lock), MODE_WRITE);
		set_holders(lock, (int32_t)(current_cpu + 1));
		HOST_BUG_ON(thread->nr_held == MAX_HELD);
		thread->held[thread->nr_held++] =
			(struct held){ lock, (uint16_t)(event_index() + 1) };
		event_end();
		return true;
	}
	event_begin(current_thread, OP_RMW, PC())->note = "tries a lock in vain";
	event_try(object_word(lock), MODE_READ);
	event_end();
	return false;
}

void spin_unlock(spinlock_t *lock)
{
	point();
	BUG_ON(!holds(lock));
	release(lock, false, PC());
}

/* A load like any other: it reads the lock at some moment. */
bool spin_is_locked(const spinlock_t *lock)
{
	bool locked;

	point();
	if (!interleaved || !memory_is_shared(lock) || holds(lock))
		return !lock_is_free(lock, false);
	sched_point(OP_LOAD, lock);
	(void)event_begin(current_thread, OP_LOAD, PC());
	event_try(object_word(lock), MODE_READ);
	locked = !lock_is_free(lock, false) && !buffer_releases(lock);
	event_end();
	return locked;
}

void read_lock(rwlock_t *lock)
{
	point();
	take(lock, OP_LOCK_SHARED, 0, PC());
}

void read_unlock(rwlock_t *lock)
{
	point();
	BUG_ON(interleaved && !holds(lock));
	release(lock, true, PC());
}

void write_lock(rwlock_t *lock)
{
	point();
	take(lock, OP_LOCK, -1, PC());
}

void write_unlock(rwlock_t *lock)
{
	point();
	BUG_ON(!holds(lock));
	release(lock, false, PC());
}
