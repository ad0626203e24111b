/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * See complete.h.
 */
#include <kernel/lib/string.h>
#include <tests/shell/complete.h>

static size_t alike(const char *a, const char *b)
{
	size_t n = 0;

	while (a[n] && a[n] == b[n])
		n++;
	return n;
}

size_t complete(const char *word, size_t len, names_fn *name, const char **first, size_t *common)
{
	const char *candidate;
	size_t nr = 0;

	*first = NULL;
	*common = 0;
	for (size_t i = 0; (candidate = name(i)) != NULL; i++) {
		size_t n;

		if (strncmp(candidate, word, len) != 0)
			continue;
		nr++;
		if (!*first)
			*first = candidate;
		n = alike(*first, candidate);
		if (nr == 1 || n < *common)
			*common = n;
	}
	return nr;
}
