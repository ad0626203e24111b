/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * A pattern where nothing has been written: a5, or the hexadecimal byte in UNIT_PATTERN.
 */
#ifndef TESTS_UNIT_PAINT_H
#define TESTS_UNIT_PAINT_H

#include <stddef.h>

/* Over @size bytes at @at. */
void paint(void *at, size_t size);

/* Over what this thread's next calls will find on the stack. */
void paint_stack(void);

#endif
