/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * See coverage.h.  The marks are shared by all processes of a run.
 */
#include <stdio.h>
#include <sys/mman.h>
#include <arch/cpu.h>
#include <arch/model/host/host.h>
#include <arch/model/judge/coverage.h>
#include <arch/model/machine/machine.h>
#include <arch/model/machine/walk.h>

enum { PASSED = 1, PASSED_WITH_STALE = 2 };

static uint8_t *marks;

__attribute__((constructor)) static void coverage_init(void)
{
	marks = mmap(NULL, NR_MUTANTS, PROT_READ | PROT_WRITE, MAP_SHARED | MAP_ANONYMOUS, -1, 0);
	HOST_BUG_ON(marks == MAP_FAILED);
}

static bool has_stale(unsigned int cpu)
{
	const struct cpu *c = &cpus[cpu];

	for (unsigned int i = 0; i < c->tlb.nr_leaves; i++) {
		const struct leaf *leaf = &c->tlb.leaves[i];
		struct walk walk = tlb_walk(cpu, leaf->page << PAGE_SHIFT);

		if (leaf->pcid == c->pcid && !(walk.mapped && walk.leaf.frame == leaf->frame &&
					       walk.leaf.bits == leaf->bits))
			return true;
	}
	return false;
}

void coverage_note(enum mutant id)
{
	uint8_t mark = PASSED;

	if (marks[id] & PASSED_WITH_STALE)
		return;
	for (unsigned int cpu = 0; cpu < nr_cpus; cpu++) {
		if (has_stale(cpu))
			mark |= PASSED_WITH_STALE;
	}
	marks[id] |= mark;
}

static unsigned int count(uint8_t mark)
{
	unsigned int n = 0;

	for (unsigned int id = 0; id < NR_MUTANTS; id++)
		n += (marks[id] & mark) != 0;
	return n;
}

static void print_names(const char *what, uint8_t mark, bool marked)
{
	printf("# %s:", what);
	for (unsigned int id = 0; id < NR_MUTANTS; id++) {
		if (((marks[id] & mark) != 0) == marked)
			printf(" %s", mutant_info[id].name);
	}
	printf("\n");
}

/* A few tests pass few places, so the places that they do not pass say nothing. */
static bool are_few(uint8_t mark)
{
	return count(mark) < NR_MUTANTS / 2;
}

static void print_missing(const char *what, uint8_t mark)
{
	if (count(mark) < NR_MUTANTS && !are_few(mark))
		print_names(what, mark, false);
}

void coverage_print(void)
{
	printf("# coverage: %u of %u places that a mutant changes were passed, %u while some CPU held "
	       "a stale translation\n",
	       count(PASSED), NR_MUTANTS, count(PASSED_WITH_STALE));
	if (are_few(PASSED) && count(PASSED))
		print_names("passed", PASSED, true);
	print_missing("never passed", PASSED);
	print_missing("never passed with a stale translation", PASSED_WITH_STALE);
}
