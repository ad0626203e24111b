/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * tests/engine/select.c: run= selects what it says, and complains in one line.
 */
#include <string.h>
#include <tests/engine/select.h>
#include <tests/unit/host.h>
#include <tests/unit/unit.h>

static const char *const names[] = { "reclaim/luf-fault-cow", "reclaim/luf-vs-mprotect",
				     "unmap/unmap-flush-tell", "hw/leaf-read" };

#define NR_NAMES (sizeof(names) / sizeof(names[0]))

/* The selected names as bits. */
static unsigned int chosen(const char *globs)
{
	unsigned int bits = 0;

	for (size_t i = 0; i < NR_NAMES; i++)
		bits |= (unsigned int)selected(globs, names[i]) << i;
	return bits;
}

TEST(globs, "select: globs with commas between select what any of them matches")
{
	EXPECT_EQ(chosen("*"), 15);
	EXPECT_EQ(chosen("reclaim/*"), 3);
	EXPECT_EQ(chosen("reclaim/luf-fault-cow"), 1);
	EXPECT_EQ(chosen("reclaim/luf-fault"), 0);
	EXPECT_EQ(chosen("hw/*,unmap/*"), 12);
	EXPECT_EQ(chosen("hw/*,*"), 15);
	EXPECT_EQ(chosen("*luf*,*flush*"), 7);
	EXPECT_EQ(chosen("nothing,hw/leaf-rea?"), 8);
	EXPECT_EQ(chosen(""), 0);
	EXPECT_EQ(chosen(","), 0);
	EXPECT_EQ(chosen(",,hw/*,"), 8);
}

/* Refused in one line that names both words. */
static void refuses(const char *globs, const char *wrong, const char *near)
{
	host_console_clear();
	EXPECT(!selection_is_sane("run", globs, names, NR_NAMES));
	EXPECT_EQ(host_console_lines(), 1);
	EXPECT(strstr(host_console(), wrong));
	EXPECT(strstr(host_console(), near));
}

TEST(sane, "select: each glob must match something; the first that does not is named")
{
	EXPECT(selection_is_sane("run", "*", names, NR_NAMES));
	EXPECT(selection_is_sane("run", "hw/*,reclaim/*", names, NR_NAMES));
	EXPECT_STR(host_console(), "");
	refuses("unmap/unmap-flush-tel", "'unmap/unmap-flush-tel'", "'unmap/unmap-flush-tell'");
	refuses("hw/*,hw/leaf-raed", "'hw/leaf-raed'", "'hw/leaf-read'");
	refuses("first,second", "'first'", "nearest");
	refuses("", "''", "nearest");
	refuses("hw/*,", "''", "nearest");
	refuses(",hw/*", "''", "nearest");
}
