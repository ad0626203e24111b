/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * kernel/lib/printk.c: formats against the host's snprintf, truncation, the console.
 */
#include <limits.h>
#include <stdio.h>
#include <string.h>
#include <kernel/lib/printk.h>
#include <tests/unit/host.h>
#include <tests/unit/unit.h>

/* What the kernel makes of the arguments is what the C library makes of them. */
#define SAME(...)                                                                                  \
	do {                                                                                       \
		char want_[128], got_[128];                                                        \
		int want_len_ = snprintf(want_, sizeof(want_), __VA_ARGS__);                       \
		EXPECT_EQ(snformat(got_, sizeof(got_), __VA_ARGS__), want_len_);                   \
		EXPECT_STR(got_, want_);                                                           \
	} while (0)

static const int ints[] = { 0, 1, -1, 9, -10, 42, 12345, -12345, INT_MAX, INT_MIN };
static const long longs[] = { 0, 1, -1, INT_MIN, 1L << 32, LONG_MAX, LONG_MIN, -1234567890123L };

#define SAME_INT(format)                                                                           \
	do {                                                                                       \
		for (size_t i = 0; i < sizeof(ints) / sizeof(ints[0]); i++)                        \
			SAME("<" format ">", ints[i]);                                             \
	} while (0)

#define SAME_UNSIGNED(format)                                                                      \
	do {                                                                                       \
		for (size_t i = 0; i < sizeof(ints) / sizeof(ints[0]); i++)                        \
			SAME("<" format ">", (unsigned int)ints[i]);                               \
	} while (0)

#define SAME_LONG(type, format)                                                                    \
	do {                                                                                       \
		for (size_t i = 0; i < sizeof(longs) / sizeof(longs[0]); i++)                      \
			SAME("<" format ">", (type)longs[i]);                                      \
	} while (0)

TEST(integers, "printk: integers of every sign, width and flag as the C library has them")
{
	SAME_INT("%d");
	SAME_INT("%i");
	SAME_INT("%1d");
	SAME_INT("%8d");
	SAME_INT("%-8d");
	SAME_INT("%08d");
	SAME_INT("%011d");
	SAME_INT("%40d");
	SAME_UNSIGNED("%u");
	SAME_UNSIGNED("%12u");
	SAME_UNSIGNED("%-12u");
	SAME_UNSIGNED("%012u");
	SAME_UNSIGNED("%x");
	SAME_UNSIGNED("%08x");
	SAME_UNSIGNED("%-10x");
}

TEST(lengths, "printk: l, ll and z take a whole 64-bit argument")
{
	SAME_LONG(long, "%ld");
	SAME_LONG(long, "%-24ld");
	SAME_LONG(long, "%024ld");
	SAME_LONG(long long, "%lld");
	SAME_LONG(unsigned long, "%lu");
	SAME_LONG(unsigned long, "%lx");
	SAME_LONG(unsigned long, "%016lx");
	SAME_LONG(unsigned long long, "%llu");
	SAME_LONG(size_t, "%zu");
	SAME_LONG(size_t, "%zx");
	SAME_LONG(ssize_t, "%zd");
}

TEST(strings, "printk: strings with width, precision and '*'")
{
	static const char unterminated[3] = { 'a', 'b', 'c' };

	SAME("%s", "");
	SAME("%s|%s", "one", "two");
	SAME("<%10s>", "right");
	SAME("<%-10s>", "left");
	SAME("<%3s>", "longer than that");
	SAME("<%.3s>", "longer than that");
	SAME("<%.0s>", "nothing of it");
	SAME("<%.s>", "nothing of it");
	SAME("<%10.3s>", "both");
	SAME("<%-10.3s>", "both");
	SAME("<%.*s>", 3, unterminated);
	SAME("<%.*s>", 0, unterminated);
	SAME("<%.*s>", -1, "a negative precision is none");
	SAME("<%*s>", 7, "star");
	SAME("<%-*s>", 7, "star");
	SAME("<%*d %*d>", 5, 1, 0, 2);
	SAME("<%-*.*s>", 6, 2, "both");
}

TEST(others, "printk: characters, percent signs, and several conversions in a row")
{
	SAME("%c%c%c", 'a', 0x7f, '%');
	SAME("<%3c|%-3c>", 'x', 'y');
	SAME("100%%");
	SAME("%%d");
	SAME("%d%s%c%lu%%%x", -5, "five", '5', 5UL, 5u);
	SAME("%s", "%s %d");
}

/* snformat() for what the compiler objects to. */
static int format_of(char *buf, size_t size, const char *format, ...)
{
	va_list args;
	int len;

	va_start(args, format);
	len = vsnformat(buf, size, format, args);
	va_end(args);
	return len;
}

TEST(null, "printk: a NULL string and a pointer are legible")
{
	char got[32];

	format_of(got, sizeof(got), "<%s>", (char *)NULL);
	EXPECT_STR(got, "<(null)>");
	snformat(got, sizeof(got), "<%p>", (void *)0xffff800000001000UL);
	EXPECT_STR(got, "<ffff800000001000>");
	snformat(got, sizeof(got), "<%p>", (void *)0);
	EXPECT_STR(got, "<0>");
}

TEST(left_zero, "printk: '-' takes the effect from '0'")
{
	char got[32];

	format_of(got, sizeof(got), "<%-06d><%0-6d>", -5, -5);
	EXPECT_STR(got, "<-5    ><-5    >");
}

TEST(truncation, "printk: a text that is cut ends in NUL, is never overrun, and its length is told")
{
	char want[64];
	int len = snprintf(want, sizeof(want), "%s-%08d-%-6s|", "truncate", -1234, "me");

	for (size_t size = 0; size < sizeof(want); size++) {
		char got[64];

		memset(got, 'Z', sizeof(got));
		EXPECT_EQ(snformat(got, size, "%s-%08d-%-6s|", "truncate", -1234, "me"), len);
		for (size_t i = size; i < sizeof(got); i++)
			EXPECT_EQ(got[i], 'Z');
		if (!size)
			continue;
		EXPECT_EQ(strlen(got), size <= (size_t)len ? size - 1 : (size_t)len);
		EXPECT(strncmp(got, want, strlen(got)) == 0);
	}
	EXPECT_EQ(snformat(NULL, 0, "%s", "only measured"), 13);
}

TEST(broken_formats, "printk: a format that ends in the middle of a conversion reads no further")
{
	static const char *const formats[] = { "x%",  "x%0",  "x%-", "x%5",
					       "x%.", "x%.3", "x%l", "x%zz" };

	for (size_t i = 0; i < sizeof(formats) / sizeof(formats[0]); i++) {
		char got[8];

		EXPECT_EQ(format_of(got, sizeof(got), formats[i]), 1);
		EXPECT_STR(got, "x");
	}
}

TEST(console, "printk: a call's output goes to the console; one too long is cut, its line ended")
{
	static char text[2 * PRINTK_MAX];

	printk("%s %d\n", "hello", 7);
	EXPECT_STR(host_console(), "hello 7\n");
	host_console_clear();
	memset(text, 'x', sizeof(text) - 1);
	printk("%s\n", text);
	EXPECT(strlen(host_console()) < PRINTK_MAX);
	EXPECT(strlen(host_console()) > PRINTK_MAX / 2);
	EXPECT(strchr(host_console(), '\n'));
}

TEST(interrupts, "printk: leaves the interrupt flag as it was")
{
	host_irqs = true;
	printk("on\n");
	EXPECT(host_irqs);
	host_irqs = false;
	printk("off\n");
	EXPECT(!host_irqs);
}

TEST(busted, "printk: prints although the console's lock is held, once that is hopeless")
{
	printk_bust_lock();
	printk("one\n");
	printk("two\n");
	EXPECT_STR(host_console(), "one\ntwo\n");
}
