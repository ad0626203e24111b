/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * The queue of waiting faults.  See pin_wait.h.
 */
#include <arch/cpu.h>
#include <kernel/lib/errno.h>
#include <kernel/mm/frames/alloc.h>
#include <kernel/mm/machinery/pin_wait.h>
#include <kernel/mm/objects/watched.h>
#include <kernel/rules/mutants.h>

/* Protects the waits below. */
static spinlock_t lock;

/* A CPU has one fault at a time. */
static struct {
	struct page *page; /* with a reference; NULL: it does not wait, or was woken */
	int woken;	   /* set by a release */
} waits[MAX_CPUS];

static const struct wait_watch *onlooker;

void pin_wait_watch(const struct wait_watch *watch)
{
	onlooker = watch;
}

static void queue(struct page *page)
{
	page_get(page);
	spin_lock(&lock);
	waits[cpu_id()].page = page;
	WRITE_ONCE(waits[cpu_id()].woken, 0);
	spin_unlock(&lock);
}

static void unqueue(void)
{
	struct page *page;

	spin_lock(&lock);
	page = waits[cpu_id()].page;
	waits[cpu_id()].page = NULL;
	spin_unlock(&lock);
	if (page)
		page_put(page);
}

bool pin_wait_queue(struct page *page)
{
	queue(page);
	/* Why again: if the last pin was dropped before, no wakeup comes.  Litmus gup/pin-wait. */
	if (READ_ONCE(page->pins) || mutant(PIN_WAIT_SKIP_RECHECK))
		return true;
	unqueue();
	return false;
}

int pin_wait(void)
{
	if (wait_watched(onlooker, &waits[cpu_id()].woken, "pins of a shared page"))
		return 0;
	unqueue();
	return -EFAULT;
}

void pin_wait_wake(struct page *page)
{
	spin_lock(&lock);
	for (unsigned int cpu = 0; cpu < nr_cpus; cpu++) {
		/* Why: the store would wait for ever.  Litmus gup/pin-wait. */
		if (waits[cpu].page != page || mutant(PIN_WAIT_SKIP_WAKE))
			continue;
		waits[cpu].page = NULL;
		page_put(page);
		smp_store_release(&waits[cpu].woken, 1);
	}
	spin_unlock(&lock);
}
