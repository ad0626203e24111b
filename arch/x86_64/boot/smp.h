/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Starting the other CPUs.
 */
#ifndef ARCH_X86_64_BOOT_SMP_H
#define ARCH_X86_64_BOOT_SMP_H

#include <stdint.h>
#include <arch/x86_64/firmware/bootinfo.h>

/* Fields of the trampoline's page, which boot/trampoline.asm reads. */
struct trampoline_fields {
	uint8_t code[8];
	uint32_t cr3;
	uint32_t efer;
};

_Static_assert(offsetof(struct trampoline_fields, cr3) == 8, "TRAMPOLINE_CR3 in offsets.inc");
_Static_assert(offsetof(struct trampoline_fields, efer) == 12, "TRAMPOLINE_EFER in offsets.inc");

/*
 * Allocate what every listed CPU needs and put the trampoline in place.  Between
 * paging_init() and paging_enable(), since it writes below 1 MiB.
 */
void smp_prepare(const struct bootinfo *info);

#endif
