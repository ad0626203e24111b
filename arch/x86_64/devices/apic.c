/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * The local APIC (SDM vol. 3, chapter 10).  Registers have the numbers of the x2APIC's MSRs; in the
 * xAPIC they are 16 bytes apart in memory.
 */
#include <arch/cpu.h>
#include <arch/ipi.h>
#include <arch/phys.h>
#include <arch/x86_64/cpu/cpu_area.h>
#include <arch/x86_64/cpu/insn.h>
#include <arch/x86_64/cpu/vectors.h>
#include <arch/x86_64/devices/apic.h>
#include <arch/x86_64/firmware/paging.h>
#include <kernel/race/point.h>

enum apic_register {
	APIC_ID = 0x02,
	APIC_TPR = 0x08,
	APIC_EOI = 0x0b,
	APIC_SVR = 0x0f,
	APIC_ESR = 0x28,
	APIC_ICR = 0x30,
	APIC_ICR_HIGH = 0x31, /* xAPIC only */
	APIC_LVT_TIMER = 0x32,
	APIC_LVT_LINT0 = 0x35,
	APIC_LVT_LINT1 = 0x36,
	APIC_LVT_ERROR = 0x37,
	APIC_TIMER_INITIAL = 0x38,
	APIC_TIMER_CURRENT = 0x39,
	APIC_TIMER_DIVIDE = 0x3e,
};

#define APIC_BASE_PA	 0x000ffffffffff000UL
#define APIC_BASE_X2APIC (1UL << 10)
#define APIC_BASE_ENABLE (1UL << 11)
#define APIC_SVR_ENABLE	 (1u << 8)
#define APIC_LVT_MASKED	 (1u << 16)
#define APIC_DIVIDE_BY_1 0xbu
#define APIC_ICR_PENDING (1u << 12)
#define APIC_ICR_ASSERT	 (1u << 14)
#define APIC_ICR_OTHERS	 (3u << 18)

#define PIC1_COMMAND 0x20
#define PIC1_DATA    0x21
#define PIC2_COMMAND 0xa0
#define PIC2_DATA    0xa1
#define PIC_INIT     0x11 /* with ICW4, cascaded, edge */
#define PIC_8086     0x01

static volatile uint32_t *xapic;
static bool x2apic;
static uint32_t ids[MAX_CPUS]; /* by CPU number; for the boot CPU see apic_id_of() */

static uint32_t apic_read(enum apic_register reg)
{
	return x2apic ? (uint32_t)rdmsr(MSR_X2APIC + reg) : xapic[reg * 4];
}

static void apic_write(enum apic_register reg, uint32_t value)
{
	if (x2apic)
		wrmsr(MSR_X2APIC + reg, value);
	else
		xapic[reg * 4] = value;
}

/* Move them off the exceptions' vectors, since even masked they can be spurious; then mask. */
static void silence_pics(void)
{
	outb(PIC1_COMMAND, PIC_INIT);
	outb(PIC2_COMMAND, PIC_INIT);
	outb(PIC1_DATA, VECTOR_PIC);
	outb(PIC2_DATA, VECTOR_PIC + 8);
	outb(PIC1_DATA, 1 << 2);
	outb(PIC2_DATA, 2);
	outb(PIC1_DATA, PIC_8086);
	outb(PIC2_DATA, PIC_8086);
	outb(PIC1_DATA, 0xff);
	outb(PIC2_DATA, 0xff);
}

void apic_init(void)
{
	uint64_t base = rdmsr(MSR_APIC_BASE);

	silence_pics();
	x2apic = cpu_has(CPU_X2APIC);
	if (!x2apic)
		xapic = mmio_map(base & APIC_BASE_PA, PAGE_SIZE);
}

/* The NMI button is wired to the boot CPU's LINT1 by convention. */
void apic_init_cpu(void)
{
	uint64_t base = rdmsr(MSR_APIC_BASE);

	/* In two steps: straight from disabled to x2APIC is not allowed (SDM vol. 3, 10.12.5). */
	base |= APIC_BASE_ENABLE;
	wrmsr(MSR_APIC_BASE, base);
	if (x2apic)
		wrmsr(MSR_APIC_BASE, base | APIC_BASE_X2APIC);
	apic_write(APIC_LVT_TIMER, APIC_LVT_MASKED);
	apic_write(APIC_LVT_LINT0, APIC_LVT_MASKED);
	apic_write(APIC_LVT_LINT1,
		   this_cpu_area() == &boot_cpu_area ? APIC_NMI << 8 : APIC_LVT_MASKED);
	apic_write(APIC_LVT_ERROR, APIC_LVT_MASKED);
	apic_write(APIC_TPR, 0);
	apic_write(APIC_SVR, APIC_SVR_ENABLE | VECTOR_SPURIOUS);
	/* The timer is one-shot and not running.  Why only now: while the APIC is disabled by
	 * software, its LVT entries stay masked (SDM vol. 3, 10.4.7.2). */
	apic_write(APIC_TIMER_DIVIDE, APIC_DIVIDE_BY_1);
	apic_write(APIC_LVT_TIMER, VECTOR_WAKE);
	this_cpu_area()->apic_id = apic_id();
}

uint32_t apic_id(void)
{
	return x2apic ? apic_read(APIC_ID) : apic_read(APIC_ID) >> 24;
}

void apic_set_id(unsigned int cpu, uint32_t id)
{
	ids[cpu] = id;
}

uint32_t apic_id_of(unsigned int cpu)
{
	return cpu ? ids[cpu] : boot_cpu_area.apic_id;
}

uint32_t cpu_apic_id(unsigned int cpu)
{
	return apic_id_of(cpu);
}

uint32_t apic_max_id(void)
{
	return x2apic ? 0xfffffffe : 0xfe;
}

void apic_eoi(void)
{
	apic_write(APIC_EOI, 0);
}

/*
 * WRMSR to the x2APIC is not serialising: without the fences the interrupt could overtake the
 * stores before it (SDM vol. 3, 10.12.3).  The xAPIC's registers are uncached memory, so stores
 * to them are in order.
 */
static void write_icr(uint32_t apic_id, uint32_t command)
{
	unsigned long flags;

	if (x2apic) {
		asm volatile("mfence; lfence" : : : "memory");
		wrmsr(MSR_X2APIC + APIC_ICR, (uint64_t)apic_id << 32 | command);
		return;
	}
	flags = irq_save(); /* a handler that sends must not come between the halves */
	for (unsigned int i = 0; i < 100000 && apic_read(APIC_ICR) & APIC_ICR_PENDING; i++)
		cpu_relax();
	apic_write(APIC_ICR_HIGH, apic_id << 24);
	apic_write(APIC_ICR, command);
	irq_restore(flags);
}

void apic_send(uint32_t apic_id, enum apic_delivery delivery, uint8_t vector)
{
	write_icr(apic_id, APIC_ICR_ASSERT | (uint32_t)delivery << 8 | vector);
}

void apic_send_others(enum apic_delivery delivery, uint8_t vector)
{
	write_icr(0, APIC_ICR_OTHERS | APIC_ICR_ASSERT | (uint32_t)delivery << 8 | vector);
}

void ipi_send(unsigned int cpu)
{
	point();
	apic_send(apic_id_of(cpu), APIC_FIXED, VECTOR_IPI);
}

void nmi_send_others(void)
{
	for (unsigned int cpu = 0; cpu < nr_cpus; cpu++) {
		if (cpu != cpu_id())
			apic_send(apic_id_of(cpu), APIC_NMI, 0);
	}
}

void apic_timer_start(uint32_t ticks)
{
	apic_write(APIC_TIMER_INITIAL, ticks);
}

uint32_t apic_timer_left(void)
{
	return apic_read(APIC_TIMER_CURRENT);
}
