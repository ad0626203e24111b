/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * kernel/lib/seal.c, and what printk seals: whatever is changed, missing or mixed is noticed.
 */
#include <string.h>
#include <kernel/lib/printk.h>
#include <kernel/lib/seal.h>
#include <tests/unit/host.h>
#include <tests/unit/unit.h>

TEST(check_value, "seal: its CRC is that of IEEE 802.3")
{
	struct seal seal = { 0 };

	seal_add(&seal, "12345", 5);
	seal_add(&seal, "6789", 4);
	EXPECT_EQ(seal.crc, 0xcbf43926);
}

TEST(one_line, "seal: a line has id, number and CRC, of the text and of what it says itself")
{
	struct seal seal = { .id = 0x5f2e91ac };
	struct seal check = { 0 };
	char line[SEAL_MAX];
	char want[SEAL_MAX];
	size_t len;

	seal_add(&seal, "ok 1\n", 5);
	len = seal_line(&seal, line, false, false);
	EXPECT_EQ(len, strlen(line));
	seal_add(&check, "ok 1\n# seal 5f2e91ac 0 ", 23);
	snformat(want, sizeof(want), "# seal 5f2e91ac 0 %08x\n", check.crc);
	EXPECT_STR(line, want);
	EXPECT_EQ(seal.number, 1);
	EXPECT_EQ(seal.crc, 0);
}

TEST(longest, "seal: the longest line fits")
{
	struct seal seal = { .id = UINT32_MAX, .number = UINT32_MAX, .crc = UINT32_MAX };
	char line[SEAL_MAX];
	size_t len = seal_line(&seal, line, true, true);

	EXPECT_EQ(len, strlen(line));
	EXPECT(strstr(line, " end\"}\n"));
}

TEST(printed, "printk: what is printed is sealed, but for what is said not to be")
{
	struct seal check = { 0 };
	char want[SEAL_MAX];

	printk_name_run(0xabcd);
	printk("one\n");
	printk_unsealed(true);
	printk("two\n");
	printk_unsealed(false);
	printk("three\n");
	host_console_clear();
	printk_seal(true);
	seal_add(&check, "one\nthree\n# seal 0000abcd 0 ", 28);
	snformat(want, sizeof(want), "# seal 0000abcd 0 %08x end\n", check.crc);
	EXPECT_STR(host_console(), want);
}
