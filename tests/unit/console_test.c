/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * arch/x86_64/devices/uart.c and keyboard.c: what is typed, on ports of ours.
 */
#include <stdbool.h>
#include <stdint.h>
#include <string.h>
#include <tests/unit/unit.h>

/* The ports below stand in for the instructions of insn.h. */
#define ARCH_X86_64_CPU_INSN_H
static uint8_t inb(uint16_t port);
static void outb(uint16_t port, uint8_t value);

#include <arch/x86_64/devices/keyboard.c>
#include <arch/x86_64/devices/uart.c>

#define UART_AT 0x2f8

static uint8_t scratch;
static uint16_t pci_port; /* what PCI says of a UART, there or not */
static bool there;	  /* the machine has a UART, and an 8042 */
static uint8_t line_status = LSR_EMPTY | LSR_IDLE;
static uint8_t status_8042;
static const uint8_t *bytes; /* to be read */
static size_t nr_bytes;
static unsigned int written;

uint16_t pci_find_uart(void)
{
	return pci_port;
}

static uint8_t next_byte(void)
{
	EXPECT(nr_bytes);
	nr_bytes--;
	return *bytes++;
}

static uint8_t inb(uint16_t from)
{
	if (!there)
		return 0xff;
	switch (from) {
	case UART_AT:
	case I8042_DATA:
		return next_byte();
	case UART_AT + 5:
		return line_status | (nr_bytes ? LSR_FULL : 0);
	case UART_AT + 7:
		return scratch;
	case I8042_STATUS:
		return status_8042 | (nr_bytes ? STATUS_FULL : 0);
	default:
		return 0xff;
	}
}

static void outb(uint16_t to, uint8_t value)
{
	if (to == UART_AT + 7)
		scratch = value;
	written++;
}

static void type(const void *text, size_t nr)
{
	bytes = text;
	nr_bytes = nr;
}

TEST(uart, "console: a UART hands in what came, a byte at a time, and says when there is none")
{
	there = true;
	EXPECT(uart_init());
	EXPECT_EQ(port, UART_AT);
	EXPECT_EQ(uart_get(), -1);
	type("a\xff", 2);
	EXPECT_EQ(uart_get(), 'a');
	EXPECT_EQ(uart_get(), 0xff);
	EXPECT_EQ(uart_get(), -1);
}

TEST(preferred,
     "console: the firmware's own port is taken if one is there, else all stays as it is")
{
	there = true;
	EXPECT(uart_init());
	EXPECT(!uart_prefer(0));
	EXPECT(!uart_prefer(UART_AT));
	written = 0;
	EXPECT(!uart_prefer(0x3e8));
	EXPECT_EQ(port, UART_AT);
	port = 0;
	EXPECT(uart_prefer(UART_AT));
	EXPECT_EQ(port, UART_AT);
	EXPECT(written > 0);
}

TEST(uart_noise, "console: a byte that was damaged on the line, or a break, is dropped")
{
	there = true;
	EXPECT(uart_init());
	type("ab", 2);
	line_status |= LSR_FRAMING;
	EXPECT_EQ(uart_get(), -1);
	line_status = LSR_BREAK;
	EXPECT_EQ(uart_get(), -1);
	EXPECT_EQ(nr_bytes, 0);
}

TEST(no_uart, "console: where there is no UART, nothing was typed")
{
	pci_port = 0x1000;
	EXPECT(!uart_init());
	pci_port = 0;
	EXPECT(!uart_init());
	EXPECT_EQ(uart_get(), -1);
	EXPECT_EQ(keyboard_get(), -1);
}

/* What comes of @nr scan codes. */
static const char *typed(const void *codes, size_t nr)
{
	static char text[64];
	size_t len = 0;

	there = true;
	type(codes, nr);
	while (nr_bytes) {
		int c = keyboard_get();

		if (c >= 0)
			text[len++] = (char)c;
	}
	text[len] = '\0';
	return text;
}

#define TYPED(...) typed((const uint8_t[]){ __VA_ARGS__ }, sizeof((const uint8_t[]){ __VA_ARGS__ }))

TEST(keys, "keyboard: keys are characters when they go down, and shift and caps lock count")
{
	EXPECT_STR(TYPED(0x1e, 0x9e, 0x30, 0xb0, 0x1c, 0x9c), "ab\n");
	EXPECT_STR(TYPED(0x2a, 0x1e, 0x02, 0xaa, 0x1e, 0x36, 0x2c, 0xb6, 0x39), "A!aZ ");
	EXPECT_STR(TYPED(0x3a, 0xba, 0x1e, 0x02, 0x2a, 0x1e, 0xaa, 0x3a, 0x1e), "A1aa");
	EXPECT_STR(TYPED(0x35, 0x37, 0x0e, 0x01), "/*\b\033");
}

TEST(other_keys,
     "keyboard: arrows, and keys without a character, type nothing; the keypad's enter does")
{
	EXPECT_STR(TYPED(0xe0, 0x48, 0xe0, 0xc8, 0x1d, 0x38, 0x3b, 0x57, 0x7f, 0x80, 0x00), "");
	EXPECT_STR(TYPED(0xe0, 0x2a, 0xe0, 0x4b, 0x1e), "a");
	EXPECT_STR(TYPED(0xe0, 0x1c, 0xe0, 0x9c, 0xe0, 0x35), "\n/");
}

TEST(mouse, "keyboard: what the mouse sends is nobody's")
{
	status_8042 = STATUS_MOUSE;
	EXPECT_STR(TYPED(0x1e, 0x30), "");
	status_8042 = 0;
	EXPECT_STR(TYPED(0x1e), "a");
}
