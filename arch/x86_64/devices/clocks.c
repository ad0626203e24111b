/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * PIT, ACPI PM timer and HPET count; CPUID and KVM's clock name the rate.
 *
 * Leaf 0x16 is not used: it has the nominal frequency of the cores, which an emulator copies from
 * the CPU that it imitates.  Nor is the RTC: its interrupts come late on virtual machines, and its
 * seconds are long.
 */
#include <arch/cpu.h>
#include <arch/phys.h>
#include <arch/x86_64/cpu/cpuid.h>
#include <arch/x86_64/cpu/insn.h>
#include <arch/x86_64/cpu/paravirt.h>
#include <arch/x86_64/devices/clocks.h>
#include <arch/x86_64/firmware/acpi.h>
#include <arch/x86_64/firmware/paging.h>

#define PM_TIMER_HZ   3579545
#define PM_TIMER_MASK 0xffffff /* the upper 8 bits need not exist */

#define PIT_HZ		  1193182
#define PIT_CHANNEL0	  0x40 /* its gate is always open: port 0x61 is not needed */
#define PIT_COMMAND	  0x43
#define PIT_ONE_SHOT	  0x30 /* channel 0, low then high byte, mode 0 */
#define PIT_READ_BACK	  0xc2 /* latch status and count of channel 0 */
#define PIT_STATUS_OUT	  0x80 /* it has expired */
#define PIT_STATUS_LOADED 0x40 /* clear: the count has been taken over */
#define PIT_STATUS_MODE	  0x3f
#define PIT_LOAD_LOOKS	  100

#define HPET_ID	     0x000
#define HPET_PERIOD  0x004 /* femtoseconds a tick */
#define HPET_CONFIG  0x010
#define HPET_ENABLE  1u
#define HPET_COUNTER 0x0f0
#define HPET_SIZE    0x400
#define FS_PER_S     1000000000000000ULL
#define HPET_SLOWEST 100000000 /* IA-PC HPET 1.0a: at most 100 ns */

#define HYPERVISOR_LEAF	  0x40000000
#define KVM_SYSTEM_TIME	  0x4b564d01
#define HYPERVISOR_TIMING 0x40000010

static bool pm_timer_start(void)
{
	return acpi.pm_timer_port != 0;
}

static bool pm_timer_read(struct reading *reading)
{
	reading->before = rdtsc();
	reading->ticks = inl(acpi.pm_timer_port);
	reading->after = rdtsc();
	return true;
}

/* Read it latched at one instant; fails once it has counted to the end, since it then wraps. */
static bool pit_read(struct reading *reading)
{
	uint32_t status, low, high;

	reading->before = rdtsc();
	outb(PIT_COMMAND, PIT_READ_BACK);
	reading->after = rdtsc();
	status = inb(PIT_CHANNEL0);
	low = inb(PIT_CHANNEL0);
	high = inb(PIT_CHANNEL0);
	reading->ticks = 0xffff - (high << 8 | low);
	return (status & PIT_STATUS_MODE) == PIT_ONE_SHOT && !(status & PIT_STATUS_OUT) &&
	       !(status & PIT_STATUS_LOADED);
}

static bool pit_start(void)
{
	struct reading reading;

	outb(PIT_COMMAND, PIT_ONE_SHOT);
	outb(PIT_CHANNEL0, 0xff);
	outb(PIT_CHANNEL0, 0xff);
	for (unsigned int i = 0; i < PIT_LOAD_LOOKS; i++) {
		if (pit_read(&reading))
			return true;
	}
	return false;
}

static volatile uint8_t *hpet;

static uint32_t hpet_register(unsigned int reg)
{
	return *(volatile uint32_t *)(hpet + reg);
}

static bool hpet_read(struct reading *reading)
{
	reading->before = rdtsc();
	reading->ticks = hpet_register(HPET_COUNTER);
	reading->after = rdtsc();
	return true;
}

static bool hpet_start(void)
{
	uint32_t period;

	if (!acpi.hpet_pa)
		return false;
	if (!hpet)
		hpet = mmio_map(acpi.hpet_pa, HPET_SIZE);
	period = hpet_register(HPET_PERIOD);
	if (!period || period > HPET_SLOWEST || hpet_register(HPET_ID) == ~0u)
		return false;
	clocks[0].hz = FS_PER_S / period;
	*(volatile uint32_t *)(hpet + HPET_CONFIG) = hpet_register(HPET_CONFIG) | HPET_ENABLE;
	return true;
}

struct clock clocks[NR_CLOCKS] = {
	{ "HPET", hpet_start, hpet_read, 0, ~0u },
	{ "ACPI PM timer", pm_timer_start, pm_timer_read, PM_TIMER_HZ, PM_TIMER_MASK },
	{ "PIT", pit_start, pit_read, PIT_HZ, 0xffff },
};

/* Crystal and ratio (SDM vol. 2, CPUID leaf 0x15). */
static uint64_t from_crystal(void)
{
	struct cpuid r;

	if (cpuid_max_leaf(0) < 0x15)
		return 0;
	r = cpuid(0x15, 0);
	return r.eax ? (uint64_t)r.ecx * r.ebx / r.eax / 1000 : 0;
}

/* Several hypervisors have the TSC's kHz in this leaf. */
static uint64_t from_hypervisor(void)
{
	if (!cpu_has(CPU_HYPERVISOR) || cpuid_max_leaf(HYPERVISOR_LEAF) < HYPERVISOR_TIMING)
		return 0;
	return cpuid(HYPERVISOR_TIMING, 0).eax;
}

/* What KVM writes where the MSR says: struct pvclock_vcpu_time_info. */
static struct {
	uint32_t version;
	uint32_t padding;
	uint64_t tsc;
	uint64_t system_ns;
	uint32_t multiplier; /* ns = (cycles << shift) * multiplier >> 32 */
	int8_t shift;
	uint8_t flags;
	uint8_t reserved[2];
} kvm_time __attribute__((aligned(32)));

static uint64_t from_kvm(void)
{
	uint64_t khz;

	if (!kvm_offers(KVM_CLOCKSOURCE2))
		return 0;
	wrmsr(KVM_SYSTEM_TIME, virt_to_phys(&kvm_time) | 1);
	wrmsr(KVM_SYSTEM_TIME, 0);
	if (!kvm_time.multiplier || kvm_time.shift < -31 || kvm_time.shift > 31)
		return 0;
	khz = (1000000ULL << 32) / kvm_time.multiplier;
	return kvm_time.shift < 0 ? khz << -kvm_time.shift : khz >> kvm_time.shift;
}

const struct claim claims[NR_CLAIMS] = {
	{ "CPUID leaf 15h", from_crystal },
	{ "hypervisor's CPUID", from_hypervisor },
	{ "KVM clock", from_kvm },
};
