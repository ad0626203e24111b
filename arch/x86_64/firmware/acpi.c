/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * RSDP → XSDT or RSDT → MADT, FADT, HPET and SPCR (ACPI 6.5, 5.2).
 */
#include <arch/cpu.h>
#include <arch/x86_64/cpu/defect.h>
#include <arch/x86_64/cpu/layout.h>
#include <arch/x86_64/firmware/acpi.h>
#include <arch/x86_64/firmware/bootinfo.h>
#include <arch/x86_64/firmware/checksum.h>
#include <kernel/lib/printk.h>
#include <kernel/lib/string.h>

struct rsdp {
	char signature[8];
	uint8_t checksum;
	char oem_id[6];
	uint8_t revision; /* 0: ends with rsdt_pa */
	uint32_t rsdt_pa;
	uint32_t length;
	uint64_t xsdt_pa;
	uint8_t extended_checksum;
	uint8_t reserved[3];
} __attribute__((packed));

struct sdt {
	char signature[4];
	uint32_t length;
	uint8_t revision;
	uint8_t checksum;
	char oem_id[6];
	char oem_table_id[8];
	uint32_t oem_revision;
	uint32_t creator_id;
	uint32_t creator_revision;
} __attribute__((packed));

struct madt {
	struct sdt sdt;
	uint32_t lapic_pa;
	uint32_t flags;
} __attribute__((packed));

struct madt_entry {
	uint8_t type;
	uint8_t length;
} __attribute__((packed));

struct madt_lapic {
	struct madt_entry entry;
	uint8_t processor;
	uint8_t apic_id;
	uint32_t flags;
} __attribute__((packed));

struct madt_x2apic {
	struct madt_entry entry;
	uint16_t reserved;
	uint32_t apic_id;
	uint32_t flags;
	uint32_t processor;
} __attribute__((packed));

_Static_assert(sizeof(struct rsdp) == 36, "ACPI 6.5, table 5.3");
_Static_assert(sizeof(struct sdt) == 36, "ACPI 6.5, table 5.4");
_Static_assert(sizeof(struct madt_lapic) == 8, "ACPI 6.5, table 5.21");
_Static_assert(sizeof(struct madt_x2apic) == 16, "ACPI 6.5, table 5.34");

#define RSDP_OLD_SIZE	  20
#define MADT_LAPIC	  0
#define MADT_X2APIC	  9
#define MADT_ENABLED	  1u
#define XAPIC_BROADCAST	  0xff /* no CPU's id, in entries that are not used */
#define FADT_PM_TMR_BLK	  76
#define FADT_FLAGS	  112
#define FADT_HW_REDUCED	  (1u << 20)
#define HPET_SPACE	  40 /* IA-PC HPET 1.0a, 3.2.4: a generic address, 0 is memory */
#define HPET_ADDRESS	  44
#define SPCR_TYPE	  36 /* Microsoft's SPCR, 1.10: which UART; a generic address, 1 is I/O */
#define SPCR_SPACE	  40
#define SPCR_WIDTH	  41 /* of its registers, in bits: 8, or 0 where nobody has said */
#define SPCR_ADDRESS	  44
#define SPCR_SPACE_IO	  1
#define SPCR_16550	  0
#define SPCR_16450	  1
#define SPCR_16550_GAS	  0x12
#define SDT_MAX_SIZE	  (1u << 20)
#define EBDA_SEGMENT	  0x40e
#define EBDA_SEARCH_SIZE  1024
#define BIOS_SEARCH_START 0xe0000
#define BIOS_SEARCH_END	  0x100000

struct acpi_info acpi;

static uint32_t apic_ids[MAX_CPUS];

static const struct rsdp *rsdp_at(uint64_t pa)
{
	const struct rsdp *rsdp = early_phys(pa);

	if (memcmp(rsdp->signature, "RSD PTR ", 8) || !checksum_good(rsdp, RSDP_OLD_SIZE))
		return NULL;
	if (rsdp->revision && (rsdp->length < sizeof(*rsdp) || rsdp->length > PAGE_SIZE ||
			       !checksum_good(rsdp, rsdp->length)))
		return NULL;
	return rsdp;
}

static const struct rsdp *search_rsdp(uint64_t start, uint64_t end)
{
	for (uint64_t pa = start; pa < end; pa += 16) {
		const struct rsdp *rsdp = rsdp_at(pa);

		if (rsdp)
			return rsdp;
	}
	return NULL;
}

static const struct rsdp *find_rsdp(uint64_t loader_pa)
{
	const struct rsdp *rsdp = NULL;
	uint16_t segment;

	if (loader_pa && loader_pa < EARLY_PHYS_LIMIT)
		rsdp = rsdp_at(loader_pa);
	if (rsdp)
		return rsdp;
	memcpy(&segment, early_phys(EBDA_SEGMENT), sizeof(segment));
	if (segment >= 0x8000 && segment < 0xa000)
		rsdp = search_rsdp(segment * 16UL, segment * 16UL + EBDA_SEARCH_SIZE);
	return rsdp ? rsdp : search_rsdp(BIOS_SEARCH_START, BIOS_SEARCH_END);
}

/* The table at @pa, if it has @signature and its checksum is right. */
static const struct sdt *sdt_at(uint64_t pa, const char *signature)
{
	const struct sdt *sdt;

	if (!pa || pa > EARLY_PHYS_LIMIT - sizeof(*sdt))
		return NULL;
	sdt = early_phys(pa);
	if (memcmp(sdt->signature, signature, 4))
		return NULL;
	if (sdt->length < sizeof(*sdt) || sdt->length > SDT_MAX_SIZE ||
	    sdt->length > EARLY_PHYS_LIMIT - pa || !checksum_good(sdt, sdt->length)) {
		printk("# ACPI: the %s is damaged, not using it\n", signature);
		return NULL;
	}
	return sdt;
}

/* The first table called @signature that @root, whose entries have @width bytes, lists. */
static const struct sdt *find_table(const struct sdt *root, size_t width, const char *signature)
{
	const char *entries = (const char *)(root + 1);
	size_t n = (root->length - sizeof(*root)) / width;

	for (size_t i = 0; i < n; i++) {
		const struct sdt *sdt;
		uint64_t pa = 0;

		memcpy(&pa, entries + i * width, width);
		sdt = sdt_at(pa, signature);
		if (sdt)
			return sdt;
	}
	return NULL;
}

static void add_cpu(uint32_t apic_id, uint32_t flags)
{
	if (!(flags & MADT_ENABLED))
		return;
	for (size_t i = 0; i < acpi.nr_apic_ids; i++) {
		if (apic_ids[i] == apic_id)
			return;
	}
	if (acpi.nr_apic_ids == MAX_CPUS)
		acpi.nr_apic_ids_beyond++;
	else
		apic_ids[acpi.nr_apic_ids++] = apic_id;
}

static void parse_madt(const struct sdt *sdt)
{
	const char *at = (const char *)sdt + sizeof(struct madt);
	const char *end = (const char *)sdt + sdt->length;

	while (at + sizeof(struct madt_entry) <= end) {
		const struct madt_entry *entry = (const void *)at;
		const struct madt_lapic *lapic = (const void *)at;
		const struct madt_x2apic *x2apic = (const void *)at;

		if (entry->length < sizeof(*entry) || at + entry->length > end) {
			machine_defect("ACPI: the MADT has an entry that does not fit, "
				       "using what comes before it");
			return;
		}
		if (entry->type == MADT_LAPIC && entry->length >= sizeof(*lapic) &&
		    lapic->apic_id != XAPIC_BROADCAST)
			add_cpu(lapic->apic_id, lapic->flags);
		else if (entry->type == MADT_X2APIC && entry->length >= sizeof(*x2apic))
			add_cpu(x2apic->apic_id, x2apic->flags);
		at += entry->length;
	}
}

static void parse_fadt(const struct sdt *fadt)
{
	uint32_t port, flags;

	if (fadt->length < FADT_FLAGS + sizeof(flags))
		return;
	memcpy(&port, (const char *)fadt + FADT_PM_TMR_BLK, sizeof(port));
	memcpy(&flags, (const char *)fadt + FADT_FLAGS, sizeof(flags));
	if (port < 0x10000 && !(flags & FADT_HW_REDUCED))
		acpi.pm_timer_port = (uint16_t)port;
}

static void parse_hpet(const struct sdt *hpet)
{
	uint64_t pa;

	if (hpet->length < HPET_ADDRESS + sizeof(pa) || ((const char *)hpet)[HPET_SPACE])
		return;
	memcpy(&pa, (const char *)hpet + HPET_ADDRESS, sizeof(pa));
	acpi.hpet_pa = pa;
}

static void parse_spcr(const struct sdt *spcr)
{
	const uint8_t *bytes = (const uint8_t *)spcr;
	uint64_t port;

	if (spcr->length < SPCR_ADDRESS + sizeof(port) || bytes[SPCR_SPACE] != SPCR_SPACE_IO)
		return;
	if (bytes[SPCR_TYPE] != SPCR_16550 && bytes[SPCR_TYPE] != SPCR_16450 &&
	    bytes[SPCR_TYPE] != SPCR_16550_GAS)
		return;
	/* Registers that are wider are further apart, too. */
	if (bytes[SPCR_WIDTH] != 0 && bytes[SPCR_WIDTH] != 8)
		return;
	memcpy(&port, bytes + SPCR_ADDRESS, sizeof(port));
	if (port <= UINT16_MAX - 7)
		acpi.console_port = (uint16_t)port;
}

/* Read what we need from the tables that @root lists. */
static void parse_tables(const struct sdt *root, size_t width)
{
	const struct sdt *madt = find_table(root, width, "APIC");
	const struct sdt *fadt = find_table(root, width, "FACP");
	const struct sdt *hpet = find_table(root, width, "HPET");
	const struct sdt *spcr = find_table(root, width, "SPCR");

	if (madt && !acpi.madt_found) {
		acpi.madt_found = true;
		parse_madt(madt);
	}
	if (fadt)
		parse_fadt(fadt);
	if (hpet)
		parse_hpet(hpet);
	if (spcr)
		parse_spcr(spcr);
}

void acpi_init(uint64_t rsdp_pa)
{
	const struct rsdp *rsdp = find_rsdp(rsdp_pa);
	const struct sdt *xsdt = NULL, *rsdt = NULL;

	acpi.apic_ids = apic_ids;
	if (!rsdp) {
		machine_defect("ACPI: no RSDP found, so other CPUs are not known of");
		return;
	}
	acpi.emulator = memcmp(rsdp->oem_id, "BOCHS ", 6) == 0;
	if (rsdp->revision)
		xsdt = sdt_at(rsdp->xsdt_pa, "XSDT");
	if (xsdt)
		parse_tables(xsdt, 8);
	if (!acpi.madt_found)
		rsdt = sdt_at(rsdp->rsdt_pa, "RSDT");
	if (rsdt)
		parse_tables(rsdt, 4);
	if (!xsdt && !rsdt)
		machine_defect("ACPI: neither XSDT nor RSDT can be used, so other CPUs are not "
			       "known of");
	else if (!acpi.madt_found)
		machine_defect("ACPI: no usable MADT, so other CPUs are not known of");
	else if (!acpi.nr_apic_ids)
		machine_defect("ACPI: the MADT lists no CPU");
	if (acpi.nr_apic_ids_beyond)
		machine_defect("ACPI: the MADT lists more CPUs than can be used");
}
