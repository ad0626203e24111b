/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * The dialogue: a prompt, a line, its command, until it is over.
 *
 * Prompts and lines are not sealed, since typed text may be deleted again
 * (tools/reporting/wire.py leaves out lines that begin with a prompt).
 */
#include <stddef.h>
#include <arch/cpu.h>
#include <kernel/lib/printk.h>
#include <kernel/lib/string.h>
#include <tests/engine/suite.h>
#include <tests/shell/commands.h>
#include <tests/shell/input.h>
#include <tests/shell/line.h>
#include <tests/shell/shell.h>
#include <tests/shell/state.h>

/* If noise on the line opened the shell, no command comes: the run goes on after so long.
 */
#define UNATTENDED_S 60

struct shell shell;

/* From the best to the worst. */
static unsigned int rank(enum exit_status status)
{
	static const enum exit_status ranks[] = { EXIT_HELD, EXIT_UNDECIDED, EXIT_USAGE,
						  EXIT_CAUGHT };
	unsigned int i = 0;

	while (i < sizeof(ranks) / sizeof(ranks[0]) && ranks[i] != status)
		i++;
	return i;
}

void shell_note(enum exit_status status)
{
	if (!shell.judged || rank(status) > rank(shell.worst))
		shell.worst = status;
	shell.judged = true;
}

static void echo(const char *text, size_t len)
{
	printk_unsealed(true);
	printk("%.*s", (int)len, text);
	printk_unsealed(false);
}

static struct line line = { .echo = echo };

static void print_prompt(void)
{
	const char *prompt = shell.mode == SHELL_IDLE	? "# stalehound> " :
			     shell.mode == SHELL_PAUSED ? "# paused> " :
							  "# held> ";

	echo(prompt, strlen(prompt));
}

/* Read one line into line.text.  False: there is nothing to do; *@gone: nobody typed until @end. */
static bool read_line(uint64_t end, bool *gone)
{
	line_begin(&line);
	print_prompt();
	for (;;) {
		int c = input_wait(end);

		*gone = c < 0;
		if (*gone) {
			echo("\n", 1);
			return false;
		}
		switch (line_take(&line, c)) {
		case LINE_DONE:
			return true;
		case LINE_DROPPED:
			return false;
		case LINE_TOO_LONG:
			printk("# longer than %d characters: nothing was done\n", LINE_MAX);
			shell_note(EXIT_USAGE);
			return false;
		case LINE_COMPLETE:
			if (!commands_complete(&line))
				break;
			print_prompt();
			line_show(&line);
			break;
		case LINE_MORE:
			break;
		}
	}
}

/* One dialogue, perhaps inside another one. */
static void talk(enum shell_mode mode, const struct session *held)
{
	const struct shell outer = shell;
	bool attended = mode != SHELL_PAUSED || shell.running;
	uint64_t wait = UNATTENDED_S * 1000000ULL * cpu_cycles_per_us();
	uint64_t end = attended ? INPUT_NO_END : cpu_cycles() + wait;
	char text[LINE_MAX + 1];

	shell.mode = mode;
	shell.held = held;
	shell.over = false;
	while (!shell.over) {
		bool gone;

		if (read_line(end, &gone)) {
			memcpy(text, line.text, sizeof(text));
			if (command_run(text))
				end = INPUT_NO_END;
		} else if (gone) {
			printk("# nobody typed a command for %d s: the run goes on\n",
			       UNATTENDED_S);
			break;
		}
	}
	shell.mode = outer.mode;
	shell.held = outer.held;
	shell.over = shell.leaves;
}

static void look(void)
{
	/* Typed text cannot be lines of JSON. */
	if (printk_is_json() || !input_look(shell.running))
		return;
	printk("# paused between two sessions: 'continue' goes on, 'help' lists what else there is\n");
	talk(SHELL_PAUSED, NULL);
}

static void caught(const struct session *session, enum pause_stage stage)
{
	if (!shell.holds)
		return;
	shell.cleared = stage != PAUSE_AFTER_RUN;
	if (shell.cleared)
		printk("# held at this violation, found when its run was already cleared away: 'continue' goes "
		       "on\n");
	else
		printk("# held at this violation, before anything is cleared away: 'continue' goes on\n");
	talk(SHELL_HELD, session);
	shell.cleared = false;
}

const struct pauser shell_pauser = { .look = look, .caught = caught };

bool shell_wants_reset(void)
{
	return shell.resets;
}

enum exit_status shell_main(void)
{
	if (!suite_find_tests())
		return EXIT_USAGE;
	printk("# shell: 'help' lists what may be typed, Tab completes it\n");
	talk(SHELL_IDLE, NULL);
	if (shell.judged)
		return shell.worst;
	printk("stalehound: nothing was judged: no test was run\n");
	return EXIT_UNDECIDED;
}
