/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Choosing regimes.
 */
#include <kernel/panic.h>
#include <kernel/printk.h>
#include <tests/engine/regime.h>

_Static_assert(TRACK_VMA == 1 << LUF_TRACK_VMA && TRACK_PTE == 1 << LUF_TRACK_PTE &&
		       TRACK_ALL == (1 << NR_LUF_TRACKS) - 1,
	       "a bit for each");

struct regimes regimes_wanted(const struct options *options, const struct tooth *tooth)
{
	struct regimes regimes = { ON_ALL, options->luf_tracks };

	for (unsigned int i = 0; i < nr_flush_policies; i++) {
		if (flush_policies[i] == options->policy)
			regimes.policies = 1u << i;
	}
	if (tooth && tooth->policies)
		regimes.policies &= tooth->policies;
	if (tooth && tooth->tracks)
		regimes.tracks &= tooth->tracks;
	if (!regimes.tracks)
		regimes.policies &= ~(unsigned int)ON_LUF;
	return regimes;
}

struct regimes regimes_only(const struct regime *regime)
{
	struct regimes regimes = { 0, 1u << regime->track };

	for (unsigned int i = 0; i < nr_flush_policies; i++)
		regimes.policies |= (unsigned int)(flush_policies[i] == regime->policy) << i;
	return regimes;
}

static unsigned int nr_tracks(const struct regimes *regimes, unsigned int policy)
{
	if (flush_policies[policy] != &policy_luf)
		return 1;
	return (regimes->tracks & TRACK_VMA ? 1 : 0) + (regimes->tracks & TRACK_PTE ? 1 : 0);
}

unsigned int regimes_count(const struct regimes *regimes)
{
	unsigned int n = 0;

	for (unsigned int i = 0; i < nr_flush_policies; i++) {
		if (regimes->policies >> i & 1)
			n += nr_tracks(regimes, i);
	}
	return n;
}

/* The @n-th track of those that @policy is to have. */
static enum luf_track track_at(const struct regimes *regimes, unsigned int policy, unsigned int n)
{
	if (flush_policies[policy] != &policy_luf)
		return LUF_TRACK_VMA;
	return n || !(regimes->tracks & TRACK_VMA) ? LUF_TRACK_PTE : LUF_TRACK_VMA;
}

struct regime regime_at(const struct regimes *regimes, uint64_t turn)
{
	unsigned int count = regimes_count(regimes);
	unsigned int left;

	BUG_ON(!count);
	left = (unsigned int)(turn % count);
	for (unsigned int i = 0;; i++) {
		unsigned int here = regimes->policies >> i & 1 ? nr_tracks(regimes, i) : 0;

		if (left < here)
			return (struct regime){ flush_policies[i], track_at(regimes, i, left) };
		left -= here;
	}
}

void regime_choose(const struct regime *regime)
{
	flush_policy_choose(regime->policy);
	luf_track_choose(regime->track);
}

void regimes_print(const struct regimes *regimes)
{
	const char *separator = "";

	for (unsigned int i = 0; i < nr_flush_policies; i++) {
		if (!(regimes->policies >> i & 1))
			continue;
		printk("%s%s", separator, flush_policies[i]->name);
		separator = ",";
	}
	if (!(regimes->policies & ON_LUF))
		return;
	separator = ", track ";
	for (unsigned int i = 0; i < NR_LUF_TRACKS; i++) {
		if (!(regimes->tracks >> i & 1))
			continue;
		printk("%s%s", separator, luf_track_name((enum luf_track)i));
		separator = ",";
	}
}
