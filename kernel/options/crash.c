/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * The ways to go wrong.
 */
#include <stddef.h>
#include <stdint.h>
#include <arch/atomic.h>
#include <arch/cpu.h>
#include <arch/ipi.h>
#include <kernel/lib/bug.h>
#include <kernel/lib/string.h>
#include <kernel/options/crash.h>
#include <kernel/smp/smp.h>
#include <kernel/sync/lock.h>

static void crash_bug(void)
{
	BUG_ON(nr_cpus != 0);
}

static void crash_null(void)
{
	static uintptr_t nowhere = 8; /* a variable, or the compiler notices */

	(void)READ_ONCE(*(int *)READ_ONCE(nowhere));
}

/* The kernel's code is not writable. */
static void crash_text(void)
{
	uintptr_t code = (uintptr_t)crash_null;

	WRITE_ONCE(*(char *)code, 0);
}

static void crash_trap(void)
{
	__builtin_trap();
}

static uint64_t deeper(uint64_t depth)
{
	uint64_t room[32];

	for (unsigned int i = 0; i < 32; i++)
		WRITE_ONCE(room[i], depth);
	return READ_ONCE(depth) ? deeper(depth + 1) + READ_ONCE(room[depth % 32]) : 0;
}

static void crash_stack(void)
{
	(void)deeper(1);
}

static void crash_nmi(void)
{
	nmi_send_others();
	for (;;)
		cpu_relax();
}

static spinlock_t never_released;
static int taken;

static void take_it(void *arg)
{
	(void)arg;
	spin_lock(&never_released);
	WRITE_ONCE(taken, 1);
}

/* Another CPU takes a lock and goes to sleep with it. */
static void crash_lock(void)
{
	if (nr_cpus > 1) {
		smp_call(1, take_it, NULL);
		smp_wait(1);
	} else {
		never_released.owner_plus_one = MAX_CPUS;
	}
	spin_lock(&never_released);
}

static const struct {
	const char *name;
	crash_fn *fn;
} kinds[] = {
	{ "bug", crash_bug },	{ "null", crash_null },	  { "text", crash_text },
	{ "trap", crash_trap }, { "stack", crash_stack }, { "nmi", crash_nmi },
	{ "lock", crash_lock },
};

crash_fn *crash_find(const char *name, unsigned long len)
{
	for (size_t i = 0; i < sizeof(kinds) / sizeof(kinds[0]); i++) {
		if (strlen(kinds[i].name) == len && strncmp(kinds[i].name, name, len) == 0)
			return kinds[i].fn;
	}
	return NULL;
}
