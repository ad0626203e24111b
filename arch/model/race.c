/* SPDX-License-Identifier: BSD-2-Clause */
#include <arch/model/race.h>

void race_read(const void *at, unsigned int size, uintptr_t pc)
{
	(void)at;
	(void)size;
	(void)pc;
}

void race_write(const void *at, unsigned int size, uintptr_t pc)
{
	(void)at;
	(void)size;
	(void)pc;
}
