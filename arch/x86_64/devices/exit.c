/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Leaving: reset, or exit with a status.
 */
#include <arch/cpu.h>
#include <arch/platform.h>
#include <arch/x86_64/cpu/insn.h>
#include <arch/x86_64/devices/console.h>
#include <arch/x86_64/firmware/acpi.h>

#define QEMU_DEBUG_EXIT 0xf4
#define BOCHS_SHUTDOWN	0x8900

#define I8042_COMMAND	  0x64
#define I8042_PULSE_RESET 0xfe
/* Of chipsets since Intel's PIIX3: the reset control register. */
#define RESET_CONTROL 0xcf9
#define RESET_HARD    0x02
#define RESET_NOW     0x04

/*
 * On a real machine some card may use these ports, so they are written only if the CPU or the
 * firmware says that the machine is virtual.  Bochs' CPU does not say so, but its ACPI tables do.
 * If no device has the port, nothing happens.
 */
static void leave_virtual_machine(unsigned int status)
{
	outb(QEMU_DEBUG_EXIT, (uint8_t)status);
	for (const char *c = "Shutdown"; *c; c++)
		outb(BOCHS_SHUTDOWN, (uint8_t)*c);
}

/* Three ways, in case one has no effect: keyboard controller, chipset, and a triple fault. */
_Noreturn void platform_reset(void)
{
	static const struct {
		uint16_t limit;
		uint64_t base;
	} __attribute__((packed)) no_idt;

	console_drain();
	irq_disable();
	outb(I8042_COMMAND, I8042_PULSE_RESET);
	outb(RESET_CONTROL, RESET_HARD);
	outb(RESET_CONTROL, RESET_HARD | RESET_NOW);
	asm volatile("lidt %0\n\tint3" : : "m"(no_idt));
	__builtin_unreachable();
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
