/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * The kernel's own page tables, which are made once at boot and never change.
 */
#ifndef ARCH_X86_64_FIRMWARE_PAGING_H
#define ARCH_X86_64_FIRMWARE_PAGING_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

enum kernel_rights { KERNEL_RX, KERNEL_R, KERNEL_RW, KERNEL_DEVICE, KERNEL_USER_RX };

/* Build the kernel's tables, but do not load them yet. */
void paging_init(void);

/* Load them: the identity map of boot/entry.asm is gone from here on. */
void paging_enable(void);

/* Map one page of the kernel half, of pte_span(@level) bytes.  Before early_alloc_close(). */
void kernel_map(uintptr_t va, uint64_t pa, enum kernel_rights rights, unsigned int level);

/* Map @size bytes of device registers at @pa, uncached.  Before early_alloc_close(). */
void *mmio_map(uint64_t pa, size_t size);

/* Does the kernel map @va, so that reading 8 bytes there cannot fault? */
bool kernel_mapped(uintptr_t va);

/* A root with the kernel half and one page of low memory at its physical address, for the APs. */
uint64_t paging_trampoline_root(uint64_t page_pa);

#endif
