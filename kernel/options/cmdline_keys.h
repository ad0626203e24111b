/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Between cmdline.c and cmdline_keys.c: the keys that there are.
 */
#ifndef KERNEL_OPTIONS_CMDLINE_KEYS_H
#define KERNEL_OPTIONS_CMDLINE_KEYS_H

#include <stddef.h>
#include <kernel/options/options.h>
#include <kernel/options/words.h>

struct key {
	const char *name;
	const char *values;  /* what would be right, for the complaint; NULL: a bare word */
	unsigned int worlds; /* enum world: those that know it */
	bool explains;	     /* set() itself has said what is wrong */
	/* False: the value is wrong. */
	bool (*set)(struct options *options, struct word value);
};

#define CMDLINE_KEYS_MAX 48

extern const struct key cmdline_keys[];
extern const size_t nr_cmdline_keys;

#endif
