/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * The tests that exist.  They need no list: LITMUS() puts a pointer to each into a section of its
 * own, which the linker makes into a table.
 */
#include <kernel/lib/bug.h>
#include <kernel/lib/printk.h>
#include <kernel/lib/string.h>
#include <tests/engine/registry.h>
#include <tests/engine/select.h>
#include <tests/engine/table.h>

/* Provided by the linker. */
extern const struct litmus *const __start_litmus_table[];
extern const struct litmus *const __stop_litmus_table[];

static const struct litmus *tests[REGISTRY_MAX];
static size_t nr_tests;

/* Insertion sort: the linker's order is that of the files. */
bool registry_add(const struct litmus *litmus)
{
	size_t i = nr_tests;

	if (nr_tests == REGISTRY_MAX)
		return false;
	for (; i > 0 && strcmp(tests[i - 1]->name, litmus->name) > 0; i--)
		tests[i] = tests[i - 1];
	BUG_ON(i > 0 && strcmp(tests[i - 1]->name, litmus->name) == 0);
	tests[i] = litmus;
	nr_tests++;
	return true;
}

void registry_init(void)
{
	for (const struct litmus *const *at = __start_litmus_table; at < __stop_litmus_table; at++)
		BUG_ON(!registry_add(*at));
}

bool registry_has(const char *name)
{
	for (size_t i = 0; i < nr_tests; i++) {
		if (strcmp(tests[i]->name, name) == 0)
			return true;
	}
	return false;
}

size_t registry_count(void)
{
	return nr_tests;
}

const struct litmus *registry_at(size_t i)
{
	BUG_ON(i >= nr_tests);
	return tests[i];
}

size_t registry_names(const char *names[])
{
	for (size_t i = 0; i < nr_tests; i++)
		names[i] = tests[i]->name;
	return nr_tests;
}

const struct litmus *registry_find(const char *key, const char *name)
{
	static const char *names[REGISTRY_MAX];
	size_t n = registry_names(names);

	for (size_t i = 0; i < n; i++) {
		if (strcmp(names[i], name) == 0)
			return tests[i];
	}
	printk("stalehound: %s=: no test '%s'; the nearest is '%s', 'list' names all\n", key, name,
	       nearest_name(name, strlen(name), names, n));
	return NULL;
}

void registry_list(const char *globs)
{
	for (size_t i = 0; i < nr_tests; i++) {
		const struct litmus *litmus = tests[i];

		if (selected(globs, litmus->name))
			printk("%-40s %u CPUs  %2u teeth  %s\n", litmus->name,
			       litmus_nr_actors(litmus), litmus_nr_teeth(litmus), litmus->asks);
	}
}

void registry_list_mutants(const char *globs)
{
	for (unsigned int i = 0; i < NR_MUTANTS; i++) {
		if (selected(globs, mutant_info[i].name))
			printk("%-32s %s [%s]\n", mutant_info[i].name, mutant_info[i].meaning,
			       mutant_info[i].origin);
	}
}
