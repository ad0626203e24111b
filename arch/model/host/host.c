/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * The parts of the contract that need the host: console, clock, memory.
 */
#define _GNU_SOURCE /* fopencookie() */
#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <time.h>
#include <unistd.h>
#include <arch/platform.h>
#include <arch/model/host/host.h>
#include <kernel/lib/json.h>
#include <kernel/sync/panic.h>

void *host_alloc(size_t size)
{
	void *memory = calloc(1, size);

	if (memory)
		return memory;
	fprintf(stderr, "stalehound: out of memory: %zu bytes\n", size);
	exit(EXIT_USAGE);
}

double host_seconds(void)
{
	struct timespec now;

	clock_gettime(CLOCK_MONOTONIC, &now);
	return (double)now.tv_sec + (double)now.tv_nsec / 1e9;
}

static void write_out(const char *text, size_t len)
{
	while (len) {
		ssize_t n = write(STDOUT_FILENO, text, len);

		if (n < 0 && errno == EINTR)
			continue;
		if (n <= 0)
			_exit(EXIT_CRASH);
		text += n;
		len -= (size_t)n;
	}
}

static ssize_t write_lines(void *cookie, const char *text, size_t len)
{
	static struct json_lines lines;

	(void)cookie;
	json_put(&lines, text, len, write_out);
	return (ssize_t)len;
}

void host_use_json(void)
{
	const cookie_io_functions_t lines = { .write = write_lines };

	stdout = fopencookie(NULL, "w", lines);
	HOST_BUG_ON(!stdout);
}

void host_refuse(const char *why)
{
	printf("stalehound: too large for the model: %s\n", why);
	exit(EXIT_USAGE);
}

void host_bug(const char *file, int line, const char *what)
{
	fflush(stdout);
	fprintf(stderr, "stalehound: a bug of the model at %s:%d: %s\n", file, line, what);
	abort();
}

void console_write(const char *text, size_t len)
{
	fwrite(text, 1, len, stdout);
}

int console_getc(void)
{
	return -1;
}

void platform_exit(unsigned int status)
{
	exit((int)status);
}

enum world platform_world(void)
{
	return WORLD_MODEL;
}
