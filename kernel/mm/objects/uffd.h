/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * userfaultfd: an object through which a program's monitor handles the faults of its threads.
 *
 *	fault	queue, look at the entry once more, release mmap_lock, wait
 *	read	the monitor takes an event off the queue; the thread goes on waiting
 *	wake	the threads that wait in a range begin their faults anew
 *
 * A wait ends as soon as somebody wakes it, whether or not the entry then allows the access: a
 * fault that begins anew too soon is just taken again (threads/002).  No wakeup is lost: the
 * marker is cleared before the wakeup, and a fault is on the queue before it looks at the marker
 * for the last time.
 */
#ifndef KERNEL_MM_OBJECTS_UFFD_H
#define KERNEL_MM_OBJECTS_UFFD_H

#include <stdbool.h>
#include <stdint.h>
#include <arch/cpu.h>
#include <kernel/mm/objects/watched.h>
#include <kernel/sync/lock.h>

/* The wait of one CPU, which has one fault at a time. */
struct uffd_wait {
	uintptr_t va;	 /* page-aligned; 0: it does not wait */
	bool read;	 /* the monitor has read the event */
	int woken;	 /* set by a release */
	unsigned int nr; /* how often this CPU has waited; only it uses this */
};

/* All zeros at the start, except @watch. */
struct uffd {
	const struct wait_watch *watch; /* NULL: nobody watches the waits */
	spinlock_t lock;		/* protects all below */
	struct uffd_wait waits[MAX_CPUS];
	int news; /* something was queued since the monitor found nothing: see uffd_tell() */
};

/* Tell the monitor that there is an event.  Caller holds the lock. */
void uffd_tell(struct uffd *uffd);

/* Queue this CPU's fault at @va.  Caller holds mmap_lock, and no page-table lock. */
void uffd_queue(struct uffd *uffd, uintptr_t va);
/* Take it off again: the CPU need not wait. */
void uffd_unqueue(struct uffd *uffd);
/* Wait until woken.  0, or -EFAULT: nobody will ever wake it.  Caller holds no lock. */
int uffd_wait(struct uffd *uffd);

/* Set *@va to the address of an event that nobody has read yet.  -EAGAIN: there is none. */
int uffd_read(struct uffd *uffd, uintptr_t *va);

/* Wake all faults that wait in [@start, @end). */
void uffd_wake(struct uffd *uffd, uintptr_t start, uintptr_t end);

#endif
