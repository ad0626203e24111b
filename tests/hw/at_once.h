/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Do CPUs run at the same time?  On an emulator with one thread for all of them they take
 * turns, long ones, and what a race needs may never come about.
 */
#ifndef TESTS_HW_AT_ONCE_H
#define TESTS_HW_AT_ONCE_H

#include <stdbool.h>

/* Find out, once, and print it; with one CPU there is nothing to find out. */
void at_once_find_out(void);

/* What was found; false before, and with one CPU. */
bool cpus_run_at_once(void);

#endif
