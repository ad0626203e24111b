/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * tests/engine/registry.c: all tests of the linker's table are registered, in order.
 */
#include <string.h>
#include <tests/engine/registry.h>
#include <tests/unit/host.h>
#include <tests/unit/unit.h>

static void nothing(struct run *r)
{
	(void)r;
}

/* As LITMUS() does, without its checks, which need an optimised build. */
#define REGISTER(id, ...)                                                                          \
	static const struct litmus litmus_##id = { __VA_ARGS__ };                                  \
	static const struct litmus *const entry_##id                                               \
		__attribute__((used, section("litmus_table"))) = &litmus_##id

/* clang-format off */
REGISTER(second, .name = "cow/second", .asks = "is it listed?", .cpu = { nothing, nothing },
	 .teeth = { TOOTH(COW_SKIP_FLUSH) });
REGISTER(third, .name = "unmap/third", .asks = "is it, too?", .cpu = { nothing });
REGISTER(first, .name = "cow/a", .asks = "is it sorted?", .cpu = { nothing });
/* clang-format on */

TEST(sorted, "registry: the tests are in the order of their names, not of the linker")
{
	const char *names[REGISTRY_MAX];

	EXPECT_EQ(registry_count(), 0);
	registry_init();
	EXPECT_EQ(registry_count(), 3);
	EXPECT(registry_at(0) == &litmus_first);
	EXPECT(registry_at(1) == &litmus_second);
	EXPECT(registry_at(2) == &litmus_third);
	EXPECT_EQ(registry_names(names), 3);
	EXPECT_STR(names[0], "cow/a");
	EXPECT_STR(names[2], "unmap/third");
	EXPECT_PANIC(registry_at(3), "nr_tests");
}

TEST(twins, "registry: a name that two tests have, or a second collecting, is our bug")
{
	registry_init();
	EXPECT_PANIC(registry_init(), "strcmp");
}

TEST(listed, "registry: list prints a line for each test that is selected")
{
	registry_init();
	registry_list("cow/*");
	EXPECT_EQ(host_console_lines(), 2);
	EXPECT(strstr(host_console(), " 2 CPUs   1 teeth  is it listed?\n"));
	EXPECT(!strstr(host_console(), "unmap/third"));
	host_console_clear();
	registry_list("*");
	EXPECT_EQ(host_console_lines(), 3);
}

TEST(found, "registry: a test is found by its whole name; else one line has the nearest")
{
	registry_init();
	EXPECT(registry_find("schedule", "unmap/third") == &litmus_third);
	EXPECT_STR(host_console(), "");
	EXPECT(registry_find("schedule", "unmap/thir") == NULL);
	EXPECT_STR(host_console(), "stalehound: schedule=: no test 'unmap/thir'; the nearest is "
				   "'unmap/third', 'list' names all\n");
}

TEST(mutants, "registry: mutants prints a line for each mutant")
{
	registry_list_mutants("*");
	EXPECT_EQ(host_console_lines(), NR_MUTANTS);
	for (unsigned int i = 0; i < NR_MUTANTS; i++)
		EXPECT(strstr(host_console(), mutant_info[i].name));
}
