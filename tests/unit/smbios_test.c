/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * arch/x86_64/firmware/smbios.c before whole and odd tables.  The structures end where memory ends:
 * whoever reads beyond them is found by AddressSanitizer.
 */
#include <stdlib.h>
#include <string.h>
#include <arch/x86_64/firmware/smbios.c>
#include <kernel/lib/random.h>
#include <tests/unit/host.h>
#include <tests/unit/unit.h>

#define ENTRY_PA    0xf0010
#define EFI_PA	    0x1000
#define EFI_LIST_PA 0x2000
#define TABLES_PA   0x100000
#define TABLES_SIZE 512

static unsigned char *memory;
static size_t tables_size;

/* What is nowhere is zero, as what no firmware has written. */
const void *early_phys(uint64_t pa)
{
	static const uint64_t nothing[32];

	return pa < TABLES_PA + tables_size ? (const void *)(memory + pa) : nothing;
}

static void begin(const void *tables, size_t size)
{
	free(memory);
	tables_size = size;
	memory = calloc(1, TABLES_PA + size);
	memcpy(memory + TABLES_PA, tables, size);
}

/* Make the sum of the entry point zero by its byte @at. */
static void sum_up(uint64_t pa, size_t size, size_t at)
{
	unsigned char sum = 0;

	memory[pa + at] = 0;
	for (size_t i = 0; i < size; i++)
		sum = (unsigned char)(sum + memory[pa + i]);
	memory[pa + at] = (unsigned char)-sum;
}

static void put_entry(uint64_t pa)
{
	const uint32_t tables_pa = TABLES_PA;
	const uint16_t size = (uint16_t)tables_size;

	memcpy(memory + pa, "_SM_", 4);
	memcpy(memory + pa + 0x16, &size, sizeof(size));
	memcpy(memory + pa + 0x18, &tables_pa, sizeof(tables_pa));
	sum_up(pa, ENTRY_SIZE, 4);
}

static void put_entry3(uint64_t pa)
{
	const uint64_t tables_pa = TABLES_PA;
	const uint32_t size = (uint32_t)tables_size;

	memcpy(memory + pa, "_SM3_", 5);
	memcpy(memory + pa + 0xc, &size, sizeof(size));
	memcpy(memory + pa + 0x10, &tables_pa, sizeof(tables_pa));
	sum_up(pa, ENTRY3_SIZE, 5);
}

static void put_efi(const uint8_t guid[16], uint64_t entry_pa)
{
	const struct efi_system_table system = { .nr_tables = 2, .tables_pa = EFI_LIST_PA };
	struct efi_table list[2] = { { .pa = 1 }, { .pa = entry_pa } };

	memcpy(list[1].guid, guid, 16);
	memcpy(memory + EFI_PA, &system, sizeof(system));
	memcpy(memory + EFI_LIST_PA, list, sizeof(list));
}

static const char good[] = "\0\x14\0\0\1\2\0\0\3\0\0\0\0\0\0\0\0\0\0\0"
			   "ACME\0F7 \0"
			   "04/01/2014\0\0"
			   "\1\x08\1\0\1\2\0\0"
			   "Maker\0Box\t3\0\0"
			   "\x7f\4\2\0\0";

TEST(bios, "smbios: the names of a BIOS and its machine, as far as they can be printed")
{
	begin(good, sizeof(good));
	put_entry(ENTRY_PA);
	smbios_init(0);
	EXPECT_STR(platform_firmware(), "BIOS ACME F7 04/01/2014");
	EXPECT_STR(platform_product(), "Maker Box?3");
}

TEST(uefi, "smbios: those of a UEFI, by either of its tables")
{
	begin(good, sizeof(good));
	put_entry3(0x5000);
	put_efi(smbios3_guid, 0x5000);
	smbios_init(EFI_PA);
	EXPECT_STR(platform_firmware(), "UEFI ACME F7 04/01/2014");
	put_entry(0x6000);
	put_efi(smbios_guid, 0x6000);
	smbios_init(EFI_PA);
	EXPECT_STR(platform_product(), "Maker Box?3");
}

TEST(none, "smbios: what is not there, out of reach or of a wrong sum has no name")
{
	begin(good, sizeof(good));
	smbios_init(0);
	EXPECT_STR(platform_firmware(), "BIOS");
	EXPECT_STR(platform_product(), "");
	put_entry(ENTRY_PA);
	memory[ENTRY_PA + 8]++;
	smbios_init(0);
	EXPECT_STR(platform_firmware(), "BIOS");
	put_efi(smbios_guid, 1ULL << 40);
	smbios_init(EFI_PA);
	EXPECT_STR(platform_firmware(), "UEFI");
	smbios_init(1ULL << 40);
	EXPECT_STR(platform_firmware(), "UEFI");
}

TEST(noise, "smbios: whatever the structures hold, nothing beyond them is read")
{
	struct random random = random_seeded(5, 0);
	char tables[TABLES_SIZE];

	for (unsigned int round = 0; round < 500; round++) {
		size_t size = 1 + random_below(&random, sizeof(tables) - 1);

		for (size_t i = 0; i < size; i++)
			tables[i] = (char)random_below(&random, round % 2 ? 3 : 40);
		begin(tables, size);
		put_entry(ENTRY_PA);
		smbios_init(0);
		EXPECT(strlen(platform_firmware()) < NAME_SIZE);
	}
	free(memory);
	memory = NULL;
}
