/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * What the functions of a litmus may call about userfaultfd and NUMA hinting: tests/litmus.h has
 * it.
 */
#ifndef TESTS_LITMUS_UFFD_H
#define TESTS_LITMUS_UFFD_H

#include <stddef.h>
#include <stdint.h>
#include <kernel/rules/abi.h>

struct run;

/*
 * userfaultfd, of mm 0.  Setup: @pages pages are the run's object's; protect them, and take that
 * back, waking who waits.  A store in between waits; with nobody left who could wake it, it
 * yields FAULT, and in the model nobody can go on.  Wake who waits, though nothing has changed.
 * uffd_serve(): be the monitor, which un-protects each page that a store waits for, until
 * stop_monitor() is called and no event is left; how many there were.
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
 * The page at @va is watched, protected, and un-protected, there and where it may have moved to;
 * as far as it is there.  A store meanwhile waits, and is made.  DONE.
 */
uint64_t uffd_round(struct run *r, uintptr_t va, uintptr_t moved_to);
/* How many faults of this CPU's have waited in this run so far. */
uint64_t uffd_waits(void);

/* Setup: in this run uffd_lock=, cow=, pin_ro=, wp_pinned= and tlb_flush= are these, whatever the
 * user wants.
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
 * Look at the entry of @va, until it has some of @bits, or until it has none: for a while on metal,
 * once in the model, which needs no luck.
 */
void look_for_bits(struct run *r, uintptr_t va, uint64_t bits);
void look_for_none(struct run *r, uintptr_t va, uint64_t bits);

#endif
