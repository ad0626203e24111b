/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * The clock behind cpu_cycles_per_us().
 */
#ifndef ARCH_X86_64_DEVICES_TSC_H
#define ARCH_X86_64_DEVICES_TSC_H

/* Make cpu_cycles_per_us() work.  After acpi_init(). */
void tsc_init(void);

#endif
