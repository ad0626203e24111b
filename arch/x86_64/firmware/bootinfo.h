/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * The boot loader's information, copied out of its memory, in one form for both protocols.
 */
#ifndef ARCH_X86_64_FIRMWARE_BOOTINFO_H
#define ARCH_X86_64_FIRMWARE_BOOTINFO_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#define CMDLINE_MAX	 4096
#define BOOT_RANGES_MAX	 256
#define BOOT_MODULES_MAX 32
#define BOOT_MODULE_NAME 80
#define BOOT_MODULE_ROOM (64 << 10) /* bytes of all modules */

struct boot_range {
	uint64_t pa;
	uint64_t size;
	bool usable;
};

enum boot_screen { SCREEN_NONE, SCREEN_VGA_TEXT, SCREEN_PIXELS };

/* A linear framebuffer with direct colour. */
struct boot_framebuffer {
	uint64_t pa;
	uint32_t pitch; /* bytes from one line to the next */
	uint32_t width, height;
	uint8_t bits_per_pixel;
	uint8_t red_shift, green_shift, blue_shift;
	uint8_t red_bits, green_bits, blue_bits;
};

/* A file that was loaded beside the kernel. */
struct boot_module {
	char name[BOOT_MODULE_NAME];
	const char *at; /* NULL: there was no room for it */
	uint64_t size;
};

struct bootinfo {
	char cmdline[CMDLINE_MAX];
	bool cmdline_cut;
	struct boot_range ranges[BOOT_RANGES_MAX];
	size_t nr_ranges;
	size_t ranges_lost; /* more than fit */
	uint64_t rsdp_pa;   /* 0: the loader had none */
	uint64_t efi_pa;    /* UEFI's system table; 0: it is not UEFI, or not of 64 bits */
	enum boot_screen screen;
	struct boot_framebuffer framebuffer; /* if @screen is SCREEN_PIXELS */
	struct boot_module modules[BOOT_MODULES_MAX];
	size_t nr_modules;
	size_t modules_lost; /* more than fit, or malformed */
	char module_room[BOOT_MODULE_ROOM];
	size_t module_room_used;
};

enum boot_protocol { BOOT_MULTIBOOT2, BOOT_PVH };

_Static_assert(BOOT_MULTIBOOT2 == 0 && BOOT_PVH == 1, "offsets.inc");

/* Physical memory below 4 GiB as boot/entry.asm maps it.  Only until paging_init(). */
const void *early_phys(uint64_t pa);

void bootinfo_set_cmdline(struct bootinfo *info, const char *text);
void bootinfo_add_range(struct bootinfo *info, uint64_t pa, uint64_t size, bool usable);
/* Copy a module, so that the memory to which it was loaded can be used. */
void bootinfo_add_module(struct bootinfo *info, uint64_t pa, uint64_t size, const char *name);

/* Fill @info, which is zero apart from the screen that a BIOS would have set up, from the loader's
 * structure at @pa. */
void mb2_parse(uint64_t pa, struct bootinfo *info);
void pvh_parse(uint64_t pa, struct bootinfo *info);

#endif
