/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Recognising the machine, as far as possible.
 */
#include <arch/cpu.h>
#include <arch/platform.h>
#include <arch/x86_64/firmware/acpi.h>
#include <kernel/lib/string.h>

/* QEMU's tables say BOCHS, too, but its CPUs say that they are virtual. */
const char *platform_name(void)
{
	if (strcmp(cpu_hypervisor(), "TCGTCGTCGTCG") == 0)
		return "tcg";
	if (strncmp(cpu_hypervisor(), "KVMKVMKVM", 9) == 0)
		return "kvm";
	if (cpu_has(CPU_HYPERVISOR))
		return "hypervisor";
	return acpi.emulator ? "bochs" : "hardware";
}
