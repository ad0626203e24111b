/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * String functions.
 */
#include <stdint.h>
#include <kernel/lib/string.h>

/* Words at any address, over objects of any type. */
typedef uint64_t __attribute__((aligned(1), may_alias)) word_t;

void *memset(void *to, int byte, size_t n)
{
	uint64_t word = 0x0101010101010101ULL * (uint8_t)byte;
	word_t *words = to;
	char *bytes;

	for (; n >= sizeof(word); n -= sizeof(word))
		*words++ = word;
	for (bytes = (char *)words; n; n--)
		*bytes++ = (char)byte;
	return to;
}

void *memcpy(void *restrict to, const void *restrict from, size_t n)
{
	word_t *t = to;
	const word_t *f = from;

	for (; n >= sizeof(*t); n -= sizeof(*t))
		*t++ = *f++;
	for (size_t i = 0; i < n; i++)
		((char *)t)[i] = ((const char *)f)[i];
	return to;
}

int memcmp(const void *a, const void *b, size_t n)
{
	const unsigned char *x = a;
	const unsigned char *y = b;

	for (size_t i = 0; i < n; i++) {
		if (x[i] != y[i])
			return x[i] < y[i] ? -1 : 1;
	}
	return 0;
}

size_t strlen(const char *s)
{
	size_t n = 0;

	while (s[n])
		n++;
	return n;
}

int strncmp(const char *a, const char *b, size_t n)
{
	for (size_t i = 0; i < n; i++) {
		if (a[i] != b[i])
			return (unsigned char)a[i] < (unsigned char)b[i] ? -1 : 1;
		if (!a[i])
			break;
	}
	return 0;
}

int strcmp(const char *a, const char *b)
{
	return strncmp(a, b, SIZE_MAX);
}

char *strchr(const char *s, int c)
{
	for (; *s; s++) {
		if (*s == (char)c)
			return (char *)(uintptr_t)s;
	}
	return NULL;
}

bool glob_match(const char *pattern, size_t pattern_len, const char *text)
{
	const char *end = pattern + pattern_len;
	const char *star = NULL;
	const char *retry = NULL;

	while (*text) {
		if (pattern < end && *pattern == '*') {
			star = ++pattern;
			retry = text;
		} else if (pattern < end && (*pattern == '?' || *pattern == *text)) {
			pattern++;
			text++;
		} else if (star) {
			pattern = star;
			text = ++retry;
		} else {
			return false;
		}
	}
	while (pattern < end && *pattern == '*')
		pattern++;
	return pattern == end;
}

#define EDIT_MAX 64

unsigned int edit_distance(const char *a, size_t a_len, const char *b)
{
	unsigned int row[EDIT_MAX + 1];
	size_t b_len = strlen(b);

	if (a_len > EDIT_MAX || b_len > EDIT_MAX)
		return EDIT_MAX;
	for (size_t j = 0; j <= b_len; j++)
		row[j] = (unsigned int)j;
	for (size_t i = 1; i <= a_len; i++) {
		unsigned int diagonal = row[0];

		row[0] = (unsigned int)i;
		for (size_t j = 1; j <= b_len; j++) {
			unsigned int best = diagonal + (a[i - 1] != b[j - 1]);

			diagonal = row[j];
			if (row[j] + 1 < best)
				best = row[j] + 1;
			if (row[j - 1] + 1 < best)
				best = row[j - 1] + 1;
			row[j] = best;
		}
	}
	return row[b_len];
}
