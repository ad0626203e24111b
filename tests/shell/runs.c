/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * See runs.h.
 */
#include <arch/cpu.h>
#include <arch/user.h>
#include <kernel/lib/format.h>
#include <kernel/lib/printk.h>
#include <kernel/lib/string.h>
#include <kernel/options/cmdline.h>
#include <kernel/tlb/luf_debug.h>
#include <tests/engine/lines.h>
#include <tests/engine/suite.h>
#include <tests/shell/line.h>
#include <tests/shell/runs.h>
#include <tests/shell/state.h>

#define WORDS_MAX (LINE_MAX + sizeof("run="))

/* What is decided once, when the machine boots; a schedule is that of a boot's first run. */
static const struct {
	const char *word;
	const char *where;
} boot_words[] = {
	{ "shell", "beside" },	    { "console=", "beside" },	   { "format=", "beside" },
	{ "luf_debug=", "beside" }, { "schedule=", "instead of" },
};

static bool is_for_boot(const char *words)
{
	for (const char *at = words; *at; at++) {
		for (size_t i = 0; i < sizeof(boot_words) / sizeof(boot_words[0]); i++) {
			const char *word = boot_words[i].word;

			if ((at != words && at[-1] != ' ') || strncmp(at, word, strlen(word)))
				continue;
			printk("stalehound: '%s' is for the machine's boot, %s 'shell'\n", word,
			       boot_words[i].where);
			return true;
		}
	}
	return false;
}

/* Does @words begin with a GLOB, which has no '=' and is no word of the command line? */
static bool begins_with_glob(const char *words)
{
	bool glob = false;

	for (; *words && *words != ' '; words++) {
		if (*words == '=')
			return false;
		glob |= *words == '/' || *words == '*' || *words == '?';
	}
	return glob;
}

bool runs_begin(const char *words, bool holds)
{
	static struct options options;
	char text[WORDS_MAX];
	unsigned int plans = lines_plans();
	enum exit_status status;

	snformat(text, sizeof(text), "%s%s", begins_with_glob(words) ? "run=" : "", words);
	if (is_for_boot(text) || !cmdline_parse(text, &options))
		return false;
	if (!options.seed)
		options.seed = cpu_cycles() % 1000000 + 1;
	options.luf_debug = luf_debug_active;
	user_access_level(options.access_kernel ? USER_CPL0 : USER_CPL3);
	printk("# from the shell: %s %s\n", holds ? "hold" : "run", text);
	shell.running = true;
	shell.holds = holds;
	if (options.crash)
		options.crash();
	status = suite_main(&options);
	shell.running = false;
	shell.holds = false;
	/* Lists, and benchmarks that held, judge nothing. */
	if (lines_plans() != plans || status != EXIT_HELD)
		shell_note(status);
	return true;
}
