/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * What the functions of a litmus call as a user program, and to order actors: see
 * tests/litmus.h.
 */
#include <arch/atomic.h>
#include <arch/linux/calls/late.h>
#include <arch/linux/calls/place.h>
#include <arch/linux/calls/sys.h>
#include <arch/linux/host/cpu.h>
#include <kernel/mm/frames/stamp.h>
#include <tests/engine/broken.h>
#include <time.h>

#define MOST_LOOKS 16

static bool may_access(const char *call, uintptr_t va)
{
	if (!place_allows(call, va, 1))
		return false;
	if (!(va % sizeof(uint64_t)))
		return true;
	broken(call, va, "a word lies at a multiple of 8");
	return false;
}

static uint64_t note(uintptr_t va, uint64_t began, uint64_t value, bool is_store)
{
	struct played *played = &place_here()->played[actor_here()];

	played->accesses[played->nr_accesses++ % ACCESSES_LOGGED] = (struct logged){
		.va = place_in(place_used()->nr, va),
		.began = began,
		.ended = cpu_cycles(),
		.value = value,
		.store = is_store,
	};
	return value;
}

uint64_t load(struct run *r, uintptr_t va)
{
	struct place *place = place_here();
	uint64_t word = 0;
	uint64_t began;
	bool done;

	(void)r;
	if (!may_access("load", va))
		return FAULT;
	if (place_is_warming())
		place_populate(place, va);
	began = cpu_cycles();
	done = sys_load(va, &word);
	return note(va, began, done ? (uint64_t)place_meaning(place, va, word) : FAULT, false);
}

uint64_t store(struct run *r, uintptr_t va, unsigned int n)
{
	uint64_t word = stamp_make(STAMP_STORE, actor_here(), 0, r->number << 4 | n);
	uint64_t began;

	if (n >= VALUE_NAMES) {
		broken("store", va, "values from 16 on are names, which no store can make");
		return FAULT;
	}
	if (!may_access("store", va))
		return FAULT;
	began = cpu_cycles();
	return note(va, began, sys_store(va, word) ? DONE : FAULT, true);
}

void tell(int *flag)
{
	smp_store_release(flag, 1);
	late_make_all();
}

int told(const int *flag)
{
	return smp_load_acquire(flag);
}

/* Has every other actor ended, or does it wait for a flag that is not set? */
static bool all_wait(const struct place *place)
{
	for (unsigned int i = 0; i < place->nr_actors; i++) {
		const int *flag = READ_ONCE(place->played[i].waits_for);

		if (READ_ONCE(place->played[i].ended))
			continue;
		if (!flag || smp_load_acquire(flag))
			return false;
	}
	return true;
}

void await(const int *flag)
{
	struct place *place = place_here();
	struct played *played = &place->played[actor_here()];

	smp_store_release(&played->waits_for, flag);
	for (unsigned int spins = 1; !told(flag); spins++) {
		cpu_relax();
		if (spins % CPU_LONG_SPIN)
			continue;
		/* Twice: see tests/engine/awaits.c. */
		if (all_wait(place) && all_wait(place)) {
			broken("await", 0, "all others have ended, or wait, too: nobody tells");
			break;
		}
		cpu_doze();
	}
	smp_store_release(&played->waits_for, NULL);
}

unsigned int looks(const struct run *r)
{
	return 1 + r->number % MOST_LOOKS;
}

size_t window_pages(size_t pages)
{
	return pages;
}

void pause_us(unsigned int us)
{
	uint64_t start = cpu_cycles();

	while (cpu_cycles() - start < us * cpu_cycles_per_us())
		cpu_relax();
}

/* The thread sleeps, so the CPU is idle, or switches to the mm of another process. */
void doze(unsigned int us)
{
	const struct timespec nap = { .tv_nsec = us * 1000L };

	nanosleep(&nap, NULL);
}

void become(struct mm *mm)
{
	place_use(mm ? mm : place_here()->run.mm);
}
