/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * kernel/mm/frames/stamp.c: what was put on a page can be told from everything else.
 */
#include <string.h>
#include <kernel/mm/frames/stamp.h>
#include <tests/unit/unit.h>

TEST(fields, "stamp: every field comes back, at its smallest and its largest")
{
	for (unsigned int kind = 0; kind < NR_STAMP_KINDS; kind++) {
		for (unsigned int i = 0; i < 8; i++) {
			unsigned int owner = i & 1 ? 0xfff : 0, index = i & 2 ? 0xffff : 0;
			unsigned int version = i & 4 ? 0xffffff : 0;
			struct stamp stamp;

			EXPECT(stamp_decode(
				stamp_make((enum stamp_kind)kind, owner, index, version), &stamp));
			EXPECT_EQ(stamp.kind, kind);
			EXPECT_EQ(stamp.owner, owner);
			EXPECT_EQ(stamp.index, index);
			EXPECT_EQ(stamp.version, version);
		}
	}
}

TEST(too_wide, "stamp: a number that is too wide for its field spills into no other")
{
	struct stamp stamp;

	EXPECT(stamp_decode(stamp_make(STAMP_FILE, 0x1001, 0x10002, 0x1000003), &stamp));
	EXPECT_EQ(stamp.kind, STAMP_FILE);
	EXPECT_EQ(stamp.owner, 1);
	EXPECT_EQ(stamp.index, 2);
	EXPECT_EQ(stamp.version, 3);
}

TEST(no_stamp, "stamp: zero, all ones, a wrong magic and an unknown kind are no stamps")
{
	uint64_t good = stamp_make(STAMP_FILE, 1, 2, 3);
	struct stamp stamp;

	EXPECT(!stamp_decode(0, &stamp));
	EXPECT(!stamp_decode(UINT64_MAX, &stamp));
	EXPECT(!stamp_decode(good ^ 1ULL << 56, &stamp));
	EXPECT(!stamp_decode(good ^ 1ULL << 63, &stamp));
	EXPECT(!stamp_decode(STAMP_MAGIC << 56 | (uint64_t)NR_STAMP_KINDS << 52, &stamp));
	EXPECT(!stamp_decode(STAMP_MAGIC << 56 | 0xfULL << 52, &stamp));
}

TEST(intact, "stamp: a change of any of its words is found, and of none behind them is not")
{
	uint64_t page[STAMP_WORDS + 1] = { 0 };
	uint64_t word = stamp_make(STAMP_ANON, 1, 2, 3);

	stamp_put(page, word);
	EXPECT_EQ(page[STAMP_WORDS], 0);
	EXPECT(stamp_intact(page, word));
	page[STAMP_WORDS] = 1;
	EXPECT(stamp_intact(page, word));
	for (unsigned int i = 0; i < STAMP_WORDS; i++) {
		page[i] ^= 1;
		EXPECT(!stamp_intact(page, word));
		page[i] ^= 1;
	}
}

TEST(words, "stamp: is described in words, and cut where there is no room for all of them")
{
	char text[64];

	stamp_describe(stamp_make(STAMP_FILE, 3, 0, 17), text, sizeof(text));
	EXPECT_STR(text, "file 3, page 0, version 17");
	stamp_describe(stamp_make(STAMP_FREE, 0, 0, 0), text, sizeof(text));
	EXPECT_STR(text, "free frame");
	stamp_describe(0xdead, text, sizeof(text));
	EXPECT(strstr(text, "000000000000dead"));
	for (unsigned int kind = 0; kind < NR_STAMP_KINDS; kind++) {
		stamp_describe(stamp_make((enum stamp_kind)kind, 1, 1, 1), text, sizeof(text));
		EXPECT(!strstr(text, "(null)") && strlen(text) > 3);
	}
	memset(text, 'Z', sizeof(text));
	stamp_describe(stamp_make(STAMP_FILE, 3, 0, 17), text, 5);
	EXPECT_STR(text, "file");
	EXPECT_EQ(text[5], 'Z');
}
