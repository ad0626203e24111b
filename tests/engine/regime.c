/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Choosing regimes, and naming them.
 */
#include <kernel/lib/bug.h>
#include <kernel/lib/printk.h>
#include <tests/engine/regime.h>

_Static_assert(TRACK_VMA == 1 << LUF_TRACK_VMA && TRACK_PTE == 1 << LUF_TRACK_PTE &&
		       TRACK_ALL == (1 << NR_LUF_TRACKS) - 1,
	       "a bit for each");
_Static_assert(OWNERS_SAME == 1 << LUF_OWNER_SAME && OWNERS_ANY == 1 << LUF_OWNER_ANY &&
		       OWNERS_ALL == (1 << NR_LUF_OWNERS) - 1,
	       "a bit for each");

static const struct named_regime {
	const char *name;
	struct regime regime;
} all[NR_REGIMES] = {
	{ "eager", { &policy_eager, LUF_TRACK_VMA, LUF_OWNER_SAME } },
	{ "batch", { &policy_batch, LUF_TRACK_VMA, LUF_OWNER_SAME } },
	{ "luf-vma-same", { &policy_luf, LUF_TRACK_VMA, LUF_OWNER_SAME } },
	{ "luf-vma-any", { &policy_luf, LUF_TRACK_VMA, LUF_OWNER_ANY } },
	{ "luf-pte-same", { &policy_luf, LUF_TRACK_PTE, LUF_OWNER_SAME } },
	{ "luf-pte-any", { &policy_luf, LUF_TRACK_PTE, LUF_OWNER_ANY } },
};

/* ON_… of @policy. */
static unsigned int policy_bit(const struct flush_policy *policy)
{
	for (unsigned int i = 0; i < nr_flush_policies; i++) {
		if (flush_policies[i] == policy)
			return 1u << i;
	}
	BUG_ON(true);
}

static bool defers(const struct regime *regime)
{
	return regime->policy == &policy_luf;
}

static bool user_wants(const struct options *options, const struct regime *regime)
{
	if (options->policy && options->policy != regime->policy)
		return false;
	return !defers(regime) || (options->luf_tracks >> regime->track & 1 &&
				   options->luf_owners >> regime->owner & 1);
}

static bool bites(const struct tooth *tooth, const struct regime *regime)
{
	if (tooth->policies && !(tooth->policies & policy_bit(regime->policy)))
		return false;
	if (!defers(regime))
		return true;
	return (!tooth->tracks || tooth->tracks >> regime->track & 1) &&
	       (!tooth->owners || tooth->owners >> regime->owner & 1);
}

struct regimes regimes_wanted(const struct options *options, const struct tooth *tooth)
{
	struct regimes regimes = { 0 };

	for (unsigned int i = 0; i < NR_REGIMES; i++) {
		const struct regime *regime = &all[i].regime;

		if (user_wants(options, regime) && (!tooth || bites(tooth, regime)))
			regimes.set |= 1u << i;
	}
	return regimes;
}

struct regimes regimes_only(const struct regime *regime)
{
	return (struct regimes){ 1u << regime_number(regime) };
}

unsigned int regimes_count(const struct regimes *regimes)
{
	unsigned int n = 0;

	for (unsigned int i = 0; i < NR_REGIMES; i++)
		n += regimes->set >> i & 1;
	return n;
}

uint64_t regimes_share(const struct regimes *regimes, uint64_t runs)
{
	unsigned int nr = regimes_count(regimes);

	return (runs + nr - 1) / nr;
}

struct regime regime_at(const struct regimes *regimes, unsigned int n)
{
	for (unsigned int i = 0; i < NR_REGIMES; i++) {
		if (regimes->set >> i & 1 && n-- == 0)
			return all[i].regime;
	}
	BUG_ON(true);
}

unsigned int regime_number(const struct regime *regime)
{
	for (unsigned int i = 0; i < NR_REGIMES; i++) {
		const struct regime *other = &all[i].regime;

		if (other->policy == regime->policy &&
		    (!defers(regime) ||
		     (other->track == regime->track && other->owner == regime->owner)))
			return i;
	}
	BUG_ON(true);
}

const char *regime_name(unsigned int number)
{
	BUG_ON(number >= NR_REGIMES);
	return all[number].name;
}

void regime_choose(const struct regime *regime)
{
	flush_policy_choose(regime->policy);
	luf_track_choose(regime->track);
	luf_owner_choose(regime->owner);
}

struct regime regime_in_force(void)
{
	return (struct regime){ flush_policy(), luf_track(), luf_owner() };
}

static unsigned int with_policy(const struct flush_policy *policy)
{
	unsigned int set = 0;

	for (unsigned int i = 0; i < NR_REGIMES; i++)
		set |= (unsigned int)(all[i].regime.policy == policy) << i;
	return set;
}

static unsigned int with_track(enum luf_track track)
{
	unsigned int set = 0;

	for (unsigned int i = 0; i < NR_REGIMES; i++)
		set |= (unsigned int)(defers(&all[i].regime) && all[i].regime.track == track) << i;
	return set;
}

static unsigned int with_owner(enum luf_owner owner)
{
	unsigned int set = 0;

	for (unsigned int i = 0; i < NR_REGIMES; i++)
		set |= (unsigned int)(defers(&all[i].regime) && all[i].regime.owner == owner) << i;
	return set;
}

/* Print @word after @before if @part of what was wanted is there, whole; what comes next. */
static const char *claim(const char *before, const char *word, const struct regimes *regimes,
			 unsigned int part)
{
	if (!part || (regimes->set & part) != part)
		return before;
	printk("%s%s", before, word);
	return ",";
}

void regimes_print(const struct regimes *regimes, const struct regimes *wanted)
{
	const char *before = "";

	for (unsigned int i = 0; i < nr_flush_policies; i++)
		before = claim(before, flush_policies[i]->name, regimes,
			       with_policy(flush_policies[i]) & wanted->set);
	if (!*before)
		printk("none");
	before = ", track ";
	for (unsigned int i = 0; i < NR_LUF_TRACKS; i++)
		before = claim(before, luf_track_name((enum luf_track)i), regimes,
			       with_track((enum luf_track)i) & wanted->set);
	before = ", owner ";
	for (unsigned int i = 0; i < NR_LUF_OWNERS; i++)
		before = claim(before, luf_owner_name((enum luf_owner)i), regimes,
			       with_owner((enum luf_owner)i) & wanted->set);
}
