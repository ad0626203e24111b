/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * arch/x86_64/firmware/acpi.c with odd tables.  The MADT ends where memory ends, so that
 * AddressSanitizer finds a read beyond it.
 */
#include <stdlib.h>
#include <string.h>
#include <arch/x86_64/firmware/acpi.c>
#include <kernel/lib/random.h>
#include <tests/unit/host.h>
#include <tests/unit/unit.h>

#define RSDP_PA	    0x1000
#define ROOT_PA	    0x2000
#define SPCR_PA	    0x3000
#define MADT_PA	    0x4000
#define ENTRIES_MAX ((MAX_CPUS + 8) * sizeof(struct madt_x2apic))

static unsigned char *memory;
static size_t memory_size;
static const char *defect;
static unsigned char madt_entries[ENTRIES_MAX];
static size_t madt_entries_size;

const void *early_phys(uint64_t pa)
{
	static const uint64_t nothing[32];

	return pa < memory_size ? (const void *)(memory + pa) : nothing;
}

void machine_defect(const char *what)
{
	defect = defect ? defect : what;
}

/* Set the byte at @at so that the sum of the @size bytes at @pa is zero. */
static void sum_up(uint64_t pa, size_t size, uint64_t at)
{
	unsigned char sum = 0;

	memory[at] = 0;
	for (size_t i = 0; i < size; i++)
		sum = (unsigned char)(sum + memory[pa + i]);
	memory[at] = (unsigned char)-sum;
}

static void put_table(uint64_t pa, const char *signature, size_t size)
{
	struct sdt *sdt = (void *)(memory + pa);

	memcpy(sdt->signature, signature, 4);
	sdt->length = (uint32_t)size;
	sum_up(pa, size, pa + offsetof(struct sdt, checksum));
}

static void put_rsdp(uint8_t revision)
{
	struct rsdp *rsdp = (void *)(memory + RSDP_PA);

	memcpy(rsdp->signature, "RSD PTR ", 8);
	rsdp->revision = revision;
	rsdp->rsdt_pa = ROOT_PA;
	rsdp->length = sizeof(*rsdp);
	rsdp->xsdt_pa = ROOT_PA;
	sum_up(RSDP_PA, RSDP_OLD_SIZE, RSDP_PA + offsetof(struct rsdp, checksum));
	sum_up(RSDP_PA, sizeof(*rsdp), RSDP_PA + offsetof(struct rsdp, extended_checksum));
}

/* Tables as a firmware of @revision has them, and a MADT with what was added. */
static void put_tables(uint8_t revision)
{
	size_t madt_size = sizeof(struct madt) + madt_entries_size;
	uint64_t pa = MADT_PA;

	free(memory);
	memory_size = MADT_PA + madt_size;
	memory = calloc(1, memory_size);
	put_rsdp(revision);
	memcpy(memory + ROOT_PA + sizeof(struct sdt), &pa, 8);
	put_table(ROOT_PA, revision ? "XSDT" : "RSDT", sizeof(struct sdt) + (revision ? 8 : 4));
	memcpy(memory + MADT_PA + sizeof(struct madt), madt_entries, madt_entries_size);
	put_table(MADT_PA, "APIC", madt_size);
}

static void look(void)
{
	acpi = (struct acpi_info){ .madt_found = false };
	defect = NULL;
	acpi_init(RSDP_PA);
}

static void add_lapic(uint8_t id, uint32_t flags)
{
	struct madt_lapic lapic = { { MADT_LAPIC, sizeof(lapic) }, id, id, flags };

	memcpy(madt_entries + madt_entries_size, &lapic, sizeof(lapic));
	madt_entries_size += sizeof(lapic);
}

static void add_x2apic(uint32_t id, uint32_t flags)
{
	struct madt_x2apic x2apic = { { MADT_X2APIC, sizeof(x2apic) }, 0, id, flags, id };

	memcpy(madt_entries + madt_entries_size, &x2apic, sizeof(x2apic));
	madt_entries_size += sizeof(x2apic);
}

TEST(plain, "acpi: CPUs that are enabled, each once, whichever revision the tables have")
{
	add_lapic(0, 1);
	add_lapic(3, 1);
	add_lapic(4, 0);
	add_lapic(XAPIC_BROADCAST, 1);
	add_x2apic(3, 1);
	add_x2apic(0x12345, 1);
	for (uint8_t revision = 0; revision <= 2; revision += 2) {
		put_tables(revision);
		look();
		EXPECT(!defect);
		EXPECT_EQ(acpi.nr_apic_ids, 3);
		EXPECT(acpi.apic_ids[0] == 0 && acpi.apic_ids[1] == 3 &&
		       acpi.apic_ids[2] == 0x12345);
	}
}

TEST(lengths, "acpi: an entry of length 0, or beyond the end, is a defect; those before it count")
{
	static const unsigned char odd[] = { 0, 1, 9, 255 };

	add_lapic(5, 1);
	add_lapic(6, 1);
	for (size_t i = 0; i < sizeof(odd); i++) {
		madt_entries[sizeof(struct madt_lapic) + 1] = odd[i];
		put_tables(2);
		look();
		EXPECT(defect && strstr(defect, "does not fit"));
		EXPECT_EQ(acpi.nr_apic_ids, 1);
	}
	/* Too short for its kind: not read. */
	madt_entries[sizeof(struct madt_lapic) + 1] = 4;
	madt_entries_size -= 4;
	put_tables(2);
	look();
	EXPECT(!defect);
	EXPECT_EQ(acpi.nr_apic_ids, 1);
}

TEST(damaged, "acpi: tables that are damaged, empty or missing leave no CPU, and are defects")
{
	add_lapic(0, 1);
	put_tables(2);
	memory[MADT_PA + 20]++;
	look();
	EXPECT(defect && strstr(defect, "no usable MADT") && acpi.nr_apic_ids == 0);
	EXPECT_STR(host_console(), "# ACPI: the APIC is damaged, not using it\n");
	put_tables(2);
	memory[ROOT_PA + 20]++;
	look();
	EXPECT(defect && strstr(defect, "neither XSDT nor RSDT"));
	put_tables(2);
	memory[RSDP_PA + 25]++;
	look();
	EXPECT(defect && strstr(defect, "no RSDP"));
	madt_entries_size = 0;
	put_tables(2);
	look();
	EXPECT(defect && strstr(defect, "lists no CPU"));
}

TEST(many, "acpi: more CPUs than can be used are counted, and a defect")
{
	for (uint32_t id = 0; id < MAX_CPUS + 5; id++)
		add_x2apic(id, 1);
	put_tables(2);
	look();
	EXPECT(defect && strstr(defect, "more CPUs"));
	EXPECT_EQ(acpi.nr_apic_ids, MAX_CPUS);
	EXPECT_EQ(acpi.nr_apic_ids_beyond, 5);
}

static uint8_t register_width;

/* A second table, of @size bytes: the UART of @type at @address of @space. */
static void put_spcr(size_t size, uint8_t type, uint8_t space, uint64_t address)
{
	uint64_t pa = SPCR_PA;

	put_tables(2);
	memcpy(memory + ROOT_PA + sizeof(struct sdt) + 8, &pa, 8);
	put_table(ROOT_PA, "XSDT", sizeof(struct sdt) + 16);
	memory[SPCR_PA + SPCR_TYPE] = type;
	memory[SPCR_PA + SPCR_SPACE] = space;
	memory[SPCR_PA + SPCR_WIDTH] = register_width;
	memcpy(memory + SPCR_PA + SPCR_ADDRESS, &address, sizeof(address));
	put_table(SPCR_PA, "SPCR", size);
	look();
	EXPECT(!defect);
}

TEST(console, "acpi: the firmware's console is a 16550 at an I/O port, or none of ours")
{
	add_lapic(0, 1);
	put_spcr(80, SPCR_16550, SPCR_SPACE_IO, 0x2f8);
	EXPECT_EQ(acpi.console_port, 0x2f8);
	put_spcr(52, SPCR_16550_GAS, SPCR_SPACE_IO, 0x3e8);
	EXPECT_EQ(acpi.console_port, 0x3e8);
	register_width = 8;
	put_spcr(80, SPCR_16550, SPCR_SPACE_IO, 0x2f8);
	EXPECT_EQ(acpi.console_port, 0x2f8);
	register_width = 32;
	put_spcr(80, SPCR_16550, SPCR_SPACE_IO, 0x2f8);
	EXPECT_EQ(acpi.console_port, 0);
	register_width = 0;
	put_spcr(51, SPCR_16550, SPCR_SPACE_IO, 0x2f8);
	EXPECT_EQ(acpi.console_port, 0);
	put_spcr(80, 3, SPCR_SPACE_IO, 0x2f8);
	EXPECT_EQ(acpi.console_port, 0);
	put_spcr(80, SPCR_16550, 0, 0xfe000000);
	EXPECT_EQ(acpi.console_port, 0);
	put_spcr(80, SPCR_16550, SPCR_SPACE_IO, 0x102f8);
	EXPECT_EQ(acpi.console_port, 0);
	put_spcr(80, SPCR_16550, SPCR_SPACE_IO, 0xfffc);
	EXPECT_EQ(acpi.console_port, 0);
	put_tables(2);
	look();
	EXPECT_EQ(acpi.console_port, 0);
}

TEST(noise, "acpi: whatever the entries hold, nothing beyond the table is read")
{
	struct random random = random_seeded(3, 0);

	for (unsigned int round = 0; round < 2000; round++) {
		madt_entries_size = random_below(&random, 64);
		for (size_t i = 0; i < madt_entries_size; i++)
			madt_entries[i] = (unsigned char)random_below(&random, i % 2 ? 20 : 12);
		put_tables(round % 2 ? 2 : 0);
		look();
		EXPECT(acpi.nr_apic_ids <= madt_entries_size / sizeof(struct madt_lapic));
	}
}
