/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Matching names against run=.
 */
#include <kernel/lib/printk.h>
#include <kernel/lib/string.h>
#include <tests/engine/select.h>

static size_t glob_len(const char *globs)
{
	size_t len = 0;

	while (globs[len] && globs[len] != ',')
		len++;
	return len;
}

bool selected(const char *globs, const char *name)
{
	for (;;) {
		size_t len = glob_len(globs);

		if (glob_match(globs, len, name))
			return true;
		if (!globs[len])
			return false;
		globs += len + 1;
	}
}

static bool matches_any(const char *glob, size_t len, const char *const *names, size_t n)
{
	for (size_t i = 0; i < n; i++) {
		if (glob_match(glob, len, names[i]))
			return true;
	}
	return false;
}

const char *nearest_name(const char *text, size_t len, const char *const *names, size_t n)
{
	const char *best = names[0];
	unsigned int best_distance = ~0u;

	for (size_t i = 0; i < n; i++) {
		unsigned int d = edit_distance(text, len, names[i]);

		if (d < best_distance) {
			best_distance = d;
			best = names[i];
		}
	}
	return best;
}

bool selection_is_sane(const char *key, const char *globs, const char *const *names, size_t n)
{
	for (;;) {
		size_t len = glob_len(globs);

		if (!matches_any(globs, len, names, n)) {
			printk("stalehound: %s=: nothing matches '%.*s'; the nearest is '%s', 'list' names all\n",
			       key, (int)len, globs, nearest_name(globs, len, names, n));
			return false;
		}
		if (!globs[len])
			return true;
		globs += len + 1;
	}
}
