/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * The first line of a run, which is kernel_greet()'s (arch/platform.h), and its last ones.
 */
#ifndef KERNEL_LIB_FIRST_LAST_H
#define KERNEL_LIB_FIRST_LAST_H

/* Print the status that the run leaves with, and the last seal. */
void print_last_lines(int status);

#endif
