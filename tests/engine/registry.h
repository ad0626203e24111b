/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * The registry of litmus tests, in the order of their names: those that are linked in, and those
 * that were loaded as text.
 */
#ifndef TESTS_ENGINE_REGISTRY_H
#define TESTS_ENGINE_REGISTRY_H

#include <tests/litmus.h>

#define REGISTRY_MAX 512

/* Once, before all that follows: collect what LITMUS() has registered. */
void registry_init(void);

/* Add @litmus, which must stay and whose name is new.  False: there are REGISTRY_MAX already. */
bool registry_add(const struct litmus *litmus);
/* Is there a test of that name? */
bool registry_has(const char *name);

size_t registry_count(void);
/* The @i-th test; @i is below registry_count(). */
const struct litmus *registry_at(size_t i);

/* Store the names of all tests, for selection_is_sane().  Returns how many. */
size_t registry_names(const char *names[]);

/*
 * The test called @name; NULL if there is none, after a line on the console about the
 * argument @key, which asked for it.
 */
const struct litmus *registry_find(const char *key, const char *name);

/* list: print a line for each test whose name one of @globs matches. */
void registry_list(const char *globs);
/* mutants: print a line for each mutant whose name one of @globs matches. */
void registry_list_mutants(const char *globs);

#endif
