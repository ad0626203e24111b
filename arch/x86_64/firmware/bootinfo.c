/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Functions that mb2.c and pvh.c share.
 */
#include <arch/phys.h>
#include <arch/x86_64/cpu/layout.h>
#include <arch/x86_64/firmware/bootinfo.h>
#include <kernel/lib/string.h>

const void *early_phys(uint64_t pa)
{
	return phys_to_virt(pa);
}

void bootinfo_set_cmdline(struct bootinfo *info, const char *text)
{
	size_t i = 0;

	while (i < CMDLINE_MAX - 1 && text[i]) {
		info->cmdline[i] = text[i];
		i++;
	}
	info->cmdline[i] = '\0';
	info->cmdline_cut = text[i] != '\0';
}

void bootinfo_add_range(struct bootinfo *info, uint64_t pa, uint64_t size, bool usable)
{
	if (pa + size < pa)
		size = UINT64_MAX - pa; /* some firmware writes that for "to the end" */
	if (info->nr_ranges == BOOT_RANGES_MAX) {
		info->ranges_lost++;
		return;
	}
	info->ranges[info->nr_ranges++] = (struct boot_range){ pa, size, usable };
}

void bootinfo_add_module(struct bootinfo *info, uint64_t pa, uint64_t size, const char *name)
{
	struct boot_module *module = &info->modules[info->nr_modules];
	size_t left = BOOT_MODULE_ROOM - info->module_room_used;
	char *to = info->module_room + info->module_room_used;

	if (info->nr_modules == BOOT_MODULES_MAX) {
		info->modules_lost++;
		return;
	}
	info->nr_modules++;
	for (size_t i = 0; i < BOOT_MODULE_NAME - 1 && name[i]; i++)
		module->name[i] = name[i];
	module->size = size;
	if (size > left || pa >= EARLY_PHYS_LIMIT || size > EARLY_PHYS_LIMIT - pa)
		return;
	memcpy(to, early_phys(pa), size);
	module->at = to;
	info->module_room_used += size;
}
