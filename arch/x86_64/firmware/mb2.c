/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Multiboot2 boot information (Multiboot2 specification 3.6): a list of tags, each
 * padded to 8 bytes.
 */
#include <arch/x86_64/firmware/bootinfo.h>
#include <kernel/lib/string.h>

enum mb2_tag_type {
	MB2_END = 0,
	MB2_CMDLINE = 1,
	MB2_MODULE = 3,
	MB2_MEMORY_MAP = 6,
	MB2_FRAMEBUFFER = 8,
	MB2_EFI32 = 11,
	MB2_EFI64 = 12,
	MB2_ACPI_OLD = 14,
	MB2_ACPI_NEW = 15,
};

struct mb2_info {
	uint32_t total_size;
	uint32_t reserved;
};

struct mb2_tag {
	uint32_t type;
	uint32_t size;
};

struct mb2_module {
	struct mb2_tag tag;
	uint32_t start;
	uint32_t end;
	char name[]; /* the rest of the loader's module command, after the path of the file */
};

struct mb2_memory_map {
	struct mb2_tag tag;
	uint32_t entry_size;
	uint32_t entry_version;
};

struct mb2_memory_entry {
	uint64_t pa;
	uint64_t size;
	uint32_t type;
	uint32_t reserved;
};

struct mb2_framebuffer {
	struct mb2_tag tag;
	uint64_t pa;
	uint32_t pitch;
	uint32_t width;
	uint32_t height;
	uint8_t bits_per_pixel;
	uint8_t type;
	uint16_t reserved;
	uint8_t red_shift, red_bits;
	uint8_t green_shift, green_bits;
	uint8_t blue_shift, blue_bits;
};

_Static_assert(sizeof(struct mb2_memory_entry) == 24, "Multiboot2 3.6.8");
_Static_assert(offsetof(struct mb2_framebuffer, red_shift) == 32, "Multiboot2 3.6.12");

#define MB2_MEMORY_AVAILABLE 1
#define MB2_FRAMEBUFFER_RGB  1
#define MB2_FRAMEBUFFER_EGA  2

static void parse_module(const struct mb2_module *module, struct bootinfo *info)
{
	if (module->tag.size > sizeof(*module) && module->end >= module->start)
		bootinfo_add_module(info, module->start, module->end - module->start, module->name);
	else
		info->modules_lost++;
}

static void parse_memory_map(const struct mb2_memory_map *map, struct bootinfo *info)
{
	const char *at = (const char *)(map + 1);
	const char *end = (const char *)map + map->tag.size;

	if (map->entry_size < sizeof(struct mb2_memory_entry))
		return;
	for (; at + map->entry_size <= end; at += map->entry_size) {
		const struct mb2_memory_entry *entry = (const void *)at;

		bootinfo_add_range(info, entry->pa, entry->size,
				   entry->type == MB2_MEMORY_AVAILABLE);
	}
}

static void parse_framebuffer(const struct mb2_framebuffer *fb, struct bootinfo *info)
{
	if (fb->type == MB2_FRAMEBUFFER_EGA)
		info->screen = SCREEN_VGA_TEXT;
	if (fb->type != MB2_FRAMEBUFFER_RGB)
		return;
	info->screen = SCREEN_PIXELS;
	info->framebuffer = (struct boot_framebuffer){
		.pa = fb->pa,
		.pitch = fb->pitch,
		.width = fb->width,
		.height = fb->height,
		.bits_per_pixel = fb->bits_per_pixel,
		.red_shift = fb->red_shift,
		.red_bits = fb->red_bits,
		.green_shift = fb->green_shift,
		.green_bits = fb->green_bits,
		.blue_shift = fb->blue_shift,
		.blue_bits = fb->blue_bits,
	};
}

static void parse_tag(const struct mb2_tag *tag, uint64_t tag_pa, struct bootinfo *info)
{
	switch (tag->type) {
	case MB2_CMDLINE:
		bootinfo_set_cmdline(info, (const char *)(tag + 1));
		break;
	case MB2_MODULE:
		parse_module((const void *)tag, info);
		break;
	case MB2_MEMORY_MAP:
		parse_memory_map((const void *)tag, info);
		break;
	case MB2_FRAMEBUFFER:
		parse_framebuffer((const void *)tag, info);
		break;
	case MB2_EFI64:
		memcpy(&info->efi_pa, tag + 1, sizeof(info->efi_pa));
		/* fall through */
	case MB2_EFI32: /* no BIOS, so no text mode; a framebuffer has its own tag */
		if (info->screen == SCREEN_VGA_TEXT)
			info->screen = SCREEN_NONE;
		break;
	case MB2_ACPI_OLD: /* the tag holds a copy of the RSDP */
		if (!info->rsdp_pa)
			info->rsdp_pa = tag_pa + sizeof(*tag);
		break;
	case MB2_ACPI_NEW:
		info->rsdp_pa = tag_pa + sizeof(*tag);
		break;
	}
}

void mb2_parse(uint64_t pa, struct bootinfo *info)
{
	const struct mb2_info *mb2 = early_phys(pa);
	uint64_t end = pa + mb2->total_size;

	for (uint64_t at = pa + sizeof(*mb2); at + sizeof(struct mb2_tag) <= end;) {
		const struct mb2_tag *tag = early_phys(at);

		if (tag->type == MB2_END || tag->size < sizeof(*tag))
			break;
		parse_tag(tag, at, info);
		at += (tag->size + 7) & ~7ULL;
	}
}
