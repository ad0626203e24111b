/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Between cmdline.c and cmdline_keys.c: the keys that there are; they set a struct options.
 */
#ifndef KERNEL_OPTIONS_CMDLINE_KEYS_H
#define KERNEL_OPTIONS_CMDLINE_KEYS_H

#include <stddef.h>
#include <kernel/options/keys.h>

#define CMDLINE_KEYS_MAX 48

extern const struct key cmdline_keys[];
extern const size_t nr_cmdline_keys;

#endif
