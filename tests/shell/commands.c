/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * See commands.h.  Each command gets the text after its name.
 */
#include <kernel/lib/format.h>
#include <kernel/lib/printk.h>
#include <kernel/lib/string.h>
#include <kernel/options/cmdline.h>
#include <tests/engine/pause.h>
#include <tests/engine/registry.h>
#include <tests/engine/rows.h>
#include <tests/engine/select.h>
#include <tests/hw/probe.h>
#include <tests/shell/commands.h>
#include <tests/shell/places.h>
#include <tests/shell/runs.h>
#include <tests/shell/show.h>
#include <tests/shell/state.h>
#include <tests/shell/words.h>

#define ANYWHERE (SHELL_IDLE | SHELL_PAUSED | SHELL_HELD)
#define IN_A_RUN (SHELL_PAUSED | SHELL_HELD)

struct command {
	const char *name;
	const char *args; /* what may stand behind it, "" for nothing */
	const char *does;
	unsigned int modes;	       /* enum shell_mode: where it has a meaning */
	bool (*run)(const char *args); /* false: refused, in one line */
};

static bool do_help(const char *args);

static bool do_run(const char *args)
{
	return runs_begin(args, false);
}

/* In a run: go on, and open the shell at the next violation. */
static bool do_hold(const char *args)
{
	if (shell.mode == SHELL_IDLE)
		return runs_begin(args, true);
	if (*args) {
		printk("stalehound: a run is under way: 'hold' alone goes on with it, 'stop' ends it\n");
		return false;
	}
	shell.holds = true;
	shell.over = true;
	return true;
}

static bool do_bench(const char *args)
{
	char words[LINE_MAX + 1];

	snformat(words, sizeof(words), "bench=%s", *args ? args : "*");
	return runs_begin(words, false);
}

static bool do_probes(const char *args)
{
	(void)args;
	return runs_begin("hw/*", false);
}

static bool do_list(const char *args)
{
	const char *globs = *args ? args : "*";

	if (!words_known(globs, words_test))
		return false;
	probes_list(globs);
	registry_list(globs);
	return true;
}

static bool do_mutants(const char *args)
{
	const char *globs = *args ? args : "*";

	if (!words_known(globs, words_mutant))
		return false;
	registry_list_mutants(globs);
	return true;
}

static bool do_words(const char *args)
{
	(void)args;
	cmdline_print_words();
	return true;
}

static bool do_table(const char *args)
{
	static const uint64_t none[LITMUS_OUTCOMES];

	if (!*args && shell.held) {
		printk("# %s, %lu runs\n", shell.held->litmus->name, shell.held->tally->runs);
		rows_print(shell.held->litmus, shell.held->tally->seen);
		return true;
	}
	if (!*args) {
		printk("stalehound: table: of which test?  A held run's, or table GLOB\n");
		return false;
	}
	if (!words_known(args, words_test))
		return false;
	for (size_t i = 0; i < registry_count(); i++) {
		if (!selected(args, registry_at(i)->name))
			continue;
		printk("# %s: %s\n", registry_at(i)->name, registry_at(i)->asks);
		rows_print(registry_at(i), none);
	}
	return true;
}

static bool do_cpus(const char *args)
{
	(void)args;
	show_cpus(shell.held);
	return true;
}

static bool do_luf(const char *args)
{
	(void)args;
	show_luf(shell.held);
	return true;
}

static bool do_steps(const char *args)
{
	(void)args;
	show_steps(shell.held);
	return true;
}

/* Are the VMAs and tables of the held run gone?  If so, prints one line. */
static bool is_cleared(void)
{
	if (shell.cleared)
		printk("stalehound: the run is already cleared away: its areas and tables are gone\n");
	return shell.cleared;
}

static bool do_mm(const char *args)
{
	if (is_cleared())
		return false;
	for (unsigned int i = 0; i < LITMUS_MMS; i++) {
		if (!*args || place_mm(shell.held, args) == shell.held->scene.run.mms[i])
			show_mm(shell.held->scene.run.mms[i]);
	}
	if (!*args || place_mm(shell.held, args))
		return true;
	printk("stalehound: mm %s: must be a number from 0 to %d\n", args, LITMUS_MMS - 1);
	return false;
}

static bool do_walk(const char *args)
{
	struct place place;

	if (is_cleared())
		return false;
	if (!place_parse(shell.held, args, &place)) {
		printk("stalehound: walk %s: must be an address in hex, or x, z, lone or other, and "
		       "maybe an mm from 0 to %d\n",
		       args, LITMUS_MMS - 1);
		return false;
	}
	printk("# va %lx in mm %lu\n", place.va, place.mm->tlb.ctx_id);
	show_walk(place.mm, place.va);
	return true;
}

static bool do_continue(const char *args)
{
	(void)args;
	shell.over = true;
	return true;
}

static bool do_stop(const char *args)
{
	(void)args;
	pause_give_up();
	shell.over = true;
	return true;
}

/* Also in a run: the rest of it is reported as not run, then the machine leaves. */
static bool do_off(const char *args)
{
	(void)args;
	if (shell.mode != SHELL_IDLE)
		pause_give_up();
	shell.holds = false;
	shell.over = true;
	shell.leaves = true;
	return true;
}

static bool do_reboot(const char *args)
{
	do_off(args);
	shell.resets = true;
	return true;
}

/* clang-format off */
static const struct command commands[] = {
	{ "help", "[COMMAND]", "list what may be typed", ANYWHERE, do_help },
	{ "list", "[GLOB]", "the tests and probes", ANYWHERE, do_list },
	{ "mutants", "[GLOB]", "what can be taken away", ANYWHERE, do_mutants },
	{ "words", "", "the words that 'run' and 'hold' take", ANYWHERE, do_words },
	{ "table", "[GLOB]", "the outcomes of tests; of the held run, with what was seen", ANYWHERE, do_table },
	{ "run", "[GLOB] [WORD]...", "run tests: run unmap/* mutate=teeth", SHELL_IDLE, do_run },
	{ "hold", "[GLOB] [WORD]...", "the same, and come back here at each violation that is told", ANYWHERE, do_hold },
	{ "probes", "", "what this CPU keeps stale", SHELL_IDLE, do_probes },
	{ "bench", "[GLOB] [WORD]...", "benchmarks", SHELL_IDLE, do_bench },
	{ "continue", "", "go on with the run", IN_A_RUN, do_continue },
	{ "stop", "", "give the run up: what is left of it is undecided", IN_A_RUN, do_stop },
	{ "cpus", "", "each CPU's mm, and its slots with their generations", ANYWHERE, do_cpus },
	{ "luf", "", "LUF's time, and the flushes that are deferred", ANYWHERE, do_luf },
	{ "steps", "", "the last steps of the CPUs", ANYWHERE, do_steps },
	{ "mm", "[N]", "the areas of the run's mms", SHELL_HELD, do_mm },
	{ "walk", "VA [N]", "the entries that lead to VA in mm N: hex, or x, z, lone, other", SHELL_HELD, do_walk },
	{ "off", "", "leave, with the worst status of what was run", ANYWHERE, do_off },
	{ "reboot", "", "the same, and reset the machine", ANYWHERE, do_reboot },
};
/* clang-format on */

#define NR_COMMANDS (sizeof(commands) / sizeof(commands[0]))

static const char *command_name(size_t i)
{
	return i < NR_COMMANDS ? commands[i].name : NULL;
}

static const struct command *find(const char *name)
{
	for (size_t i = 0; i < NR_COMMANDS; i++) {
		if (!strcmp(commands[i].name, name))
			return &commands[i];
	}
	printk("stalehound: no command '%s'; the nearest is '%s', 'help' lists all\n", name,
	       words_nearest(name, command_name));
	return NULL;
}

/* For help: when a command with @modes can be used. */
static const char *not_here(unsigned int modes)
{
	return modes == SHELL_IDLE ? " (when nothing runs)" :
	       modes == SHELL_HELD ? " (when a run is held)" :
				     " (in a run)";
}

static bool do_help(const char *args)
{
	for (size_t i = 0; i < NR_COMMANDS; i++) {
		const struct command *command = &commands[i];

		if (!*args || strcmp(args, command->name) == 0)
			printk("# %-8s %-16s %s%s\n", command->name, command->args, command->does,
			       command->modes & shell.mode ? "" : not_here(command->modes));
	}
	if (*args)
		return find(args) != NULL;
	printk("# in a run, '!' or Ctrl-C opens the shell between two sessions\n");
	return true;
}

/* Why a command with @modes cannot be used now, and what to do. */
static const char *where(unsigned int modes)
{
	if (modes == SHELL_IDLE)
		return "a run is under way: 'continue' or 'stop' it first";
	if (modes == SHELL_HELD)
		return "nothing is held: 'hold GLOB mutate=teeth' runs tests until a violation is told";
	return "no run is under way";
}

static bool obey(const struct command *command, const char *args)
{
	if (!(command->modes & shell.mode)) {
		printk("stalehound: %s: %s\n", command->name, where(command->modes));
		return false;
	}
	if (*args && !*command->args) {
		printk("stalehound: '%s' takes nothing behind it\n", command->name);
		return false;
	}
	return command->run(args);
}

bool command_run(char *text)
{
	const struct command *command;
	const char *args;

	while (*text == ' ')
		text++;
	args = words_split(text);
	if (!*text)
		return false;
	command = find(text);
	if (!command || !obey(command, args))
		shell_note(EXIT_USAGE);
	return command != NULL;
}

bool commands_complete(struct line *line)
{
	return words_complete(line, command_name);
}
