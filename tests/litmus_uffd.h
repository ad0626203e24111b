/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * The calls of a litmus about userfaultfd and NUMA hinting, and the choice between designs.  A part
 * of tests/litmus.h, which includes it.
 */
#ifndef TESTS_LITMUS_UFFD_H
#define TESTS_LITMUS_UFFD_H

#include <stddef.h>
#include <stdint.h>
#include <kernel/rules/abi.h>

struct run;

/*
 * userfaultfd, in mm 0.  watch_pages(), in setup: register @pages pages with the run's object.
 * uffd_protect_pages() write-protects them; uffd_unprotect_pages() ends that and wakes the waiters.
 * A store in between waits.  If nobody is left who could wake it, it returns FAULT; in the model
 * that is a deadlock.  uffd_wake_pages() wakes the waiters and changes nothing.  uffd_serve(): be
 * the monitor: un-protect each page that a store waits for, until stop_monitor() was called and no
 * event is left.  Returns how many events there were.
 */
void watch_pages(struct run *r, uintptr_t va, size_t pages);
void uffd_protect_pages(struct run *r, uintptr_t va, size_t pages);
uint64_t try_uffd_protect_pages(struct run *r, uintptr_t va, size_t pages);
uint64_t try_uffd_unprotect_pages(struct run *r, uintptr_t va, size_t pages);
uint64_t try_unwatch_pages(struct run *r, uintptr_t va, size_t pages);
void uffd_unprotect_pages(struct run *r, uintptr_t va, size_t pages);
void uffd_wake_pages(struct run *r, uintptr_t va, size_t pages);
uint64_t uffd_serve(struct run *r);
void stop_monitor(struct run *r);
/*
 * Watch and protect the page at @va, and un-protect it there and at @moved_to, as far as it is at
 * either.  A store meanwhile waits, and is then made.  Returns DONE.
 */
uint64_t uffd_round(struct run *r, uintptr_t va, uintptr_t moved_to);
/* How many faults of this CPU have waited in this run so far. */
uint64_t uffd_waits(void);

/*
 * Setup: use this uffd_lock=, cow=, pin_ro=, wp_pinned= or tlb_flush= in this run, whatever the
 * command line says.
 */
void lock_uffd_by(enum uffd_lock lock);
void break_cow_by(enum cow_rule rule);
void pin_readers_by(enum pin_ro rule);
void protect_held_by(enum wp_pinned rule);
void flush_tlbs_by(enum tlb_flush how);

/* NUMA hinting of @pages pages of mm 0: the next access to each faults, and moves it. */
void hint_pages(struct run *r, uintptr_t va, size_t pages);
uint64_t try_hint_pages(struct run *r, uintptr_t va, size_t pages);

/*
 * Look at the entry of @va until it has some of @bits, or until it has none: for a while on metal,
 * once in the model, which needs no luck.
 */
void look_for_bits(struct run *r, uintptr_t va, uint64_t bits);
void look_for_none(struct run *r, uintptr_t va, uint64_t bits);

#endif
