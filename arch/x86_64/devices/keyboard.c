/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * A PS/2 keyboard, or one that the firmware emulates, at the 8042: polled, US layout, scan codes of
 * set 1, which is the 8042's default.
 */
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <arch/x86_64/cpu/insn.h>
#include <arch/x86_64/devices/console.h>

#define I8042_DATA   0x60
#define I8042_STATUS 0x64
#define STATUS_FULL  0x01 /* a byte may be read */
#define STATUS_MOUSE 0x20 /* and it is not the keyboard's */

#define CODE_EXTENDED 0xe0 /* the next code is of a key that came later: keypad, arrows */
#define CODE_RELEASED 0x80u
#define CODE_ENTER    0x1c
#define CODE_SLASH    0x35
#define CODE_LSHIFT   0x2a
#define CODE_RSHIFT   0x36
#define CODE_CAPS     0x3a

static bool extended, shifted, caps;

/* By scan code; 0: a key without a character. */
static const char plain[] =
	"\0\0331234567890-=\b\tqwertyuiop[]\n\0asdfghjkl;'`\0\\zxcvbnm,./\0*\0 ";
static const char upper[] =
	"\0\033!@#$%^&*()_+\b\tQWERTYUIOP{}\n\0ASDFGHJKL:\"~\0|ZXCVBNM<>?\0*\0 ";

static bool is_letter(char c)
{
	return c >= 'a' && c <= 'z';
}

static int character(uint8_t code)
{
	bool up;

	if (code >= sizeof(plain) - 1 || !plain[code])
		return -1;
	up = shifted != (caps && is_letter(plain[code]));
	return up ? upper[code] : plain[code];
}

/* The character that @code types, or -1. */
static int take_code(uint8_t code)
{
	bool was_extended = extended;
	uint8_t key = (uint8_t)(code & ~CODE_RELEASED);

	extended = code == CODE_EXTENDED;
	if (extended)
		return -1;
	/* Arrows send an extended shift, which is not a shift. */
	if ((key == CODE_LSHIFT || key == CODE_RSHIFT) && !was_extended)
		shifted = key == code;
	if (key != code || (was_extended && key != CODE_ENTER && key != CODE_SLASH))
		return -1;
	caps ^= key == CODE_CAPS;
	return character(key);
}

int keyboard_get(void)
{
	uint8_t status = inb(I8042_STATUS);
	uint8_t code;

	/* An empty bus reads 0xff. */
	if (status == 0xff || !(status & STATUS_FULL))
		return -1;
	code = inb(I8042_DATA);
	return status & STATUS_MOUSE ? -1 : take_code(code);
}
