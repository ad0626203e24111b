/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Each CPU's own GDT and TSS.
 */
#include <arch/x86_64/cpu/cpu_area.h>
#include <arch/x86_64/cpu/descriptors.h>

#define GDT_KERNEL_CODE 0x00af9b000000ffffULL
#define GDT_KERNEL_DATA 0x00cf93000000ffffULL
#define GDT_USER_DATA	0x00cff3000000ffffULL
#define GDT_USER_CODE	0x00affb000000ffffULL
#define GDT_TSS		0x0000890000000000ULL

static void set_tss_descriptor(uint64_t gdt[], const struct tss *tss)
{
	uint64_t base = (uint64_t)tss;
	unsigned int i = TSS_SEL / 8;

	gdt[i] = GDT_TSS | (sizeof(*tss) - 1) | (base & 0xffffff) << 16 | (base >> 24 & 0xff) << 56;
	gdt[i + 1] = base >> 32;
}

static void load_code_segment(void)
{
	asm volatile("pushq %0\n\t"
		     "leaq 1f(%%rip), %%rax\n\t"
		     "pushq %%rax\n\t"
		     "lretq\n"
		     "1:"
		     :
		     : "i"(KERNEL_CS)
		     : "rax", "memory");
}

void gdt_load(struct cpu_area *area)
{
	struct table_pointer pointer = { sizeof(area->gdt) - 1, (uint64_t)area->gdt };

	area->gdt[0] = 0;
	area->gdt[KERNEL_CS / 8] = GDT_KERNEL_CODE;
	area->gdt[KERNEL_SS / 8] = GDT_KERNEL_DATA;
	area->gdt[USER_SS / 8] = GDT_USER_DATA;
	area->gdt[USER_CS / 8] = GDT_USER_CODE;
	set_tss_descriptor(area->gdt, &area->tss);
	area->tss.io_map_base = sizeof(area->tss);
	asm volatile("lgdt %0" : : "m"(pointer) : "memory");
	load_code_segment();
	asm volatile("ltr %w0" : : "r"(TSS_SEL) : "memory");
}
