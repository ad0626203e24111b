/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Dots of the characters that the framebuffer console draws.
 */
#ifndef ARCH_X86_64_DEVICES_FONT_H
#define ARCH_X86_64_DEVICES_FONT_H

#include <stdbool.h>

#define FONT_FIRST  ' '
#define FONT_LAST   '~'
#define FONT_WIDTH  5
#define FONT_HEIGHT 8

/* Is the dot at (@x, @y), from the top left, of @c set?  Other characters are full blocks. */
bool font_dot(char c, unsigned int x, unsigned int y);

#endif
