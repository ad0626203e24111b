/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * The string functions that the kernel uses; the compiler may also call the first three.
 */
#ifndef KERNEL_LIB_STRING_H
#define KERNEL_LIB_STRING_H

#include <stdbool.h>
#include <stddef.h>

void *memset(void *to, int byte, size_t n);
void *memcpy(void *restrict to, const void *restrict from, size_t n);
int memcmp(const void *a, const void *b, size_t n);
size_t strlen(const char *s);
int strcmp(const char *a, const char *b);
int strncmp(const char *a, const char *b, size_t n);
char *strchr(const char *s, int c);

/* Does @text match @pattern, where '*' stands for any run of characters and '?' for one? */
bool glob_match(const char *pattern, size_t pattern_len, const char *text);

/* How many edits (insert, delete, replace) turn @a into @b, at most 64: for "did you mean". */
unsigned int edit_distance(const char *a, size_t a_len, const char *b);

#endif
