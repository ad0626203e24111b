/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * See effects.h.  Sections are of the Intel SDM, volume 3.
 */
#include <arch/model/host/host.h>
#include <arch/model/judge/closure.h>
#include <arch/model/judge/effects.h>
#include <arch/model/machine/machine.h>
#include <arch/model/machine/rules.h>
#include <arch/model/machine/sched.h>

/* Bits of an entry. */
enum { P = 1, A = 1 << 5, D = 1 << 6, PS = 1 << 7 };

#define EFFECTS_MAX 64

struct effects {
	unsigned int nr;
	struct effect of[EFFECTS_MAX];
};

static bool same_effect(const struct effect *a, const struct effect *b)
{
	if (a->faults || b->faults)
		return a->faults && b->faults;
	return a->frame == b->frame && a->bits == b->bits && (!a->bits || a->entry == b->entry);
}

static bool among(const struct effect *effect, const struct effect *all, unsigned int nr)
{
	for (unsigned int i = 0; i < nr; i++) {
		if (same_effect(effect, &all[i]))
			return true;
	}
	return false;
}

static void may(struct effects *effects, struct effect effect)
{
	if (among(&effect, effects->of, effects->nr))
		return;
	HOST_BUG_ON(effects->nr == EFFECTS_MAX);
	effects->of[effects->nr++] = effect;
}

/* 4.6: every access here is a user access, and CR0.WP and EFER.NXE are set. */
static bool allows(const struct user_access *access, uint8_t bits)
{
	if (!(bits & LEAF_USER) || (access->stores && !(bits & LEAF_WRITE)))
		return false;
	return !(access->fetches && bits & LEAF_NX);
}

/* The 4 KiB frame for @va in the page that begins at @frame, mapped from a table of @level. */
static uint32_t frame_at(uint32_t frame, unsigned int level, uint64_t va)
{
	return level ? frame + (uint32_t)(va / 4096 % 512) : frame;
}

enum end { NOT_PRESENT, FORBIDDEN, TABLE, PAGE };

/*
 * One step of a walk: what the entry for @access in the table at @at leads to.  For a page, sets
 * @effect to what the walk does; for a table, sets @at to it.
 */
static enum end step(const struct user_access *access, struct branch *at, struct effect *effect)
{
	uint64_t *entry = &frame_words(at->table)[access->va >> (12 + 9 * at->level) & 511];
	uint32_t frame;

	if (!closure_leads_to(*entry, &frame))
		return NOT_PRESENT;
	at->bits = closure_rights(at->bits, *entry);
	if (at->level > 1 || (at->level == 1 && !(*entry & PS))) {
		at->table = frame;
		at->level--;
		return TABLE;
	}
	if (!allows(access, at->bits))
		return FORBIDDEN;
	*effect = (struct effect){
		.frame = frame_at(frame, at->level, access->va),
		.entry = entry,
		.bits = (access->stores ? A | D : A) & ~*entry,
	};
	return PAGE;
}

/* The walk from CR3.  False: it faults. */
static bool walks(const struct user_access *access, struct effect *effect)
{
	struct branch at = {
		.table = cpus[access->cpu].root,
		.level = TABLE_LEVELS - 1,
		.bits = LEAF_WRITE | LEAF_USER,
	};
	enum end end = TABLE;

	while (at.table != NO_FRAME && end == TABLE)
		end = step(access, &at, effect);
	return end == PAGE;
}

/*
 * A held translation is used as it is (4.10.2), for a store only if it has D (4.8).  A right that
 * was granted since may be noticed late (4.10.4.3).  A translation that was fetched without A sets
 * A, as a walk does, if a walk finds the same.
 */
static void by_leaves(const struct user_access *access, const struct effect *walk,
		      struct effects *effects)
{
	const struct tlb_set *holds = closure_holds(access->cpu);
	unsigned int pcid = cpus[access->cpu].pcid;

	for (unsigned int i = 0; i < holds->nr_leaves; i++) {
		const struct leaf *leaf = &holds->leaves[i];
		unsigned int shift = leaf->level ? 9 : 0;
		struct effect effect = { .frame = frame_at(leaf->frame, leaf->level, access->va) };

		if (leaf->page >> shift != access->va >> (12 + shift) ||
		    (leaf->pcid != pcid && !(leaf->bits & LEAF_GLOBAL)))
			continue;
		effect.faults = !allows(access, leaf->bits);
		if (!effect.faults && access->stores && !(leaf->bits & LEAF_DIRTY))
			continue;
		if (!effect.faults && !(leaf->bits & LEAF_YOUNG) && walk &&
		    walk->frame == effect.frame && walk->bits & A)
			continue;
		may(effects, effect);
	}
}

/* A walk may begin at a held table, and go on in memory as it is now (4.10.3.2). */
static void by_tables(const struct user_access *access, struct effects *effects)
{
	const struct tlb_set *holds = closure_holds(access->cpu);

	for (unsigned int i = 0; i < holds->nr_branches; i++) {
		struct branch at = holds->branches[i];
		unsigned int shift = 12 + 9 * (at.level + 1u);
		struct effect effect = { .faults = true };

		if (at.pcid != cpus[access->cpu].pcid || at.base >> shift != access->va >> shift)
			continue;
		/* The tables below, and entries that forbid the access, are in the set, too. */
		switch (step(access, &at, &effect)) {
		case NOT_PRESENT:
		case PAGE:
			may(effects, effect);
			break;
		case TABLE:
		case FORBIDDEN:
			break;
		}
	}
}

static void differs(const char *who, const struct user_access *access, const struct effect *effect)
{
	if (effect->faults)
		execution_violates("closure", "only %s has it that CPU %u may fault at %lx", who,
				   access->cpu, access->va);
	execution_violates("closure", "only %s has it that CPU %u may go by %lx to frame %x%s%s",
			   who, access->cpu, access->va, effect->frame + FIRST_PFN,
			   effect->bits & A ? ", and set A" : "",
			   effect->bits & D ? ", and set D" : "");
}

static void expect_within(const struct user_access *access, const char *who,
			  const struct effect *some, unsigned int nr, const struct effect *all,
			  unsigned int nr_all)
{
	for (unsigned int i = 0; i < nr; i++) {
		if (!among(&some[i], all, nr_all))
			differs(who, access, &some[i]);
	}
}

void effects_compare(const struct user_access *access, const struct effect *some, unsigned int nr)
{
	struct effects effects = { .nr = 0 };
	struct effect walk = { .faults = true };
	bool found = walks(access, &walk);

	if (rules_left_out)
		return;
	may(&effects, walk);
	by_leaves(access, found ? &walk : NULL, &effects);
	by_tables(access, &effects);
	expect_within(access, "the slow account", effects.of, effects.nr, some, nr);
	expect_within(access, "the access", some, nr, effects.of, effects.nr);
}
