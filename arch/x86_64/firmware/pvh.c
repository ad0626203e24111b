/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * PVH direct boot: Xen's public/arch-x86/hvm/start_info.h, version 1, as QEMU's
 * -kernel fills it.
 */
#include <arch/x86_64/firmware/bootinfo.h>

struct hvm_start_info {
	uint32_t magic;
	uint32_t version;
	uint32_t flags;
	uint32_t nr_modules;
	uint64_t modules_pa;
	uint64_t cmdline_pa;
	uint64_t rsdp_pa;
	uint64_t memmap_pa; /* from version 1 on */
	uint32_t nr_memmap;
	uint32_t reserved;
};

struct hvm_modlist_entry {
	uint64_t pa;
	uint64_t size;
	uint64_t cmdline_pa; /* 0: none */
	uint64_t reserved;
};

struct hvm_memmap_entry {
	uint64_t pa;
	uint64_t size;
	uint32_t type;
	uint32_t reserved;
};

_Static_assert(sizeof(struct hvm_start_info) == 56, "hvm_start_info, version 1");
_Static_assert(sizeof(struct hvm_modlist_entry) == 32, "hvm_modlist_entry");
_Static_assert(sizeof(struct hvm_memmap_entry) == 24, "hvm_memmap_table_entry");

#define HVM_MEMMAP_RAM 1

/* QEMU's -initrd, for one. */
static void parse_modules(const struct hvm_start_info *start, struct bootinfo *info)
{
	const struct hvm_modlist_entry *entry = early_phys(start->modules_pa);

	for (uint32_t i = 0; i < start->nr_modules; i++)
		bootinfo_add_module(info, entry[i].pa, entry[i].size,
				    entry[i].cmdline_pa ? early_phys(entry[i].cmdline_pa) : "");
}

void pvh_parse(uint64_t pa, struct bootinfo *info)
{
	const struct hvm_start_info *start = early_phys(pa);
	const struct hvm_memmap_entry *entry;

	info->rsdp_pa = start->rsdp_pa;
	if (start->cmdline_pa)
		bootinfo_set_cmdline(info, early_phys(start->cmdline_pa));
	parse_modules(start, info);
	if (start->version < 1)
		return;
	entry = early_phys(start->memmap_pa);
	for (uint32_t i = 0; i < start->nr_memmap; i++)
		bootinfo_add_range(info, entry[i].pa, entry[i].size,
				   entry[i].type == HVM_MEMMAP_RAM);
}
