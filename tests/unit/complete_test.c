/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * tests/shell/complete.c: what a word that was begun may become.
 */
#include <string.h>
#include <tests/shell/complete.h>
#include <tests/unit/unit.h>

static const char *const some[] = { "reclaim/luf-a", "reclaim/luf-b", "reclaim/free",
				    "run",	     "unmap/x",	      NULL };

static const char *name(size_t i)
{
	return some[i];
}

static const char *nobody(size_t i)
{
	(void)i;
	return NULL;
}

static void expect(const char *word, size_t nr, const char *first, size_t common)
{
	const char *got;
	size_t got_common;

	EXPECT_EQ(complete(word, strlen(word), name, &got, &got_common), nr);
	EXPECT_EQ(got_common, common);
	EXPECT(nr ? strcmp(got, first) == 0 : got == NULL);
}

TEST(words, "complete: how many fit, and what they have in common")
{
	expect("", 5, "reclaim/luf-a", 0);
	expect("r", 4, "reclaim/luf-a", 1);
	expect("rec", 3, "reclaim/luf-a", 8);
	expect("reclaim/l", 2, "reclaim/luf-a", 12);
	expect("reclaim/luf-b", 1, "reclaim/luf-b", 13);
	expect("run", 1, "run", 3);
	expect("runs", 0, NULL, 0);
	expect("R", 0, NULL, 0);
}

TEST(part, "complete: only so many characters of the word count")
{
	const char *first;
	size_t common;

	EXPECT_EQ(complete("unm???", 3, name, &first, &common), 1);
	EXPECT_EQ(common, 7);
	EXPECT_EQ(complete("", 0, nobody, &first, &common), 0);
	EXPECT(first == NULL);
}
