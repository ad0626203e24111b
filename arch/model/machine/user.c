/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * User accesses.  An access is a single event: it chooses a translation among all that the CPU may
 * hold, and reads or writes the word through it.  Only a store that must set D first is two events,
 * with no interrupt between them (SDM vol. 3, 4.8).
 */
#include <arch/cpu.h>
#include <arch/user.h>
#include <arch/model/machine/access.h>
#include <arch/model/machine/buffer.h>
#include <arch/model/machine/choices.h>
#include <arch/model/machine/judges.h>
#include <arch/model/machine/machine.h>
#include <arch/model/machine/rules.h>
#include <arch/model/machine/sched.h>
#include <arch/model/machine/tlb_close.h>
#include <arch/model/machine/user.h>
#include <arch/model/machine/user_outcomes.h>
#include <arch/model/machine/walk.h>
#include <kernel/race/point.h>

#define FAULTS_MAX 64 /* of one access */

static void reads_tables(uintptr_t va)
{
	const void *words[MAX_PATHS];
	unsigned int n = tlb_set_paths(current_cpu, va, words);

	for (unsigned int i = 0; i < n; i++)
		event_touch(object_word(words[i]), MODE_READ);
}

/* The access to @va uses @walk: set A and D, and fill the TLB. */
static void walked(enum how how, const struct walk *walk, uintptr_t va, uint64_t bits)
{
	struct leaf leaf = walk->leaf;

	if (bits)
		access_store(walk->ptep, sizeof(walk->entry), pte_value(walk->entry) | bits);
	leaf.bits |= LEAF_YOUNG;
	if (bits & PTE_DIRTY)
		leaf.bits |= LEAF_DIRTY;
	if (tlb_set_kind() == TLB_COLLAPSE)
		tlb_set_collapse(current_cpu, how == BY_WALK ? NULL : &leaf, va);
	else if (tlb_set_kind() != TLB_SETS)
		tlb_set_fill(current_cpu, &leaf);
	if (tlb_set_kind() <= TLB_COLLAPSE && !rule_holds(RULE_SPECULATION))
		hold_walk(&cpus[current_cpu], &leaf, how == BY_WALK);
}

static uint64_t *word_at(const struct leaf *leaf, uintptr_t va)
{
	uintptr_t offset = va & (pte_span(leaf->level) - 1);
	uint32_t frame = leaf->frame + (uint32_t)(offset >> PAGE_SHIFT);

	return (uint64_t *)(void *)((char *)frame_words(frame) + va % PAGE_SIZE);
}

static void compare_with_slow_account(const struct outcomes *outcomes, uintptr_t va,
				      enum access access)
{
	struct effect effects[MAX_OUTCOMES];

	for (unsigned int i = 0; i < outcomes->nr; i++) {
		const struct outcome *outcome = &outcomes->of[i];
		bool faults = outcome->how == FAULTS;
		bool walks = outcome->how == BY_WALK || outcome->how == BY_TABLE;

		effects[i] = (struct effect){
			.faults = faults,
			.frame = faults ? 0 : memory_frame(word_at(&outcome->leaf, va)),
			.entry = outcome->walk.ptep,
			.bits = walks ? bits_to_set(&outcome->walk, access) : 0,
		};
	}
	effects_compare(&(struct user_access){ current_cpu, va, access == STORE, access == EXEC },
			effects, outcomes->nr);
}

static void make_access(const struct leaf *leaf, uintptr_t va, enum access access, uint64_t *value,
			struct event *event)
{
	uint64_t *word = word_at(leaf, va);
	uint32_t frame = memory_frame(word);

	if (access != STORE) {
		if (event)
			access_touch_load(object_frame(frame), frame);
		if (!buffer_forwards(word, value))
			*value = *word;
	} else {
		if (event)
			event_touch(object_frame(frame), MODE_WRITE);
		if (event && buffer_takes_stores())
			buffer_store(word, sizeof(*word), *value);
		else
			access_store(word, sizeof(*word), *value);
	}
	if (event)
		event->value = *value;
}

static bool serial_access(uintptr_t va, enum access access, uint64_t *value)
{
	struct walk walk = tlb_walk(current_cpu, va);

	if (!walk.mapped || !leaf_permits(&walk.leaf, access))
		return false;
	walked(BY_WALK, &walk, va, bits_to_set(&walk, access));
	make_access(&walk.leaf, va, access, value, NULL);
	return true;
}

/* The store after the walk that set D for it. */
static void second_half(const struct leaf *leaf, uintptr_t va, uint64_t *value)
{
	struct cpu *cpu = &cpus[current_cpu];
	struct event *event;

	cpu->mid_access = true;
	cpu->section = (uint16_t)event_index();
	sched_point(OP_STORES, NULL);
	event = event_begin(current_thread, OP_STORES, 0);
	event->va = va;
	make_access(leaf, va, STORE, value, event);
	event_end();
	cpu->mid_access = false;
	cpu->section = 0;
}

static const char *how_text(const struct outcome *outcome, const struct walk *walk)
{
	if (outcome->how == FAULTS)
		return "faults";
	if (outcome->how == BY_WALK)
		return NULL;
	if (outcome->how == BY_TABLE)
		return "through a table that is UNLINKED, and sets bits there";
	return walk->mapped && walk->leaf.frame == outcome->leaf.frame ?
		       "through a translation of before" :
		       "through a STALE translation";
}

/* One attempt.  False: it faults. */
static bool try_access(uintptr_t va, enum access access, uint64_t *value)
{
	struct outcomes outcomes;
	struct outcome outcome;
	unsigned int chosen;
	struct event *event;
	struct walk walk;
	bool by_walk;
	uint64_t bits;

	if (!interleaved)
		return serial_access(va, access, value);
	sched_point(OP_USER, NULL);
	walk = tlb_walk(current_cpu, va);
	find_outcomes(&outcomes, va, access, &walk);
	if (closure_in_use)
		compare_with_slow_account(&outcomes, va, access);
	chosen = outcomes.nr > 1 ? explorer->choose(event_index(), outcomes.nr) : 0;
	outcome = outcomes.of[chosen];
	event = event_begin(current_thread, OP_USER, 0);
	event->outcome = (uint8_t)chosen;
	event->va = va;
	event->note = how_text(&outcome, &walk);
	event->frame = outcome.leaf.frame;
	event->added_at = outcome.leaf.added_at;
	event->is_store = access == STORE;
	event_touch(object_tlb(current_cpu),
		    outcome.how == FAULTS || sets_depend_on_accesses() ? MODE_WRITE : MODE_READ);
	reads_tables(va);
	by_walk = outcome.how == BY_WALK || outcome.how == BY_TABLE;
	bits = by_walk ? bits_to_set(&outcome.walk, access) : 0;
	/* The table may have become data, which others read as a frame. */
	if (outcome.how == BY_TABLE)
		event_touch(object_frame(memory_frame(outcome.walk.ptep)), MODE_WRITE);
	if (by_walk)
		walked(outcome.how, &outcome.walk, va, bits);
	if (outcome.how == BY_ENTRY && tlb_set_kind() == TLB_COLLAPSE)
		tlb_set_collapse(current_cpu, &outcome.leaf, va);
	event->walk_touches = event->nr_touches;
	if (outcome.how == FAULTS)
		tlb_set_fault(current_cpu, va);
	else if (!(bits & PTE_DIRTY))
		make_access(&outcome.leaf, va, access, value, event);
	event_end();
	if (bits & PTE_DIRTY)
		second_half(&outcome.leaf, va, value);
	return outcome.how != FAULTS;
}

static bool access_user(uintptr_t va, enum access access, uint64_t *value)
{
	for (unsigned int faults = 0; faults < FAULTS_MAX; faults++) {
		struct page_fault cause = {
			.va = va,
			.write = access == STORE,
			.exec = access == EXEC,
		};
		struct walk walk;
		bool again;

		if (try_access(va, access, value))
			return true;
		walk = tlb_walk(current_cpu, va);
		cause.present = walk.mapped;
		cause.reserved = walk.reserved;
		again = handle_page_fault(&cause);
		buffer_return_from_fault();
		if (!again)
			return false;
	}
	execution_violates("livelock", "an access to %lx faults for ever", va);
}

bool user_try(uintptr_t va, bool store, uint64_t *value)
{
	point();
	return try_access(va, store ? STORE : LOAD, value);
}

bool user_try_exec(uintptr_t va, uint64_t *value)
{
	point();
	return try_access(va, EXEC, value);
}

bool user_load(uintptr_t va, uint64_t *value)
{
	return access_user(va, LOAD, value);
}

bool user_store(uintptr_t va, uint64_t value)
{
	return access_user(va, STORE, &value);
}

bool user_exec(uintptr_t va, uint64_t *value)
{
	return access_user(va, EXEC, value);
}

void user_code(void *buf, uint64_t value)
{
	*(uint64_t *)buf = value;
}

void user_access_level(enum user_level level)
{
	(void)level;
}
