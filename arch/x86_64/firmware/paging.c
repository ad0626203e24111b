/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * The kernel half: image W^X, direct map without the image, stacks, devices and the user stub.
 * Nothing is both writable and executable, nothing has two writable mappings, and CPL 3 can reach
 * only the stub, in a pgd entry of its own.
 *
 * All of it is global if the CPU has that (CR4.PGE).
 */
#include <arch/cpu.h>
#include <arch/phys.h>
#include <arch/pte.h>
#include <arch/tlb.h>
#include <arch/x86_64/cpu/insn.h>
#include <arch/x86_64/cpu/layout.h>
#include <arch/x86_64/firmware/early_alloc.h>
#include <arch/x86_64/firmware/paging.h>
#include <kernel/lib/bug.h>
#include <kernel/lib/string.h>

static uint64_t kernel_root;
static uintptr_t mmio_next = MMIO_BASE;

void *phys_to_virt(uint64_t pa)
{
	return (void *)(DIRECT_BASE + pa);
}

uint64_t virt_to_phys(const void *va)
{
	uintptr_t at = (uintptr_t)va;

	return at >= KERNEL_BASE ? at - KERNEL_BASE : at - DIRECT_BASE;
}

static uint64_t leaf_bits(enum kernel_rights rights)
{
	uint64_t nx = cpu_has(CPU_NX) ? PTE_NX : 0;
	uint64_t bits = PTE_PRESENT | PTE_ACCESSED | (cpu_has(CPU_PGE) ? PTE_GLOBAL : 0);

	switch (rights) {
	case KERNEL_RX:
		return bits;
	case KERNEL_R:
		return bits | nx;
	case KERNEL_RW:
		return bits | PTE_WRITE | PTE_DIRTY | nx;
	case KERNEL_DEVICE:
		return bits | PTE_WRITE | PTE_DIRTY | PTE_PCD | PTE_PWT | nx;
	case KERNEL_USER_RX:
		return bits | PTE_USER;
	}
	BUG_ON(true);
}

/* The table below entry @ptep at @level; makes one if there is none. */
static pte_t *next_table(pte_t *ptep, uint64_t bits, unsigned int level)
{
	pte_t entry = pte_get(ptep);

	if (!pte_present(entry)) {
		entry = pte_make(early_alloc(1) >> PAGE_SHIFT, bits);
		pte_set(ptep, entry);
	}
	BUG_ON(pte_is_leaf(entry, level));
	return phys_to_virt(pte_pfn(entry) << PAGE_SHIFT);
}

static void map(uint64_t root, uintptr_t va, uint64_t pa, uint64_t bits, unsigned int level)
{
	uint64_t table_bits = PTE_PRESENT | PTE_WRITE | PTE_ACCESSED | (bits & PTE_USER);
	pte_t *table = phys_to_virt(root);

	for (unsigned int l = TABLE_LEVELS - 1; l > level; l--)
		table = next_table(&table[pte_index(va, l)], table_bits, l);
	pte_set(&table[pte_index(va, level)], pte_make_leaf(pa >> PAGE_SHIFT, bits, level));
}

void kernel_map(uintptr_t va, uint64_t pa, enum kernel_rights rights, unsigned int level)
{
	map(kernel_root, va, pa, leaf_bits(rights), level);
}

static void map_image(const char *start, const char *end, enum kernel_rights rights)
{
	for (uintptr_t va = (uintptr_t)start; va < (uintptr_t)end; va += PAGE_SIZE)
		kernel_map(va, va - KERNEL_BASE, rights, 0);
}

static void map_region(const struct mem_region *region)
{
	uint64_t pa = region->pa, end = pa + region->size;

	while (pa < end) {
		bool large = pa % pte_span(1) == 0 && end - pa >= pte_span(1);

		kernel_map((uintptr_t)phys_to_virt(pa), pa, KERNEL_RW, large);
		pa += pte_span(large);
	}
}

void paging_init(void)
{
	const struct mem_region *regions;
	size_t n = early_regions(&regions);

	kernel_root = early_alloc(1);
	map_image(text_start, text_end, KERNEL_RX);
	map_image(rodata_start, rodata_end, KERNEL_R);
	map_image(data_start, data_end, KERNEL_RW);
	for (size_t i = 0; i < n; i++)
		map_region(&regions[i]);
	kernel_map(USER_STUB, (uintptr_t)user_stub_page - KERNEL_BASE, KERNEL_USER_RX, 0);
}

void paging_enable(void)
{
	if (cpu_has(CPU_NX))
		wrmsr(MSR_EFER, rdmsr(MSR_EFER) | EFER_NXE);
	write_cr3(kernel_root);
}

void *mmio_map(uint64_t pa, size_t size)
{
	uint64_t offset = pa % PAGE_SIZE;
	uintptr_t va = mmio_next;

	for (uint64_t at = 0; at < offset + size; at += PAGE_SIZE) {
		kernel_map(mmio_next, (pa & PAGE_MASK) + at, KERNEL_DEVICE, 0);
		mmio_next += PAGE_SIZE;
	}
	return (void *)(va + offset);
}

bool kernel_mapped(uintptr_t va)
{
	const pte_t *table = phys_to_virt(kernel_root);

	if (!kernel_root || va < DIRECT_BASE || va % 8)
		return false;
	for (unsigned int level = TABLE_LEVELS; level-- > 0;) {
		pte_t entry = pte_get(&table[pte_index(va, level)]);

		if (!pte_present(entry))
			return false;
		if (pte_is_leaf(entry, level))
			return true;
		table = phys_to_virt(pte_pfn(entry) << PAGE_SHIFT);
	}
	return false;
}

uint64_t paging_trampoline_root(uint64_t page_pa)
{
	uint64_t root = early_alloc(1);

	tlb_init_pgd(phys_to_virt(root));
	map(root, page_pa, page_pa, PTE_PRESENT, 0);
	return root;
}

uint64_t tlb_kernel_root(void)
{
	return kernel_root;
}

void tlb_init_pgd(void *pgd)
{
	const unsigned int half = PTRS_PER_TABLE / 2;
	const pte_t *root = phys_to_virt(kernel_root);

	memcpy((pte_t *)pgd + half, root + half, half * sizeof(pte_t));
}
