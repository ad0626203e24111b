/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * arch/x86_64/firmware/: a module of the boot loader that cannot be taken is counted.  If a test
 * that should run were missing without notice, it would look as if it had held.
 */
#include <string.h>
#include <arch/x86_64/firmware/bootinfo.c>
#include <arch/x86_64/firmware/mb2.c>
#include <tests/unit/host.h>
#include <tests/unit/unit.h>

#define INFO_PA	  0x1000
#define MODULE_PA 0x3000

static struct bootinfo info;

/* Add a tag at @at, and say where the next one would be; without a name, if @name is NULL. */
static char *add_module(char *at, uint32_t start, uint32_t end, const char *name)
{
	struct mb2_module *module = (void *)at;
	size_t size = sizeof(*module) + (name ? strlen(name) + 1 : 0);

	*module = (struct mb2_module){ { MB2_MODULE, (uint32_t)size }, start, end };
	if (name)
		memcpy(module->name, name, strlen(name) + 1);
	return at + ((size + 7) & ~(size_t)7);
}

/* Parse what ends at @at. */
static void parse(const char *at)
{
	struct mb2_info *mb2 = phys_to_virt(INFO_PA);

	mb2->total_size = (uint32_t)(at - (char *)mb2);
	memset(&info, 0, sizeof(info));
	mb2_parse(INFO_PA, &info);
}

static char *first_tag(void)
{
	return (char *)phys_to_virt(INFO_PA) + sizeof(struct mb2_info);
}

TEST(room, "modules: 32 are taken, and each beyond them is counted")
{
	char *at = first_tag();

	for (unsigned int i = 1; i <= 34; i++) {
		at = add_module(at, MODULE_PA, MODULE_PA + 8, "a");
		parse(at);
		EXPECT_EQ(info.nr_modules, i < 32 ? i : 32);
		EXPECT_EQ(info.modules_lost, i < 32 ? 0 : i - 32);
	}
}

TEST(unfit, "modules: one without a name, or that ends before it starts, is counted as lost")
{
	char *at = add_module(first_tag(), MODULE_PA, MODULE_PA + 8, "a");

	at = add_module(at, MODULE_PA, MODULE_PA + 8, NULL);
	at = add_module(at, MODULE_PA + 8, MODULE_PA, "b");
	at = add_module(at, MODULE_PA, MODULE_PA, "c");
	parse(at);
	EXPECT_EQ(info.nr_modules, 2);
	EXPECT_EQ(info.modules_lost, 2);
	EXPECT_STR(info.modules[1].name, "c");
}
