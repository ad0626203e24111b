/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * The table of mutants, and which of them are active.
 */
#include <kernel/lib/string.h>
#include <kernel/rules/mutants.h>

const struct mutant_info mutant_info[NR_MUTANTS] = {
#define MUTANT(id, name, meaning, origin) { name, meaning, origin },
#include <kernel/rules/mutants.def>
#undef MUTANT
};

bool mutant_active[NR_MUTANTS];
static const struct mutant_site *last_site[NR_MUTANTS];

bool mutant_acts(enum mutant id, const struct mutant_site *site)
{
	WRITE_ONCE(last_site[id], site);
	return true;
}

const struct mutant_site *mutant_last_site(enum mutant id)
{
	return READ_ONCE(last_site[id]);
}

bool mutant_any(void)
{
	for (unsigned int id = 0; id < NR_MUTANTS; id++) {
		if (READ_ONCE(mutant_active[id]))
			return true;
	}
	return false;
}

void mutant_set(enum mutant id, bool active)
{
	last_site[id] = NULL;
	WRITE_ONCE(mutant_active[id], active);
}

enum mutant mutant_find(const char *name, size_t len)
{
	unsigned int id;

	for (id = 0; id < NR_MUTANTS; id++) {
		if (strlen(mutant_info[id].name) == len &&
		    strncmp(mutant_info[id].name, name, len) == 0)
			break;
	}
	return (enum mutant)id;
}
