/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * tests/engine/rated.c: a measured rate holds for a run without words, and for words that change
 * nothing of what a run is.
 */
#include <arch/platform.h>
#include <kernel/tlb/policy.h>
#include <tests/engine/rated.h>
#include <tests/unit/unit.h>

static const struct tooth everywhere = TOOTH(COW_SKIP_FLUSH);
static const struct tooth on_luf = TOOTH(COW_SKIP_FLUSH, .policies = ON_LUF);

static const char *unrated(const char *words, const struct tooth *tooth)
{
	struct options options;

	EXPECT(cmdline_parse(words, &options));
	return unrated_word(&options, tooth);
}

TEST(same, "rated: how much is run, and how it is told, changes no rate")
{
	EXPECT(!unrated("", &everywhere));
	EXPECT(!unrated("iters=5 seconds=9 run=cow/* seed=3 stop=1 format=json", &everywhere));
	EXPECT(!unrated("mutate=teeth catches=50", &everywhere));
	EXPECT(!unrated("mutate=cow-skip-flush", &everywhere));
}

TEST(regimes, "rated: a choice among regimes matters if the tooth bites in one that is left out")
{
	EXPECT(unrated("policy=luf", &everywhere));
	EXPECT(!unrated("policy=luf", &on_luf));
	EXPECT(unrated("luf_track=pte", &on_luf));
	EXPECT(unrated("luf_owner=any", &on_luf));
}

TEST(others, "rated: what changes a run leaves its rates unknown")
{
	static const char *const words[] = {
		"luf_max=9",
		"luf_age=none",
		"luf_refill=flush",
		"cow=count",
		"pin_ro=refuse",
		"wp_pinned=refuse",
		"uffd_lock=write",
		"tlb_flush=broadcast",
		"asids=1",
		"warm=off",
		"warm=on",
		"luf_debug=on",
		"access=kernel",
		"perturb=5",
		"mutate=cow-skip-flush,zap-skip-marker",
	};

	for (size_t i = 0; i < sizeof(words) / sizeof(words[0]); i++)
		EXPECT(unrated(words[i], &everywhere));
}
