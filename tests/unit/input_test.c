/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * tests/shell/input.c: waiting for a byte, until an end that no byte puts off.
 */
#include <arch/cpu.h>
#include <arch/platform.h>
#include <tests/shell/input.h>
#include <tests/unit/host.h>
#include <tests/unit/unit.h>

static unsigned int left; /* bytes that are still to come */

int console_getc(void)
{
	return left ? (int)(left--, 'x') : -1;
}

TEST(comes, "input: a byte that is there is taken, and without one the wait has an end")
{
	uint64_t end;

	host_clock_step = 1000;
	end = cpu_cycles() + 100000;
	left = 1;
	EXPECT_EQ(input_wait(end), 'x');
	EXPECT_EQ(input_wait(end), -1);
	left = 1;
	EXPECT_EQ(input_wait(INPUT_NO_END), 'x');
}

TEST(babble, "input: noise that never ends does not put the end off")
{
	uint64_t end;

	host_clock_step = 1000;
	end = cpu_cycles() + 100000;
	left = 1000;
	while (left && input_wait(end) >= 0)
		;
	EXPECT(left > 0);
}
