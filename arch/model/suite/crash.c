/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * The signal comes at the access that faulted, on a stack of its own, and the handler ends the
 * execution there.  Outside the race there is no execution to end: the run ends.
 */
#define _GNU_SOURCE /* REG_RIP */
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <ucontext.h>
#include <arch/cpu.h>
#include <arch/model/host/host.h>
#include <arch/model/host/symbol.h>
#include <arch/model/machine/machine.h>
#include <arch/model/machine/sched.h>
#include <arch/model/suite/crash.h>
#include <kernel/sync/panic.h>
#include <tests/engine/session.h>

#define ORACLE	   "crash"
#define STACK_SIZE (64UL << 10)

static const char *what(int number, const siginfo_t *info, const char *place)
{
	static char text[PLACE_MAX + 80];

	if (number == SIGSEGV && info->si_code != SI_KERNEL)
		snprintf(text, sizeof(text), "address %lx is touched, where nothing is, in %s",
			 (unsigned long)info->si_addr, place);
	else
		snprintf(text, sizeof(text), "%s, in %s", strsignal(number), place);
	return text;
}

static void crashed(int number, siginfo_t *info, void *context)
{
	const ucontext_t *at = context;
	char place[PLACE_MAX];

	/* The model makes marked accesses, so their place is in the model; the trace has the
	 * caller. */
	symbol_place((uintptr_t)at->uc_mcontext.gregs[REG_RIP] + 1, place);
	if (interleaved)
		execution_violates(ORACLE, "%s", what(number, info, place));
	if (!strncmp(place, "arch/model/", strlen("arch/model/")) || !scene_now()->litmus) {
		/* A crash of the model itself: take the default action once this returns. */
		signal(number, SIG_DFL);
		return;
	}
	printf("\nBail out! stalehound: %s, before or after its race: %s\n# exit status %d\n",
	       scene_now()->litmus->name, what(number, info, place), EXIT_CRASH);
	exit(EXIT_CRASH);
}

void crash_watch(void)
{
	const int numbers[] = { SIGSEGV, SIGBUS, SIGFPE, SIGILL };
	const stack_t stack = { .ss_sp = host_alloc(STACK_SIZE), .ss_size = STACK_SIZE };
	/* SA_NODEFER: an ended execution never returns from its signal, and the next may crash,
	 * too.
	 */
	struct sigaction action = { .sa_sigaction = crashed,
				    .sa_flags = SA_SIGINFO | SA_ONSTACK | SA_NODEFER };

	HOST_BUG_ON(sigaltstack(&stack, NULL));
	for (size_t i = 0; i < sizeof(numbers) / sizeof(numbers[0]); i++)
		HOST_BUG_ON(sigaction(numbers[i], &action, NULL));
}

bool crash_is(const struct finding *finding)
{
	return finding->violated && !strcmp(finding->oracle, ORACLE);
}
