/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * tests/engine/regime.c: what is asked for is there, all of it and nothing else, and what
 * is claimed is no more than what ran.
 */
#include <string.h>
#include <tests/engine/regime.h>
#include <tests/unit/host.h>
#include <tests/unit/unit.h>

#define EVERYTHING ((1u << NR_REGIMES) - 1)

static const struct options everything = { .luf_tracks = TRACK_ALL, .luf_owners = OWNERS_ALL };

static void expect_claimed(unsigned int had, unsigned int wanted, const char *text)
{
	const struct regimes regimes = { had };
	const struct regimes of = { wanted };

	host_console_clear();
	regimes_print(&regimes, &of);
	EXPECT_STR(host_console(), text);
}

TEST(all, "regime: each policy, and the one that defers for each track and each rule of owners")
{
	static const char *const names[NR_REGIMES] = { "eager",	       "batch",
						       "luf-vma-same", "luf-vma-any",
						       "luf-pte-same", "luf-pte-any" };
	struct regimes regimes = regimes_wanted(&everything, NULL);

	EXPECT_EQ(regimes_count(&regimes), NR_REGIMES);
	for (unsigned int i = 0; i < NR_REGIMES; i++) {
		struct regime regime = regime_at(&regimes, i);

		EXPECT_EQ(regime_number(&regime), i);
		EXPECT_STR(regime_name(i), names[i]);
		EXPECT(strstr(names[i], regime.policy->name) == names[i]);
		EXPECT_EQ(regime.track, strstr(names[i], "pte") ? LUF_TRACK_PTE : LUF_TRACK_VMA);
		EXPECT_EQ(regime.owner, strstr(names[i], "any") ? LUF_OWNER_ANY : LUF_OWNER_SAME);
	}
}

TEST(some, "regime: what the user wants and the tooth needs, and maybe nothing")
{
	struct options options = everything;
	struct tooth on_vma = { .policies = ON_LUF | ON_EAGER, .tracks = TRACK_VMA };
	struct tooth on_any = { .policies = ON_LUF, .owners = OWNERS_ANY };
	struct tooth anywhere = { .used = true };

	options.luf_tracks = TRACK_PTE;
	options.policy = &policy_luf;
	EXPECT_EQ(regimes_wanted(&options, &anywhere).set, 1u << 4 | 1u << 5);
	EXPECT_EQ(regimes_wanted(&options, &on_any).set, 1u << 5);
	EXPECT_EQ(regimes_wanted(&options, &on_vma).set, 0);
	options.policy = NULL;
	EXPECT_EQ(regimes_wanted(&options, &on_vma).set, 1u << 0);
	options.luf_owners = OWNERS_SAME;
	EXPECT_EQ(regimes_wanted(&options, NULL).set, 1u << 0 | 1u << 1 | 1u << 4);
	EXPECT_EQ(regimes_wanted(&options, &on_any).set, 0);
}

TEST(one, "regime: one alone, and the kernel works so; a policy that defers nothing has no track")
{
	struct regime regime = { &policy_luf, LUF_TRACK_PTE, LUF_OWNER_ANY };
	struct regimes regimes = regimes_only(&regime);

	EXPECT_EQ(regimes.set, 1u << 5);
	regime_choose(&regime);
	EXPECT(flush_policy() == &policy_luf && luf_track() == LUF_TRACK_PTE);
	regime.policy = &policy_batch;
	EXPECT_EQ(regime_number(&regime), 1);
}

TEST(read_back, "regime: the one chosen is the one in force, by what the kernel says")
{
	for (unsigned int i = 0; i < 2 * NR_REGIMES; i++) {
		struct regimes regimes = { 1u << (i * 5 % NR_REGIMES) };
		struct regime regime = regime_at(&regimes, 0);

		regime_choose(&regime);
		regime = regime_in_force();
		EXPECT_EQ(regime_number(&regime), i * 5 % NR_REGIMES);
	}
}

TEST(claims, "regime: a policy, a track or a rule is claimed if all that has it ran")
{
	expect_claimed(EVERYTHING, EVERYTHING, "eager,batch,luf, track vma,pte, owner same,any");
	expect_claimed(0, EVERYTHING, "none");
	expect_claimed(1, EVERYTHING, "eager");
	expect_claimed(1, 1, "eager");
	expect_claimed(EVERYTHING & ~(1u << 5), EVERYTHING, "eager,batch, track vma, owner same");
	expect_claimed(1u << 5, 1u << 5, "luf, track pte, owner any");
	expect_claimed(1u << 2 | 1u << 5, EVERYTHING, "none");
	expect_claimed(1u << 3 | 1u << 5, 1u << 3 | 1u << 5, "luf, track vma,pte, owner any");
}
