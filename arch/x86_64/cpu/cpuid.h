/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * CPUID at boot.  Everything else asks cpu_has().
 */
#ifndef ARCH_X86_64_CPU_CPUID_H
#define ARCH_X86_64_CPU_CPUID_H

#include <stdbool.h>
#include <stdint.h>

void cpuid_init(void);

/* The highest leaf of the range that begins at @base (0, 0x40000000, 0x80000000); 0 if none. */
uint32_t cpuid_max_leaf(uint32_t base);

/* Does this CPU have SYSCALL in 64-bit mode? */
bool cpuid_has_syscall(void);

#endif
