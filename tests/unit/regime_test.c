/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * tests/engine/regime.c: what is asked for is taken in turn, all of it and nothing else.
 */
#include <tests/engine/regime.h>
#include <tests/unit/host.h>
#include <tests/unit/unit.h>

static void expect_turn(const struct regimes *regimes, uint64_t turn,
			const struct flush_policy *policy, enum luf_track track)
{
	struct regime regime = regime_at(regimes, turn);

	EXPECT_STR(regime.policy->name, policy->name);
	EXPECT_EQ(regime.track, track);
}

static void expect_printed(struct regimes regimes, const char *text)
{
	host_console_clear();
	regimes_print(&regimes);
	EXPECT_STR(host_console(), text);
}

TEST(all, "regime: each policy once, and the one that defers once for each track")
{
	struct options options = { .luf_tracks = TRACK_ALL };
	struct regimes regimes = regimes_wanted(&options, NULL);

	EXPECT_EQ(regimes_count(&regimes), 4);
	for (unsigned int turn = 0; turn < 12; turn += 4) {
		expect_turn(&regimes, turn, &policy_eager, LUF_TRACK_VMA);
		expect_turn(&regimes, turn + 1, &policy_batch, LUF_TRACK_VMA);
		expect_turn(&regimes, turn + 2, &policy_luf, LUF_TRACK_VMA);
		expect_turn(&regimes, turn + 3, &policy_luf, LUF_TRACK_PTE);
	}
	expect_printed(regimes, "eager,batch,luf, track vma,pte");
}

TEST(some, "regime: what the user wants and the tooth needs, and maybe nothing")
{
	struct options options = { .luf_tracks = TRACK_PTE, .policy = &policy_luf };
	struct tooth on_vma = { .policies = ON_LUF | ON_EAGER, .tracks = TRACK_VMA };
	struct tooth anywhere = { .used = true };
	struct regimes regimes = regimes_wanted(&options, &anywhere);

	EXPECT_EQ(regimes_count(&regimes), 1);
	expect_turn(&regimes, 7, &policy_luf, LUF_TRACK_PTE);
	expect_printed(regimes, "luf, track pte");
	regimes = regimes_wanted(&options, &on_vma);
	EXPECT_EQ(regimes_count(&regimes), 0);
	options.policy = NULL;
	regimes = regimes_wanted(&options, &on_vma);
	EXPECT_EQ(regimes_count(&regimes), 1);
	expect_turn(&regimes, 1, &policy_eager, LUF_TRACK_VMA);
	expect_printed(regimes, "eager");
}

TEST(one, "regime: one alone, and the kernel works so")
{
	struct regime regime = { &policy_luf, LUF_TRACK_PTE };
	struct regimes regimes = regimes_only(&regime);

	EXPECT_EQ(regimes.policies, ON_LUF);
	EXPECT_EQ(regimes.tracks, TRACK_PTE);
	regime_choose(&regime);
	EXPECT(flush_policy() == &policy_luf && luf_track() == LUF_TRACK_PTE);
}
