/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * The part of arch/cpu.h that a program can have.  It has no interrupts to disable, and no points.
 */
#include <cpuid.h>
#include <linux/futex.h>
#include <sched.h>
#include <sys/syscall.h>
#include <time.h>
#include <unistd.h>
#include <arch/linux/host/cpu.h>
#include <arch/linux/host/lacks.h>
#include <kernel/lib/bug.h>

#define CALIBRATION_NS 20000000L

static unsigned int numbers[MAX_CPUS];
static uint64_t per_us;
static _Thread_local unsigned int here;

unsigned int nr_cpus;

static uint64_t nanoseconds(void)
{
	struct timespec now;

	clock_gettime(CLOCK_MONOTONIC_RAW, &now);
	return (uint64_t)now.tv_sec * 1000000000UL + (uint64_t)now.tv_nsec;
}

void cpus_init(void)
{
	uint64_t start;
	uint64_t cycles;
	cpu_set_t set;

	if (sched_getaffinity(0, sizeof(set), &set))
		lacks("no affinity mask of at most %d CPUs", CPU_SETSIZE);
	for (unsigned int i = 0; i < CPU_SETSIZE && nr_cpus < MAX_CPUS; i++) {
		if (CPU_ISSET(i, &set))
			numbers[nr_cpus++] = i;
	}
	start = nanoseconds();
	cycles = cpu_cycles();
	while (nanoseconds() - start < CALIBRATION_NS)
		cpu_relax();
	per_us = (cpu_cycles() - cycles) * 1000 / (nanoseconds() - start);
	if (!per_us)
		panic("the time-stamp counter stands still");
}

void cpu_bind(unsigned int cpu)
{
	cpu_set_t set;

	CPU_ZERO(&set);
	CPU_SET(numbers[cpu], &set);
	if (sched_setaffinity(0, sizeof(set), &set))
		lacks("CPU %u is not for this program any more", numbers[cpu]);
	here = cpu;
}

unsigned int cpu_number(unsigned int cpu)
{
	return numbers[cpu];
}

unsigned int cpu_id(void)
{
	return here;
}

bool cpu_is_bound(void)
{
	return sched_getcpu() == (int)numbers[here];
}

void cpu_doze(void)
{
	static const struct timespec moment = { .tv_nsec = 20000 };

	nanosleep(&moment, NULL);
}

void cpu_sleep(const uint32_t *word, uint32_t value)
{
	static const struct timespec second = { .tv_sec = 1 };

	(void)syscall(SYS_futex, word, FUTEX_WAIT, value, &second, NULL, 0);
}

void cpu_wake_all(const uint32_t *word)
{
	(void)syscall(SYS_futex, word, FUTEX_WAKE, MAX_CPUS, NULL, NULL, 0);
}

void cpu_relax(void)
{
	__builtin_ia32_pause();
}

/* The fences keep the clock from being read before earlier accesses, or after later ones. */
uint64_t cpu_cycles(void)
{
	uint64_t now;

	__builtin_ia32_lfence();
	now = __builtin_ia32_rdtsc();
	__builtin_ia32_lfence();
	return now;
}

uint64_t cpu_cycles_per_us(void)
{
	return per_us;
}

unsigned long irq_save(void)
{
	return 0;
}

void irq_restore(unsigned long flags)
{
	(void)flags;
}

void cpu_watch_begin(void)
{
}

void cpu_watch_end(void)
{
}

/* A leaf of CPUID, a register of it, and a bit there (SDM vol. 2, CPUID). */
bool cpu_has(enum cpu_feature feature)
{
	enum { EBX = 1, ECX, EDX };
	static const struct {
		unsigned int leaf;
		unsigned char reg;
		unsigned char bit;
	} where[NR_CPU_FEATURES] = {
		[CPU_PCID] = { 1, ECX, 17 },	   [CPU_INVPCID] = { 7, EBX, 10 },
		[CPU_PGE] = { 1, EDX, 13 },	   [CPU_NX] = { 0x80000001, EDX, 20 },
		[CPU_SMEP] = { 7, EBX, 7 },	   [CPU_SMAP] = { 7, EBX, 20 },
		[CPU_UMIP] = { 7, ECX, 2 },	   [CPU_X2APIC] = { 1, ECX, 21 },
		[CPU_HYPERVISOR] = { 1, ECX, 31 },
	};
	unsigned int regs[4] = { 0 };

	return __get_cpuid_count(where[feature].leaf, 0, &regs[0], &regs[EBX], &regs[ECX],
				 &regs[EDX]) &&
	       regs[where[feature].reg] >> where[feature].bit & 1;
}
