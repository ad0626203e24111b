/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * The entries with A clear.  There are few, so a list suffices.  See young.h.
 */
#include <arch/model/machine/rules.h>
#include <arch/model/machine/sched.h>
#include <arch/model/machine/tlb_set.h>
#include <arch/model/machine/young.h>

static struct list {
	unsigned int nr;
	const void *at[MAX_OLD_ENTRIES];
} list, saved;

void young_note(const void *at)
{
	/* The eager TLB does it where it fills: see filler.c. */
	if (tlb_set_kind() > TLB_COLLAPSE || !rule_holds(RULE_SPECULATION) ||
	    !rule_holds(RULE_SPONTANEOUS_A) || young_is_possible(at))
		return;
	if (list.nr == MAX_OLD_ENTRIES)
		execution_too_large("entries with A clear");
	list.at[list.nr++] = at;
	/* Who has read the entry before has not seen A. */
	if (interleaved && trace_is_open())
		event_touch(object_word(at), MODE_ADD);
}

void young_forget(const void *at)
{
	unsigned int kept = 0;

	for (unsigned int i = 0; i < list.nr; i++) {
		if (list.at[i] != at)
			list.at[kept++] = list.at[i];
	}
	list.nr = kept;
}

bool young_is_possible(const void *at)
{
	for (unsigned int i = 0; i < list.nr; i++) {
		if (list.at[i] == at)
			return true;
	}
	return false;
}

void young_reset(void)
{
	list.nr = 0;
}

void young_save(void)
{
	saved = list;
}

void young_restore(void)
{
	list = saved;
}
