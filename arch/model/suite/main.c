/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * The model as a program: its arguments are the kernel's.
 */
#include <stdio.h>
#include <string.h>
#include <arch/model/host/host.h>
#include <arch/model/suite/bench.h>
#include <arch/model/suite/pairs.h>
#include <arch/model/suite/programs.h>
#include <arch/model/suite/suite.h>
#include <kernel/options/cmdline.h>
#include <kernel/sync/panic.h>

#define CMDLINE_MAX 8192

/* The arguments as one line, as a boot loader would hand them over. */
static bool join(char *line, size_t size, int argc, char **argv)
{
	size_t len = 0;

	line[0] = '\0';
	for (int i = 1; i < argc; i++) {
		int n = snprintf(line + len, size - len, "%s%s", i > 1 ? " " : "", argv[i]);

		if (n < 0 || (size_t)n >= size - len)
			return false;
		len += (size_t)n;
	}
	return true;
}

/* A blank ends a word of that line, so the name of a file would end there, too. */
static bool is_one_word(const char *word)
{
	static const char key[] = "litmus=";

	if (strncmp(word, key, sizeof(key) - 1) || !strchr(word, ' '))
		return true;
	printf("stalehound: '%s': found a blank, which ends a word, expected a name without: ln -s "
	       "gives the file one\n",
	       word);
	return false;
}

static enum exit_status run(const char *line)
{
	struct options options;

	if (!cmdline_parse(line, &options))
		return EXIT_USAGE;
	if (!options.seed)
		options.seed = 1;
	if (options.bench)
		return bench_run(&options);
	if (options.programs)
		return programs_run(&options);
	if (options.pairs)
		return pairs_run(&options);
	return suite_run(&options);
}

static enum exit_status help(void)
{
	printf("Usage: stalehound [WORD...]\n\n"
	       "Search every execution of the litmus tests.  README.md and docs/MODEL.md tell what\n"
	       "the words mean:\n\n");
	cmdline_print_words();
	printf("\nExit status: 0 all held; 1 a litmus failed; 2 usage; 3 a crash; 5 undecided.\n");
	return EXIT_HELD;
}

int main(int argc, char **argv)
{
	static char line[CMDLINE_MAX];
	enum exit_status status;

	if (argc == 2 && (!strcmp(argv[1], "--help") || !strcmp(argv[1], "-h")))
		return (int)help();

	for (int i = 1; i < argc; i++) {
		if (!is_one_word(argv[i]))
			return EXIT_USAGE;
	}
	if (!join(line, sizeof(line), argc, argv)) {
		printf("stalehound: the arguments are longer than %d characters\n", CMDLINE_MAX);
		return EXIT_USAGE;
	}
	if (!cmdline_asks_json(line))
		return (int)run(line);
	host_use_json();
	status = run(line);
	printf("{\"exit_status\":%d}\n", (int)status);
	return (int)status;
}
