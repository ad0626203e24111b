/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * The way out.
 */
#include <arch/cpu.h>
#include <arch/platform.h>
#include <arch/x86_64/cpu/insn.h>
#include <arch/x86_64/devices/console.h>
#include <arch/x86_64/firmware/acpi.h>

#define QEMU_DEBUG_EXIT 0xf4
#define BOCHS_SHUTDOWN	0x8900

/*
 * On a real machine some card may own these ports, so they are written only where
 * the CPU or the firmware says that it is a virtual one.  Bochs' CPU does not say
 * so, its ACPI tables do.  Where nobody listens nothing happens.
 */
static void leave_virtual_machine(unsigned int status)
{
	outb(QEMU_DEBUG_EXIT, (uint8_t)status);
	for (const char *c = "Shutdown"; *c; c++)
		outb(BOCHS_SHUTDOWN, (uint8_t)*c);
}

_Noreturn void platform_exit(unsigned int status)
{
	console_drain();
	if (cpu_has(CPU_HYPERVISOR) || acpi.emulator)
		leave_virtual_machine(status);
	for (;;) {
		irq_disable();
		asm volatile("hlt");
	}
}
