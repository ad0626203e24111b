/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * A queue for the console: it keeps what is typed while tests run.
 */
#include <stddef.h>
#include <arch/cpu.h>
#include <arch/platform.h>
#include <tests/shell/input.h>

#define AHEAD_MAX 1024
#define CTRL_C	  0x03
/* Between two looks: at 115200 bits a second a UART's 16 bytes last for 1.4 ms. */
#define NAP_US 300

static unsigned char ahead[AHEAD_MAX];
static size_t taken, put; /* bytes so far; put - taken are in it */

static bool is_full(void)
{
	return put - taken == AHEAD_MAX;
}

static int next(void)
{
	if (taken != put)
		return ahead[taken++ % AHEAD_MAX];
	return console_getc();
}

int input_wait(uint64_t end)
{
	/* Bytes that keep coming do not extend the wait. */
	while (cpu_cycles() <= end) {
		int c = next();

		if (c >= 0)
			return c;
		cpu_nap(NAP_US);
	}
	return -1;
}

bool input_look(bool keep)
{
	int c;

	/* Bytes that do not fit stay in the UART; its sender then waits if it can. */
	while (!is_full() && (c = console_getc()) >= 0) {
		if (c == INPUT_KEY || c == CTRL_C)
			return true;
		if (keep)
			ahead[put++ % AHEAD_MAX] = (unsigned char)c;
	}
	return false;
}
