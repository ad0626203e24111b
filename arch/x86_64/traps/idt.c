/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * The interrupt descriptor table, shared by all CPUs: 256 interrupt gates to the stubs of
 * trap_entry.asm.  trap.c decides what each vector does.
 */
#include <arch/x86_64/cpu/descriptors.h>
#include <arch/x86_64/traps/trap.h>

#define GATE_INTERRUPT 0x8e /* present, DPL 0, clears IF */
#define STUB_SIZE      16

extern const char trap_stubs[];

static struct idt_gate idt[NR_VECTORS];

void idt_init(void)
{
	for (unsigned int vector = 0; vector < NR_VECTORS; vector++) {
		uint64_t stub = (uint64_t)trap_stubs + vector * STUB_SIZE;

		idt[vector] = (struct idt_gate){
			.offset_low = (uint16_t)stub,
			.selector = KERNEL_CS,
			.type = GATE_INTERRUPT,
			.offset_middle = (uint16_t)(stub >> 16),
			.offset_high = (uint32_t)(stub >> 32),
		};
	}
}

void idt_use_ists(void)
{
	idt[VECTOR_NMI].ist = IST_NMI;
	idt[VECTOR_DOUBLE_FAULT].ist = IST_DOUBLE_FAULT;
	idt[VECTOR_MACHINE_CHECK].ist = IST_MACHINE_CHECK;
}

void idt_load(void)
{
	struct table_pointer pointer = { sizeof(idt) - 1, (uint64_t)idt };

	asm volatile("lidt %0" : : "m"(pointer) : "memory");
}
