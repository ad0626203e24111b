/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * The kernel half of every address space.  Each window has a pgd entry of its own, which is
 * present from boot on, so that tlb_init_pgd() copies the kernel half only once.
 *
 *	ffff888000000000  direct map, up to 512 GiB: RAM that the kernel may use
 *	ffffc90000000000  stacks, each above a guard
 *	ffffe90000000000  devices, uncached
 *	ffffff0000000000  one page of code that CPL 3 may run
 *	ffffffff80000000  image, at this plus its physical address
 */
#ifndef ARCH_X86_64_CPU_LAYOUT_H
#define ARCH_X86_64_CPU_LAYOUT_H

#include <stdint.h>
#include <arch/pte.h>

#define DIRECT_BASE 0xffff888000000000UL
#define STACK_BASE  0xffffc90000000000UL
#define MMIO_BASE   0xffffe90000000000UL
#define USER_STUB   0xffffff0000000000UL
#define KERNEL_BASE 0xffffffff80000000UL

/* Frames above this are not used, which is reported: one pgd entry has no room for more. */
#define PHYS_LIMIT (512UL << 30)
/* What boot/entry.asm maps at DIRECT_BASE until paging_init(). */
#define EARLY_PHYS_LIMIT (4UL << 30)
/* Below this are the firmware's data and the trampoline: never allocate that. */
#define LOW_MEMORY_END (1ULL << 20)

/* From linker.ld.  The addresses are the values. */
extern const char text_start[], text_end[];
extern const char rodata_start[], rodata_end[];
extern char data_start[], data_end[];
extern const char image_start_pa[], image_end_pa[];
extern const char user_stub_page[];

/* offsets.inc knows this number. */
_Static_assert((DIRECT_BASE >> 39) % PTRS_PER_TABLE == 273, "DIRECT_PGD_INDEX in offsets.inc");

#endif
