/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Running the tests of one program.  A line for each: "ok - …" or "not ok - …", the
 * latter after the reason, and with what the kernel's console said.
 */
#include <signal.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <unistd.h>
#include <kernel/sync/panic.h>
#include <tests/unit/host.h>
#include <tests/unit/paint.h>
#include <tests/unit/unit.h>

#define TESTS_MAX     64
#define CPU_LIMIT_S   60 /* that a test may use itself: nothing to do with the host's load */
#define STATUS_FAILED 99

static struct {
	const char *what;
	unit_fn *fn;
} tests[TESTS_MAX];

static unsigned int nr_tests;
static pid_t child;

void unit_register(const char *what, unit_fn *fn)
{
	if (nr_tests == TESTS_MAX)
		abort();
	tests[nr_tests].what = what;
	tests[nr_tests++].fn = fn;
}

unsigned int unit_rounds(unsigned int all)
{
	return getenv("UNIT_FULL") ? all : all / 16;
}

void unit_exit(int status)
{
	fflush(NULL);
	_exit(status);
}

void unit_fail(const char *file, int line, const char *fmt, ...)
{
	va_list args;

	printf("#   %s:%d: ", file, line);
	va_start(args, fmt);
	vprintf(fmt, args);
	va_end(args);
	printf("\n");
	unit_exit(STATUS_FAILED);
}

void unit_expect_eq(uint64_t got, uint64_t want, const char *what, const char *file, int line)
{
	if (got != want)
		unit_fail(file, line, "%s is %lu (%lx), not %lu (%lx)", what, got, got, want, want);
}

void unit_expect_str(const char *got, const char *want, const char *what, const char *file,
		     int line)
{
	if (strcmp(got, want))
		unit_fail(file, line, "%s is '%s', not '%s'", what, got, want);
}

/* A test that uses up its time on the CPU is ended by SIGXCPU: it hangs. */
static void limit_cpu_time(void)
{
	const char *asked = getenv("UNIT_CPU_LIMIT");
	rlim_t seconds = asked ? (rlim_t)strtoul(asked, NULL, 10) : CPU_LIMIT_S;
	struct rlimit limit;

	if (getrlimit(RLIMIT_CPU, &limit))
		abort();
	if (limit.rlim_max != RLIM_INFINITY && seconds > limit.rlim_max)
		seconds = limit.rlim_max;
	limit.rlim_cur = seconds;
	if (setrlimit(RLIMIT_CPU, &limit))
		abort();
}

bool unit_fork(void)
{
	fflush(NULL);
	host_console_clear();
	child = fork();
	if (child < 0)
		abort();
	if (child == 0)
		limit_cpu_time();
	return child == 0;
}

int unit_wait(void)
{
	int status;

	if (waitpid(child, &status, 0) != child)
		abort();
	return WIFSIGNALED(status) ? 128 + WTERMSIG(status) : WEXITSTATUS(status);
}

void unit_expect_panic(const char *text, const char *what, const char *file, int line)
{
	int status = unit_wait();

	if (status != HOST_EXIT + EXIT_CRASH)
		unit_fail(file, line, "no panic (status %d): %s", status, what);
	if (!strstr(host_console(), text))
		unit_fail(file, line, "the panic does not say '%s': %s", text, what);
	host_console_clear();
}

static void print_console(void)
{
	char *rest = strdup(host_console());

	for (char *line = strtok(rest, "\n"); line; line = strtok(NULL, "\n"))
		printf("#   console: %s\n", line);
	free(rest);
}

static void print_end(int status)
{
	if (status == 128 + SIGXCPU)
		printf("#   the test hangs: it has used up its time on the CPU\n");
	else if (status != STATUS_FAILED)
		printf("#   the test ended with status %d\n", status);
}

static bool run(unsigned int i)
{
	int status;

	if (unit_fork()) {
		paint_stack();
		tests[i].fn();
		unit_exit(0);
	}
	status = unit_wait();
	if (status) {
		print_console();
		print_end(status);
	}
	printf("%sok - %s\n", status ? "not " : "", tests[i].what);
	return status == 0;
}

int main(void)
{
	unsigned int failed = 0;

	host_init();
	for (unsigned int i = 0; i < nr_tests; i++)
		failed += !run(i);
	/* A result that nobody can read is none. */
	return fflush(stdout) || ferror(stdout) ? 2 : failed != 0;
}
