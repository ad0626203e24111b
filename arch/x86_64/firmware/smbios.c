/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * The entry point is in the BIOS area, or in UEFI's list of tables (UEFI 2.10, 4.3 and 4.6); from
 * there lead a list of structures, and the strings of two of them (SMBIOS 3.6, 5.2, 6.1, 7.1
 * and 7.2).
 */
#include <arch/platform.h>
#include <arch/x86_64/cpu/layout.h>
#include <arch/x86_64/firmware/bootinfo.h>
#include <arch/x86_64/firmware/checksum.h>
#include <arch/x86_64/firmware/smbios.h>
#include <kernel/lib/string.h>

#define SEARCH_START 0xf0000
#define SEARCH_END   0x100000

#define ENTRY_SIZE  0x1f /* with "_SM_" */
#define ENTRY3_SIZE 0x18 /* with "_SM3_" */
#define TABLES_MAX  65536
#define ENTRIES_MAX 256 /* of UEFI's list */
#define NAME_SIZE   120

enum smbios_type { SMBIOS_BIOS = 0, SMBIOS_SYSTEM = 1, SMBIOS_END = 127 };

struct smbios_header {
	uint8_t type;
	uint8_t length; /* of what comes before the strings */
	uint16_t handle;
} __attribute__((packed));

struct efi_system_table {
	char header[24];
	uint64_t vendor_pa;
	uint64_t revision;
	uint64_t consoles[6];
	uint64_t services[2];
	uint64_t nr_tables;
	uint64_t tables_pa;
} __attribute__((packed));

_Static_assert(sizeof(struct efi_system_table) == 120, "UEFI 4.3");

struct efi_table {
	uint8_t guid[16];
	uint64_t pa;
} __attribute__((packed));

static const uint8_t smbios3_guid[16] = { 0x44, 0x15, 0xfd, 0xf2, 0x94, 0x97, 0x2c, 0x4a,
					  0x99, 0x2e, 0xe5, 0xbb, 0xcf, 0x20, 0xe3, 0x94 };
static const uint8_t smbios_guid[16] = { 0x31, 0x2d, 0x9d, 0xeb, 0x88, 0x2d, 0xd3, 0x11,
					 0x9a, 0x16, 0x00, 0x90, 0x27, 0x3f, 0xc1, 0x4d };

static char firmware[NAME_SIZE];
static char product[NAME_SIZE];

const char *platform_firmware(void)
{
	return firmware;
}

const char *platform_product(void)
{
	return product;
}

/* Add @text to @name behind a blank; at most @len characters, as far as they can be printed. */
static void add(char name[NAME_SIZE], const char *text, size_t len)
{
	size_t at = strlen(name);

	while (len && text[len - 1] == ' ')
		len--;
	if (len && at && at < NAME_SIZE - 1)
		name[at++] = ' ';
	for (size_t i = 0; i < len && at < NAME_SIZE - 1; i++)
		name[at++] = text[i] >= ' ' && text[i] <= '~' ? text[i] : '?';
	name[at] = '\0';
}

static bool in_reach(uint64_t pa, uint64_t size)
{
	return pa && pa < EARLY_PHYS_LIMIT && size <= EARLY_PHYS_LIMIT - pa;
}

/* Where the structures are, as the entry point at @pa says; *@size is 0 if there is none. */
static uint64_t tables_of(uint64_t pa, uint32_t *size)
{
	const uint8_t *entry = early_phys(pa);
	uint64_t tables_pa = 0;
	uint16_t short_size;

	*size = 0;
	if (memcmp(entry, "_SM3_", 5) == 0 && checksum_good(entry, ENTRY3_SIZE)) {
		memcpy(size, entry + 0xc, sizeof(*size));
		memcpy(&tables_pa, entry + 0x10, 8);
	} else if (memcmp(entry, "_SM_", 4) == 0 && checksum_good(entry, ENTRY_SIZE)) {
		memcpy(&short_size, entry + 0x16, sizeof(short_size));
		*size = short_size;
		memcpy(&tables_pa, entry + 0x18, 4);
	}
	if (*size > TABLES_MAX || !in_reach(tables_pa, *size))
		*size = 0;
	return tables_pa;
}

/* Add string @number of the structure at @at, which is not 0 if there is one. */
static void add_string(char name[NAME_SIZE], const char *at, const char *end, unsigned int number)
{
	at += ((const struct smbios_header *)at)->length;
	while (number && at < end && *at) {
		size_t len = 0;

		while (at + len < end && at[len])
			len++;
		if (number == 1)
			add(name, at, len);
		number--;
		at += len + 1;
	}
}

/* Behind the structure at @at, and its strings, which two zeros end. */
static const char *next_structure(const char *at, const char *end)
{
	at += ((const struct smbios_header *)at)->length;
	while (at + 1 < end && (at[0] || at[1]))
		at++;
	return at + 2;
}

static void read_structures(const char *at, const char *end)
{
	while (at + sizeof(struct smbios_header) <= end) {
		const struct smbios_header *header = (const void *)at;

		if (header->length < sizeof(*header) || header->length > end - at ||
		    header->type == SMBIOS_END)
			return;
		if (header->type == SMBIOS_BIOS && header->length > 8) {
			add_string(firmware, at, end, (uint8_t)at[4]); /* vendor */
			add_string(firmware, at, end, (uint8_t)at[5]); /* version */
			add_string(firmware, at, end, (uint8_t)at[8]); /* date */
		}
		if (header->type == SMBIOS_SYSTEM && header->length > 5) {
			add_string(product, at, end, (uint8_t)at[4]); /* manufacturer */
			add_string(product, at, end, (uint8_t)at[5]); /* product */
		}
		at = next_structure(at, end);
	}
}

static bool read_entry(uint64_t pa)
{
	uint32_t size;
	uint64_t tables_pa;

	if (!in_reach(pa, ENTRY_SIZE))
		return false;
	tables_pa = tables_of(pa, &size);
	if (size)
		read_structures(early_phys(tables_pa), (const char *)early_phys(tables_pa) + size);
	return size;
}

static void search_bios(void)
{
	add(firmware, "BIOS", 4);
	for (uint64_t pa = SEARCH_START; pa < SEARCH_END; pa += 16) {
		if (read_entry(pa))
			return;
	}
}

static void read_efi(uint64_t pa)
{
	const struct efi_system_table *system = early_phys(pa);
	const struct efi_table *tables;

	add(firmware, "UEFI", 4);
	if (!in_reach(pa, sizeof(*system)) || system->nr_tables > ENTRIES_MAX ||
	    !in_reach(system->tables_pa, system->nr_tables * sizeof(*tables)))
		return;
	tables = early_phys(system->tables_pa);
	for (uint64_t i = 0; i < system->nr_tables; i++) {
		bool known = memcmp(tables[i].guid, smbios3_guid, 16) == 0 ||
			     memcmp(tables[i].guid, smbios_guid, 16) == 0;

		if (known && read_entry(tables[i].pa))
			return;
	}
}

void smbios_init(uint64_t efi_pa)
{
	firmware[0] = product[0] = '\0';
	if (efi_pa)
		read_efi(efi_pa);
	else
		search_bios();
}
