/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * The console is standard output; the way out is exit().
 */
#include <stdarg.h>
#include <stdlib.h>
#include <unistd.h>
#include <arch/linux/host/lacks.h>
#include <arch/platform.h>
#include <kernel/lib/printk.h>
#include <kernel/sync/panic.h>

void console_write(const char *text, size_t len)
{
	while (len) {
		ssize_t n = write(STDOUT_FILENO, text, len);

		if (n <= 0)
			_exit(EXIT_CRASH);
		text += n;
		len -= (size_t)n;
	}
}

_Noreturn void platform_exit(unsigned int status)
{
	_exit((int)status);
}

static void say(const char *fmt, va_list args)
{
	printk("stalehound: ");
	vprintk(fmt, args);
	printk("\n");
}

_Noreturn void panic(const char *fmt, ...)
{
	va_list args;

	va_start(args, fmt);
	say(fmt, args);
	va_end(args);
	platform_exit(EXIT_CRASH);
}

_Noreturn void lacks(const char *fmt, ...)
{
	va_list args;

	va_start(args, fmt);
	say(fmt, args);
	va_end(args);
	platform_exit(EXIT_UNDECIDED);
}
