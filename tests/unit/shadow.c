/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * The accesses.  It stands in for kernel/race/step.c: the kernel's steps are where other
 * CPUs get their turn.
 */
#include <stdio.h>
#include <arch/user.h>
#include <kernel/mm/frames/alloc.h>
#include <kernel/mm/frames/stamp.h>
#include <kernel/mm/objects/mm.h>
#include <kernel/mm/tables/mm_types.h>
#include <kernel/race/step.h>
#include <tests/unit/host.h>
#include <tests/unit/mmu.h>
#include <tests/unit/shadow.h>

struct shadow shadow;

unsigned int below(unsigned int bound)
{
	return (unsigned int)random_below(&shadow.random, bound);
}

/* Half of the spots share a page table; each of the others has one of its own. */
uintptr_t spot_va(unsigned int spot)
{
	if (spot < SPOTS / 2)
		return 0x40000000UL + spot * PAGE_SIZE;
	return 0x80000000UL + spot * pte_span(1) - PAGE_SIZE;
}

void complain(const char *what, unsigned int cpu, unsigned int spot, uint64_t got, uint64_t want)
{
	if (!*shadow.wrong)
		snprintf(shadow.wrong, sizeof(shadow.wrong), "%s on CPU %u, spot %u: %lx, not %lx",
			 what, cpu, spot, got, want);
}

void shadow_play(unsigned int cpu)
{
	shadow.caller = cpu;
	mmu_play(cpu);
}

static struct spot *spot_of(unsigned int cpu, unsigned int at)
{
	return &shadow.spots[shadow.used_by[cpu]][at];
}

/* The word that a load of @cpu at the spot should give. */
static uint64_t expected(unsigned int cpu, unsigned int at)
{
	struct spot *spot = spot_of(cpu, at);
	unsigned int page = (unsigned int)(spot_va(at) >> PAGE_SHIFT);

	if (spot->own)
		return spot->word;
	if (spot->file >= 0)
		return shadow.words[spot->file][spot->index];
	spot->own = true;
	/* The load has just made the page: the newest of all. */
	spot->word =
		stamp_make(STAMP_ANON, shadow.mms[shadow.used_by[cpu]]->id, page, stamp_births());
	return spot->word;
}

/* @word has been stored at the spot. */
static void stored(struct spot *spot, uint64_t word)
{
	if (spot->file >= 0 && spot->flags & VM_SHARED) {
		shadow.words[spot->file][spot->index] = word;
		return;
	}
	spot->own = true;
	spot->word = word;
}

static void check_load(unsigned int cpu, unsigned int at)
{
	const struct spot *spot = spot_of(cpu, at);
	bool exec = below(4) == 0;
	bool allowed = spot->mapped && spot->flags & (exec ? VM_EXEC : VM_READ);
	uint64_t word = 0;
	bool done = exec ? user_exec(spot_va(at), &word) : user_load(spot_va(at), &word);

	if (done != allowed)
		complain("load went through", cpu, at, done, allowed);
	else if (done && word != expected(cpu, at))
		complain("load", cpu, at, word, expected(cpu, at));
}

static void check_store(unsigned int cpu, unsigned int at)
{
	struct spot *spot = spot_of(cpu, at);
	bool allowed = spot->mapped && spot->flags & VM_WRITE;
	uint64_t word = ++shadow.last_word;
	bool done = user_store(spot_va(at), word);

	if (done != allowed)
		complain("store went through", cpu, at, done, allowed);
	else if (done)
		stored(spot, word);
}

void shadow_access(void)
{
	unsigned int cpu = below(CPUS);

	if (shadow.used_by[cpu] < 0)
		return;
	shadow_play(cpu);
	if (shadow.lazy[cpu])
		mm_use(shadow.mms[shadow.used_by[cpu]]);
	shadow.lazy[cpu] = false;
	if (below(1 + shadow.loads_per_store))
		check_load(cpu, below(SPOTS));
	else
		check_store(cpu, below(SPOTS));
}

void shadow_check_frames(void)
{
	struct page_corruption found;

	page_take_corruption(&found);
	if (found.count)
		complain("a store in a free frame", 0, 0, found.word, 0);
}

/* An access of @cpu while another is in the middle of a call. */
static void access_meanwhile(unsigned int cpu)
{
	unsigned int at = below(SPOTS);
	bool store = below(2);
	uint64_t *word = mmu_touch(cpu, spot_va(at), store);
	struct stamp stamp;

	if (!word)
		return;
	if (store) {
		*word = ++shadow.last_word;
		stored(spot_of(cpu, at), *word);
		shadow.stored_meanwhile++;
	} else if (*word == NOBODYS || (stamp_decode(*word, &stamp) && stamp.kind != STAMP_ANON)) {
		complain("a load saw what is nobody's", cpu, at, *word, 0);
	}
}

void step_record(const struct step_site *site, uintptr_t va, uint64_t pfn)
{
	unsigned int cpu = below(CPUS);

	(void)site;
	(void)va;
	(void)pfn;
	if (cpu != shadow.caller && cpu != host_cpu && shadow.used_by[cpu] >= 0 &&
	    !shadow.lazy[cpu])
		access_meanwhile(cpu);
}

/* A gate that does not open asks for these. */
size_t step_last(unsigned int cpu, struct step steps[STEPS_KEPT])
{
	(void)cpu;
	(void)steps;
	return 0;
}

void step_watch(void (*watch)(enum step_kind kind, uint64_t pfn))
{
	(void)watch;
}

const char *step_text(enum step_kind kind)
{
	(void)kind;
	return "";
}
