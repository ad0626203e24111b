/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * boot/grub.cfg: what its entries hand to the kernel is taken, and no family of tests is left out.
 */
#include <dirent.h>
#include <stdio.h>
#include <string.h>
#include <tests/engine/select.h>
#include <tests/unit/cmdline_parse.h>

#define ENTRIES_MAX 64
#define WORDS_MAX   256

/* What is behind "stalehound" in each entry, but for the first, whose words come from elsewhere. */
static char entries[ENTRIES_MAX][WORDS_MAX];
static size_t nr_entries;

static void read_menu(void)
{
	FILE *menu = fopen("boot/grub.cfg", "r");
	char text[WORDS_MAX];

	EXPECT(menu);
	while (fgets(text, sizeof(text), menu)) {
		char *words = text + strspn(text, "\t");

		if (strncmp(words, "stalehound ", 11) || strchr(words, '$'))
			continue;
		EXPECT(nr_entries < ENTRIES_MAX);
		words[strcspn(words, "\n")] = '\0';
		strcpy(entries[nr_entries++], words + 11);
	}
	fclose(menu);
	EXPECT(nr_entries > 10);
}

TEST(taken, "menu: the kernel takes the words of each entry, on serial line and screen")
{
	char words[WORDS_MAX + 16];

	read_menu();
	for (size_t i = 0; i < nr_entries; i++) {
		ACCEPTS(entries[i]);
		snprintf(words, sizeof(words), "%.200s console=both", entries[i]);
		ACCEPTS(words);
	}
}

static bool has_word(const char *word)
{
	for (size_t i = 0; i < nr_entries; i++) {
		if (!strcmp(entries[i], word))
			return true;
	}
	return false;
}

TEST(choices, "menu: it has what a person at a machine may want")
{
	read_menu();
	EXPECT(has_word("shell") && has_word("stop=1") && has_word("mutate=teeth"));
	EXPECT(has_word("run=hw/*") && has_word("bench=pressure") && has_word("list"));
}

/* Does an entry run the tests of @family, and not all that there are? */
static bool is_offered(const char *family)
{
	char name[WORDS_MAX + 16];

	snprintf(name, sizeof(name), "%s/x", family);
	for (size_t i = 0; i < nr_entries; i++) {
		ACCEPTS(entries[i]);
		if (strcmp(options.run, "*") && selected(options.run, name))
			return true;
	}
	return false;
}

TEST(families, "menu: each family of tests is in one of its entries")
{
	DIR *litmus = opendir("tests/litmus");
	const struct dirent *entry;
	unsigned int nr = 0;

	read_menu();
	EXPECT(litmus);
	while ((entry = readdir(litmus)) != NULL) {
		if (entry->d_name[0] == '.')
			continue;
		if (!is_offered(entry->d_name))
			unit_fail(__FILE__, __LINE__, "no entry runs %s/*", entry->d_name);
		nr++;
	}
	closedir(litmus);
	EXPECT(nr > 10);
}
