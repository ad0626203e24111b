/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * The calls of a litmus that make accesses, order actors, and choose a CPU's address space, and its
 * counters.  A part of tests/litmus.h, which includes it.
 */
#ifndef TESTS_LITMUS_RACE_H
#define TESTS_LITMUS_RACE_H

#include <stddef.h>
#include <stdint.h>
#include <kernel/rules/abi.h>

struct mm;
struct run;

/* As a user program: the value that @va shows, or FAULT. */
uint64_t load(struct run *r, uintptr_t va);
/* As a user program: store @n, below 16, at @va.  DONE or FAULT. */
uint64_t store(struct run *r, uintptr_t va, unsigned int n);
/* As a user program: run the code at @va.  Returns the page's content, or FAULT. */
uint64_t fetch(struct run *r, uintptr_t va);

/* Flags between actors.  Set it (a release); read it (an acquire); wait until it is set. */
void tell(int *flag);
int told(const int *flag);
void await(const int *flag);

/* How often to look in this run, 1 to 16: few looks end before the flag is set, many after it. */
unsigned int looks(const struct run *r);

/*
 * Two readers that many tests use.  listen_and_load(): up to looks(r) times, until y is set,
 * reg[0] = y and reg[1] = load(@va).  load_until_told(): load @va up to @most times, until y is set
 * or the value is not @usual; then await y and load once more.  Returns the last value.
 */
void listen_and_load(struct run *r, uintptr_t va);
uint64_t load_until_told(struct run *r, uintptr_t va, uint64_t usual, unsigned int most);

/*
 * How many pages to use where @pages of them only keep a window open: @pages on metal; two in the
 * model, and where metal follows a schedule of the model, which need no luck to hit the window.
 */
size_t window_pages(size_t pages);

/* A delay of about @us microseconds. */
void pause_us(unsigned int us);

/* Run as a user of @mm from here on; NULL: of none.  The engine goes back to mm 0. */
void become(struct mm *mm);
/* Be idle for about @us microseconds, with the mm kept lazily, then go on. */
void doze(unsigned int us);
/* Be idle from here until become(), with the mm kept lazily. */
void idle(void);
/* Page faults that this CPU has taken so far. */
uint64_t faults_taken(void);
/* IPIs that flushes have sent so far, from all CPUs. */
uint64_t ipis_sent(void);

#endif
