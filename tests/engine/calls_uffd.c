/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * The calls of a litmus about userfaultfd: see tests/litmus.h.  A run has one object and one
 * monitor.
 */
#include <arch/cpu.h>
#include <kernel/lib/string.h>
#include <kernel/mm/calls/numa.h>
#include <kernel/mm/calls/uffd.h>
#include <kernel/sync/wait.h>
#include <tests/engine/awaits.h>
#include <tests/engine/broken.h>
#include <tests/engine/world.h>

static struct uffd uffd;
static bool monitor_stops; /* which is news, too; the object's lock */

void world_begin_uffd(void)
{
	uffd = (struct uffd){ .watch = &awaits_watch };
	monitor_stops = false;
}

void watch_pages(struct run *r, uintptr_t va, size_t pages)
{
	if (world_allows("watch_pages", va, pages))
		must(world_result(uffd_register(&uffd, r->mm, va, pages * PAGE_SIZE)),
		     "watch_pages", va);
}

uint64_t try_uffd_protect_pages(struct run *r, uintptr_t va, size_t pages)
{
	if (!world_allows("uffd_protect_pages", va, pages))
		return E_FAULT;
	return world_result(uffd_protect(&uffd, r->mm, va, pages * PAGE_SIZE));
}

void uffd_protect_pages(struct run *r, uintptr_t va, size_t pages)
{
	must(try_uffd_protect_pages(r, va, pages), "uffd_protect_pages", va);
}

uint64_t try_uffd_unprotect_pages(struct run *r, uintptr_t va, size_t pages)
{
	if (!world_allows("uffd_unprotect_pages", va, pages))
		return E_FAULT;
	return world_result(uffd_unprotect(&uffd, r->mm, va, pages * PAGE_SIZE));
}

void uffd_unprotect_pages(struct run *r, uintptr_t va, size_t pages)
{
	must(try_uffd_unprotect_pages(r, va, pages), "uffd_unprotect_pages", va);
}

uint64_t try_unwatch_pages(struct run *r, uintptr_t va, size_t pages)
{
	if (!world_allows("unwatch_pages", va, pages))
		return E_FAULT;
	return world_result(uffd_unregister(&uffd, r->mm, va, pages * PAGE_SIZE));
}

static bool monitor_is_to_stop(void)
{
	bool stops;

	spin_lock(&uffd.lock);
	stops = monitor_stops;
	spin_unlock(&uffd.lock);
	return stops;
}

uint64_t uffd_round(struct run *r, uintptr_t va, uintptr_t moved_to)
{
	if (!world_allows("uffd_round", va, 1) || !world_allows("uffd_round", moved_to, 1))
		return E_FAULT;
	(void)uffd_register(&uffd, r->mm, va, PAGE_SIZE);
	(void)uffd_protect(&uffd, r->mm, va, PAGE_SIZE);
	(void)uffd_unprotect(&uffd, r->mm, va, PAGE_SIZE);
	(void)uffd_unprotect(&uffd, r->mm, moved_to, PAGE_SIZE);
	return DONE;
}

uint64_t try_hint_pages(struct run *r, uintptr_t va, size_t pages)
{
	if (!world_allows("hint_pages", va, pages))
		return E_FAULT;
	return world_result(change_prot_numa(r->mm, va, pages * PAGE_SIZE));
}

void hint_pages(struct run *r, uintptr_t va, size_t pages)
{
	must(try_hint_pages(r, va, pages), "hint_pages", va);
}

#define MOST_LOOKS 400

static void look_for(struct run *r, uintptr_t va, uint64_t bits, bool has)
{
	for (size_t i = window_pages(MOST_LOOKS); i > 1; i--) {
		if (pte_has(r, va, bits) == has)
			return;
	}
}

void look_for_bits(struct run *r, uintptr_t va, uint64_t bits)
{
	look_for(r, va, bits, true);
}

void look_for_none(struct run *r, uintptr_t va, uint64_t bits)
{
	look_for(r, va, bits, false);
}

/* The address of the next event; 0: there will be none. */
static uintptr_t next_event(void)
{
	uintptr_t va;

	for (;;) {
		if (uffd_read(&uffd, &va) == 0)
			return va;
		if (monitor_is_to_stop() || !awaits_stand(&uffd.news))
			return 0;
		wait_until(smp_load_acquire(&uffd.news) || awaits_stand_in_vain(),
			   "an event of userfaultfd", WAIT_FOR_NOBODY, NULL);
		awaits_end();
		if (!smp_load_acquire(&uffd.news))
			return 0;
	}
}

uint64_t uffd_serve(struct run *r)
{
	uint64_t served = 0;
	uintptr_t va;

	while ((va = next_event()) != 0) {
		uffd_unprotect_pages(r, va, 1);
		served++;
	}
	return served;
}

void uffd_wake_pages(struct run *r, uintptr_t va, size_t pages)
{
	(void)r;
	uffd_wake(&uffd, va, va + pages * PAGE_SIZE);
}

void stop_monitor(struct run *r)
{
	(void)r;
	spin_lock(&uffd.lock);
	monitor_stops = true;
	uffd_tell(&uffd);
	spin_unlock(&uffd.lock);
}

uint64_t uffd_waits(void)
{
	return uffd.waits[cpu_id()].nr;
}
