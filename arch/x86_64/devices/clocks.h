/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * The clocks of a PC: those that count, and those that name the rate of the TSC.
 */
#ifndef ARCH_X86_64_DEVICES_CLOCKS_H
#define ARCH_X86_64_DEVICES_CLOCKS_H

#include <arch/x86_64/devices/calibrate.h>

#define NR_CLOCKS 3
#define NR_CLAIMS 3

struct clock {
	const char *name;
	bool (*start)(void); /* false: there is none */
	bool (*read)(struct reading *reading);
	uint64_t hz;
	uint32_t mask;
};

extern struct clock clocks[NR_CLOCKS];

/* khz() is 0 where nothing is said. */
struct claim {
	const char *name;
	uint64_t (*khz)(void);
};

extern const struct claim claims[NR_CLAIMS];

#endif
