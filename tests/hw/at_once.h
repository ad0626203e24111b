/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Do CPUs run at the same time?  On an emulator with one thread for all CPUs they take long
 * turns, and the interleaving that a race needs may never happen.
 */
#ifndef TESTS_HW_AT_ONCE_H
#define TESTS_HW_AT_ONCE_H

#include <stdbool.h>

/* Find out, once, and print it; with one CPU there is nothing to find out. */
void at_once_find_out(void);

/* The result; false before at_once_find_out(), and with one CPU. */
bool cpus_run_at_once(void);

#endif
