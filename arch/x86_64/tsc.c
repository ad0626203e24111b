/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * How fast the time-stamp counter runs.
 *
 * Asked of CPUID first, because measuring costs boot time; where CPUID does not
 * say, 2 ms against a clock of known frequency, which bounds the error by a few
 * parts in a thousand: enough for timeouts and delays, which is all it is for.
 */
#include <arch/cpu.h>
#include <kernel/printk.h>
#include "acpi.h"
#include "cpuid.h"
#include "insn.h"
#include "tsc.h"

#define PLAUSIBLE_MIN	  1 /* cycles per µs: Bochs may run at a few million ips */
#define PLAUSIBLE_MAX	  20000
#define GUESS		  2000
#define PM_TIMER_HZ	  3579545
#define PM_TIMER_MASK	  0xffffff /* the upper 8 bits need not exist */
#define PM_TIMER_TICKS	  (PM_TIMER_HZ / 500)
#define PIT_HZ		  1193182
#define PIT_TICKS	  (PIT_HZ / 500)
#define PIT_CHANNEL2	  0x42
#define PIT_COMMAND	  0x43
#define PIT_CH2_ONE_SHOT  0xb0 /* channel 2, low then high byte, mode 0 */
#define PIT_GATE	  0x61
#define PIT_GATE_ON	  0x01
#define PIT_SPEAKER_ON	  0x02
#define PIT_OUT		  0x20
#define MAX_POLLS	  1000000 /* a clock that stands still must not hang us */
#define HYPERVISOR_TIMING 0x40000010

static uint64_t cycles_per_us;

uint64_t cpu_cycles_per_us(void)
{
	return cycles_per_us;
}

static bool plausible(uint64_t per_us)
{
	return per_us >= PLAUSIBLE_MIN && per_us <= PLAUSIBLE_MAX;
}

/*
 * Crystal and ratio (SDM vol. 2, CPUID leaf 0x15), or what a hypervisor says in kHz.
 * Leaf 0x16 is not asked: it has the nominal frequency, which an emulator such as
 * Bochs copies from the CPU it imitates.
 */
static uint64_t from_cpuid(void)
{
	struct cpuid r;

	if (cpuid_max_leaf(0) >= 0x15) {
		r = cpuid(0x15, 0);
		if (r.eax && r.ebx && r.ecx)
			return (uint64_t)r.ecx * r.ebx / r.eax / 1000000;
	}
	if (cpu_has(CPU_HYPERVISOR) && cpuid_max_leaf(0x40000000) >= HYPERVISOR_TIMING)
		return cpuid(HYPERVISOR_TIMING, 0).eax / 1000;
	return 0;
}

static uint32_t pm_timer(void)
{
	return inl(acpi.pm_timer_port) & PM_TIMER_MASK;
}

static uint64_t from_pm_timer(void)
{
	uint32_t first, ticks = 0;
	uint64_t start;

	if (!acpi.pm_timer_port)
		return 0;
	first = pm_timer();
	start = rdtsc();
	for (unsigned int i = 0; i < MAX_POLLS && ticks < PM_TIMER_TICKS; i++)
		ticks = (pm_timer() - first) & PM_TIMER_MASK;
	if (ticks < PM_TIMER_TICKS)
		return 0;
	return (rdtsc() - start) * PM_TIMER_HZ / ticks / 1000000;
}

static uint64_t from_pit(void)
{
	uint8_t gate = inb(PIT_GATE) & (uint8_t)~PIT_SPEAKER_ON;
	uint64_t start;
	unsigned int i;

	outb(PIT_GATE, gate | PIT_GATE_ON);
	outb(PIT_COMMAND, PIT_CH2_ONE_SHOT);
	outb(PIT_CHANNEL2, PIT_TICKS & 0xff);
	outb(PIT_CHANNEL2, PIT_TICKS >> 8);
	start = rdtsc();
	for (i = 0; i < MAX_POLLS && !(inb(PIT_GATE) & PIT_OUT); i++)
		;
	if (i == MAX_POLLS)
		return 0;
	return (rdtsc() - start) * PIT_HZ / PIT_TICKS / 1000000;
}

void tsc_init(void)
{
	uint64_t (*const sources[])(void) = { from_cpuid, from_pm_timer, from_pit };

	for (unsigned int i = 0; i < sizeof(sources) / sizeof(sources[0]); i++) {
		cycles_per_us = sources[i]();
		if (plausible(cycles_per_us))
			return;
	}
	cycles_per_us = GUESS;
	printk("# no clock to measure the TSC with, taking it for %u MHz\n", GUESS);
}
