/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Dispatching vectors.
 */
#include <arch/ipi.h>
#include <arch/x86_64/cpu/cpu_area.h>
#include <arch/x86_64/devices/apic.h>
#include <arch/x86_64/devices/broadcast.h>
#include <arch/x86_64/traps/trap.h>
#include <kernel/lib/printk.h>

/* A device that the firmware left running: report it once; it does no harm. */
static void stray_interrupt(unsigned int vector)
{
	static bool told[NR_VECTORS];

	if (!told[vector]) {
		told[vector] = true;
		printk("# ignoring unexpected interrupts on vector %u\n", vector);
	}
	apic_eoi();
}

#define HLT 0xf4

/*
 * After an NMI between STI and HLT, the interrupt for which HLT would wait may come before HLT.  So
 * skip that HLT: its caller looks again anyway.
 */
static void skip_hlt(struct trap_regs *regs)
{
	if (!trap_from_user(regs) && *(const uint8_t *)regs->rip == HLT)
		regs->rip++;
}

static void nmi(struct trap_regs *regs)
{
	struct cpu_area *area = this_cpu_area();
	const struct trap_regs *outer = area->interrupted;

	skip_hlt(regs);
	area->interrupted = regs;
	nmi_handler(broadcast_serve());
	area->interrupted = outer;
}

void trap_dispatch(struct trap_regs *regs)
{
	switch (regs->vector) {
	case VECTOR_IPI:
		apic_eoi();
		ipi_handler();
		return;
	case VECTOR_WAKE:
		apic_eoi();
		return;
	case VECTOR_SPURIOUS: /* takes no EOI (SDM vol. 3, 10.9) */
		return;
	case VECTOR_NMI:
		nmi(regs);
		return;
	}
	if (regs->vector < NR_EXCEPTIONS)
		exception_handle(regs);
	else
		stray_interrupt((unsigned int)regs->vector);
}
