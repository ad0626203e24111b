/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * The part of ACPI that we need: the CPUs, and where clocks and the firmware's serial console are.
 */
#ifndef ARCH_X86_64_FIRMWARE_ACPI_H
#define ARCH_X86_64_FIRMWARE_ACPI_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

struct acpi_info {
	bool madt_found;
	bool emulator;		  /* the tables say that a virtual machine made them */
	const uint32_t *apic_ids; /* enabled CPUs in the MADT's order, each once */
	size_t nr_apic_ids;
	size_t nr_apic_ids_beyond; /* listed, but more than MAX_CPUS */
	uint16_t pm_timer_port;	   /* 0: none */
	uint64_t hpet_pa;	   /* 0: none */
	uint16_t console_port;	   /* the firmware's serial console, a 16550's I/O port; 0: none */
};

extern struct acpi_info acpi;

/*
 * Read the tables, starting from the boot loader's RSDP or, if @rsdp_pa is 0, from the one in the
 * BIOS area.  Broken tables are reported as defects, and leave @acpi without CPUs.  Only before
 * paging_enable().
 */
void acpi_init(uint64_t rsdp_pa);

#endif
