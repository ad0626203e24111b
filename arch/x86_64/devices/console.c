/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * The console: a serial port if there is one; the screen if there is none, or if the command line
 * says console=screen or console=both.  Once ACPI's tables were read, another port may replace the
 * first one.
 */
#include <arch/platform.h>
#include <arch/x86_64/devices/console.h>
#include <arch/x86_64/firmware/acpi.h>
#include <arch/x86_64/firmware/bootinfo.h>
#include <kernel/lib/string.h>

#define EARLY_MAX 1024

static bool on_uart, on_screen;

/* Output before the screen could be used, or before the firmware's own port was known. */
static char early[EARLY_MAX];
static size_t early_len;
static bool early_over;

static void write_uart(const char *text, size_t len)
{
	for (size_t i = 0; i < len; i++) {
		if (text[i] == '\n')
			uart_put('\r');
		uart_put(text[i]);
	}
}

static void write_screen(const char *text, size_t len)
{
	for (size_t i = 0; i < len; i++)
		screen_put(text[i]);
}

static void remember(const char *text, size_t len)
{
	for (size_t i = 0; i < len && early_len < EARLY_MAX; i++)
		early[early_len++] = text[i];
}

void console_write(const char *text, size_t len)
{
	if (!early_over)
		remember(text, len);
	if (on_uart)
		write_uart(text, len);
	if (on_screen)
		write_screen(text, len);
}

void console_status(const char *text)
{
	if (on_screen)
		screen_status(text);
}

int console_getc(void)
{
	static bool after_cr;
	int c = on_uart ? uart_get() : -1;
	bool again;

	if (c < 0 && on_screen)
		c = keyboard_get();
	if (c < 0)
		return c;
	again = after_cr && c == '\n';
	after_cr = c == '\r';
	if (again)
		return console_getc();
	return after_cr ? '\n' : c;
}

/* Is @word one of the words of @cmdline? */
static bool has_word(const char *cmdline, const char *word)
{
	size_t len = strlen(word);

	while (*cmdline) {
		if (!strncmp(cmdline, word, len) && (!cmdline[len] || cmdline[len] == ' '))
			return true;
		while (*cmdline && *cmdline != ' ')
			cmdline++;
		while (*cmdline == ' ')
			cmdline++;
	}
	return false;
}

void console_init_early(void)
{
	on_uart = uart_init();
}

void console_init(const struct bootinfo *info)
{
	bool screen_only = has_word(info->cmdline, "console=screen");

	early_over = true;
	if (uart_prefer(acpi.console_port)) {
		on_uart = true;
		write_uart(early, early_len);
	}
	if (on_uart && !screen_only && !has_word(info->cmdline, "console=both"))
		return;
	on_screen = screen_init(info);
	if (!on_screen)
		return;
	on_uart = on_uart && !screen_only;
	write_screen(early, early_len);
}

void console_drain(void)
{
	if (on_uart)
		uart_drain();
}
