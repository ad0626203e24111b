/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * See jobs.h.
 */
#define _GNU_SOURCE /* memfd_create() */
#include <errno.h>
#include <signal.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/prctl.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <unistd.h>
#include <arch/model/host/host.h>
#include <arch/model/suite/jobs.h>
#include <kernel/sync/panic.h>

#define DEATH_MAX 100

struct item {
	pid_t pid;
	int output; /* a file in memory */
	int status; /* of wait() */
	bool ended;
};

/* The results that the processes leave for the one that started them. */
struct report {
	bool finished;
	_Alignas(16) unsigned char result[];
};

static struct item *items;
static unsigned char *reports;
static size_t report_size;

static struct report *report_of(size_t item)
{
	return (struct report *)(void *)(reports + item * report_size);
}

static _Noreturn void give_up(const char *what)
{
	fflush(stdout);
	fprintf(stderr, "stalehound: jobs=: cannot %s: %s\n", what, strerror(errno));
	exit(EXIT_USAGE);
}

static void share_reports(const struct jobs *jobs)
{
	size_t align = _Alignof(struct report);

	report_size = (sizeof(struct report) + jobs->result_size + align - 1) / align * align;
	reports = mmap(NULL, jobs->nr * report_size, PROT_READ | PROT_WRITE,
		       MAP_SHARED | MAP_ANONYMOUS, -1, 0);
	if (reports == MAP_FAILED)
		give_up("share memory");
	items = host_alloc(jobs->nr * sizeof(*items));
}

static _Noreturn void work(const struct jobs *jobs, size_t item, pid_t parent)
{
	/* Nobody would read the output of an orphan. */
	prctl(PR_SET_PDEATHSIG, SIGKILL);
	if (getppid() != parent)
		_exit(EXIT_CRASH);
	dup2(items[item].output, STDOUT_FILENO);
	jobs->work(item, report_of(item)->result);
	report_of(item)->finished = fflush(stdout) == 0;
	_exit(EXIT_HELD);
}

static void begin(const struct jobs *jobs, size_t item)
{
	pid_t parent = getpid();

	fflush(stdout);
	items[item].output = memfd_create("stalehound", MFD_CLOEXEC);
	if (items[item].output < 0)
		give_up("make a file");
	items[item].pid = fork();
	if (items[item].pid < 0)
		give_up("start a process");
	if (!items[item].pid)
		work(jobs, item, parent);
}

/* Wait until one of the first @begun items has ended. */
static void await_one(size_t begun)
{
	int status;
	pid_t pid;

	do
		pid = wait(&status);
	while (pid < 0 && errno == EINTR);
	if (pid < 0)
		give_up("wait for a process");
	for (size_t i = 0; i < begun; i++) {
		if (items[i].pid != pid || items[i].ended)
			continue;
		items[i].ended = true;
		items[i].status = status;
	}
}

static void print_output(size_t item)
{
	static char buf[1 << 16];
	int fd = items[item].output;
	ssize_t n;

	for (off_t at = 0; (n = pread(fd, buf, sizeof(buf), at)) > 0; at += n)
		fwrite(buf, 1, (size_t)n, stdout);
	fflush(stdout);
	close(fd);
}

/* How the process of @item ended before its work was done, or NULL. */
static const char *death_of(size_t item, char text[DEATH_MAX])
{
	int status = items[item].status;

	if (WIFSIGNALED(status))
		snprintf(text, DEATH_MAX, "its process was killed by signal %d (%s)",
			 WTERMSIG(status), strsignal(WTERMSIG(status)));
	else if (WEXITSTATUS(status) || !report_of(item)->finished)
		snprintf(text, DEATH_MAX, "its process ended early, with status %d",
			 WEXITSTATUS(status));
	else
		return NULL;
	return text;
}

static bool finish(const struct jobs *jobs, size_t item)
{
	char text[DEATH_MAX];
	const char *death = death_of(item, text);

	print_output(item);
	jobs->collect(item, report_of(item)->result, death);
	return !death;
}

static bool is_enough(const struct jobs *jobs)
{
	return jobs->enough && jobs->enough();
}

static void leave_out_from(const struct jobs *jobs, size_t first)
{
	for (size_t i = first; i < jobs->nr; i++)
		jobs->leave_out(i);
}

static bool run_here(const struct jobs *jobs)
{
	size_t i;

	for (i = 0; i < jobs->nr && !is_enough(jobs); i++) {
		jobs->work(i, report_of(i)->result);
		jobs->collect(i, report_of(i)->result, NULL);
	}
	leave_out_from(jobs, i);
	return true;
}

bool jobs_run(const struct jobs *jobs)
{
	size_t begun = 0;
	size_t ended = 0;
	size_t printed = 0;
	bool all = true;

	share_reports(jobs);
	if (jobs->at_a_time == 1)
		return run_here(jobs);
	while (printed < begun || (begun < jobs->nr && !is_enough(jobs))) {
		while (begun < jobs->nr && begun - ended < jobs->at_a_time && !is_enough(jobs))
			begin(jobs, begun++);
		await_one(begun);
		ended++;
		for (; printed < begun && items[printed].ended; printed++)
			all &= finish(jobs, printed);
	}
	leave_out_from(jobs, begun);
	return all;
}

long jobs_peak_kib(void)
{
	struct rusage self;
	struct rusage children;

	getrusage(RUSAGE_SELF, &self);
	getrusage(RUSAGE_CHILDREN, &children);
	return self.ru_maxrss > children.ru_maxrss ? self.ru_maxrss : children.ru_maxrss;
}
