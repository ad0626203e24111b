/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * userfaultfd: an object through which a program's monitor has the faults of its threads.
 *
 *	fault	queue, look at the entry once more, release mmap_lock, wait
 *	read	the monitor takes an event off the queue; its thread goes on waiting
 *	wake	whoever waits in a range begins its fault anew
 *
 * A wait ends as soon as somebody wakes it, whether or not the entry allows the access then: a
 * fault that begins anew too soon is one more CPU that takes it (threads/002).  Woken too late
 * it cannot be: who clears a marker wakes afterwards, and who waits is on the queue before it
 * looks at the marker for the last time.
 */
#ifndef KERNEL_MM_OBJECTS_UFFD_H
#define KERNEL_MM_OBJECTS_UFFD_H

#include <stdbool.h>
#include <stdint.h>
#include <arch/cpu.h>
#include <kernel/mm/objects/watched.h>
#include <kernel/sync/lock.h>

/* A CPU that waits, which has one fault at a time. */
struct uffd_wait {
	uintptr_t va;	 /* page-aligned; 0: it does not wait */
	bool read;	 /* the monitor knows */
	int woken;	 /* by a release */
	unsigned int nr; /* how often it has waited; its CPU's own */
};

/* Begins as zeros, but for @watch. */
struct uffd {
	const struct wait_watch *watch; /* NULL: nobody */
	spinlock_t lock;		/* protects all below */
	struct uffd_wait waits[MAX_CPUS];
	int news; /* something was queued since the monitor found nothing: see uffd_tell() */
};

/* There is something for the monitor.  Caller holds the lock. */
void uffd_tell(struct uffd *uffd);

/* This CPU will wait for its fault at @va.  Caller holds mmap_lock, and no page-table lock. */
void uffd_queue(struct uffd *uffd, uintptr_t va);
/* It will not, after all. */
void uffd_unqueue(struct uffd *uffd);
/* Wait until woken.  0, or -EFAULT: nobody will ever come.  Caller holds no lock. */
int uffd_wait(struct uffd *uffd);

/* The address of an event that nobody has read yet; -EAGAIN: there is none. */
int uffd_read(struct uffd *uffd, uintptr_t *va);

/* Whoever waits in [@start, @end) goes on. */
void uffd_wake(struct uffd *uffd, uintptr_t start, uintptr_t end);

#endif
