/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * See files.h.  It reads one byte more than a text may have, so that a longer text is refused.
 */
#include <errno.h>
#include <stdio.h>
#include <string.h>
#include <kernel/lib/printk.h>
#include <tests/text/hosted/files.h>
#include <tests/text/text.h>

#define PATH_SIZE 256

static bool cannot(const char *path, const char *why)
{
	printk("stalehound: litmus=%s: %s, expected a file to read\n", path, why);
	return false;
}

static bool load_file(const char *path)
{
	static char text[TEXT_SIZE_MAX + 1];
	FILE *file = fopen(path, "rb");
	size_t size;
	int error;

	if (!file)
		return cannot(path, strerror(errno));
	errno = 0;
	size = fread(text, 1, sizeof(text), file);
	error = ferror(file) ? errno : 0;
	(void)fclose(file);
	return error ? cannot(path, strerror(error)) : text_load(path, text, size) != NULL;
}

bool text_load_files(const char *files)
{
	char path[PATH_SIZE];

	for (;;) {
		size_t len = strcspn(files, ",");

		if (!len || len >= sizeof(path)) {
			printk("stalehound: litmus=: found a name of %zu characters, expected 1 to %u\n",
			       len, PATH_SIZE - 1);
			return false;
		}
		memcpy(path, files, len);
		path[len] = '\0';
		if (!load_file(path))
			return false;
		if (!files[len])
			return true;
		files += len + 1;
	}
}
