/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Segments, the TSS and the IDT (SDM vol. 3, 3.4, 6.14 and 7.7).
 *
 *	index	selector
 *	1	0x08	kernel code
 *	2	0x10	kernel data: SYSCALL loads it into SS, nothing else uses it
 *	3	0x1b	user data
 *	4	0x23	user code
 *	5, 6	0x28	TSS
 */
#ifndef ARCH_X86_64_CPU_DESCRIPTORS_H
#define ARCH_X86_64_CPU_DESCRIPTORS_H

#include <stdint.h>

#define KERNEL_CS   0x08
#define KERNEL_SS   0x10
#define USER_SS	    0x1b
#define USER_CS	    0x23
#define TSS_SEL	    0x28
#define GDT_ENTRIES 7

/* IST numbers are 1 … 7; 0 means the current stack. */
enum ist { IST_NONE, IST_NMI, IST_DOUBLE_FAULT, IST_MACHINE_CHECK, NR_ISTS };

struct tss {
	uint32_t reserved0;
	uint64_t rsp0, rsp1, rsp2;
	uint64_t reserved1;
	uint64_t ist[7];
	uint64_t reserved2;
	uint16_t reserved3;
	uint16_t io_map_base;
} __attribute__((packed));

_Static_assert(sizeof(struct tss) == 104, "a 64-bit TSS has 104 bytes");

struct idt_gate {
	uint16_t offset_low;
	uint16_t selector;
	uint8_t ist;
	uint8_t type;
	uint16_t offset_middle;
	uint32_t offset_high;
	uint32_t reserved;
};

_Static_assert(sizeof(struct idt_gate) == 16, "a 64-bit gate has 16 bytes");

struct table_pointer {
	uint16_t limit;
	uint64_t base;
} __attribute__((packed));

struct cpu_area;

/* Load the GDT and the TSS in @area; its ISTs and RSP0 are set later. */
void gdt_load(struct cpu_area *area);

/* Fill the one IDT, without ISTs at first: the boot CPU has no other stacks yet. */
void idt_init(void);
void idt_use_ists(void);
void idt_load(void);

#endif
