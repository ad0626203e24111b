/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Starting the other CPUs, all at once (SDM vol. 3, 8.4.4).
 *
 *	boot CPU			every other CPU
 *	INIT, SIPI, SIPI to all		trampoline: take a ticket, which is a slot
 *	wait until all have come,	set itself up, report, sleep
 *	  or none for three seconds
 *	close the tickets		(a CPU that comes later sleeps for ever)
 *	number them in MADT order
 *	wake them, wait until		report, secondary_main()
 *	  all have left
 *
 * So numbers have no holes, and are the same in every run, whatever the order of arrival.
 * Waiting CPUs sleep: 255 spinning CPUs would starve each other on a host with few CPUs.
 */
#include <arch/atomic.h>
#include <arch/cpu.h>
#include <arch/x86_64/boot/smp.h>
#include <arch/x86_64/cpu/cpu_area.h>
#include <arch/x86_64/cpu/defect.h>
#include <arch/x86_64/cpu/insn.h>
#include <arch/x86_64/cpu/layout.h>
#include <arch/x86_64/devices/apic.h>
#include <arch/x86_64/firmware/acpi.h>
#include <arch/x86_64/firmware/early_alloc.h>
#include <arch/x86_64/firmware/paging.h>
#include <arch/x86_64/traps/stacks.h>
#include <arch/x86_64/traps/user_entry.h>
#include <kernel/lib/bug.h>
#include <kernel/lib/printk.h>
#include <kernel/lib/string.h>
#include <kernel/race/patience.h>

#define ANSWER_LIMIT_US	   3000000 /* since the last CPU came; counted as in patience.h */
#define INIT_TO_SIPI_US	   10
#define SIPI_TO_SIPI_US	   200
#define TICKETS_CLOSED	   0x80000000u
#define TRAMPOLINE_LOWEST  0x8000
#define TRAMPOLINE_HIGHEST 0x90000

extern const char trampoline_start[], trampoline_end[];

/* For boot/trampoline.asm: the next ticket, how many there are, the stack of each. */
extern uint32_t ap_tickets;
extern uint32_t ap_limit;
extern uintptr_t ap_stacks[MAX_CPUS];

uint32_t ap_tickets;
uint32_t ap_limit;
uintptr_t ap_stacks[MAX_CPUS];

static struct cpu_area *areas[MAX_CPUS]; /* by ticket */
static uint32_t arrived, left;
static uint64_t trampoline_pa;

_Noreturn void ap_main(uint32_t ticket);

static bool page_usable(const struct bootinfo *info, uint64_t pa)
{
	bool usable = false;

	for (size_t i = 0; i < info->nr_ranges; i++) {
		const struct boot_range *range = &info->ranges[i];
		bool inside = pa >= range->pa && pa + PAGE_SIZE <= range->pa + range->size;
		bool touches = pa + PAGE_SIZE > range->pa && pa < range->pa + range->size;

		if (touches && !range->usable)
			return false;
		usable |= inside;
	}
	return usable;
}

static uint64_t find_low_page(const struct bootinfo *info)
{
	for (uint64_t pa = TRAMPOLINE_LOWEST; pa < TRAMPOLINE_HIGHEST; pa += PAGE_SIZE) {
		if (page_usable(info, pa))
			return pa;
	}
	return 0;
}

static void create_areas(void)
{
	_Static_assert(sizeof(struct cpu_area) <= PAGE_SIZE, "an area fits a page");

	/* This includes the boot CPU if it is listed: its id is not known yet. */
	ap_limit = (uint32_t)(acpi.nr_apic_ids < MAX_CPUS ? acpi.nr_apic_ids : MAX_CPUS - 1);
	for (uint32_t ticket = 0; ticket < ap_limit; ticket++) {
		areas[ticket] = phys_to_virt(early_alloc(1));
		areas[ticket]->slot = ticket + 1; /* 0 is the boot CPU's */
		stacks_create(areas[ticket]);
		ap_stacks[ticket] = stack_top(areas[ticket], STACK_MAIN);
	}
}

void smp_prepare(const struct bootinfo *info)
{
	struct trampoline_fields *fields;

	if (!acpi.nr_apic_ids)
		return;
	trampoline_pa = find_low_page(info);
	if (!trampoline_pa)
		return;
	create_areas();
	fields = phys_to_virt(trampoline_pa);
	memcpy(fields, trampoline_start, (size_t)(trampoline_end - trampoline_start));
	fields->cr3 = (uint32_t)paging_trampoline_root(trampoline_pa);
	fields->efer = (uint32_t)(EFER_LME | (cpu_has(CPU_NX) ? EFER_NXE : 0));
}

static void delay_us(uint64_t us)
{
	uint64_t start = cpu_cycles();

	while (cpu_cycles() - start < us * cpu_cycles_per_us())
		cpu_relax();
}

/* Returns how many CPUs it was sent to. */
static uint32_t send_to_listed(enum apic_delivery delivery, uint8_t vector)
{
	uint32_t told = 0;

	for (size_t i = 0; i < acpi.nr_apic_ids; i++) {
		uint32_t id = acpi.apic_ids[i];

		if (id == apic_id() || id > apic_max_id())
			continue;
		apic_send(id, delivery, vector);
		told++;
	}
	return told;
}

/* Wait until *@counter is @expected.  False: it is less, and has not changed for @limit_us. */
static bool wait_for_count(const uint32_t *counter, uint32_t expected, uint64_t limit_us)
{
	struct patience patience = { 0 };
	uint32_t seen = 0, now;

	while ((now = smp_load_acquire(counter)) < expected) {
		if (now != seen)
			patience = (struct patience){ 0 };
		seen = now;
		if (patience_us(&patience) > limit_us)
			return false;
		cpu_relax();
	}
	return true;
}

/*
 * The 10 ms after INIT in the SDM's example are for CPUs older than any with a 64-bit mode.  A
 * CPU that has already started ignores a SIPI.
 */
static void start_all(void)
{
	uint8_t page = (uint8_t)(trampoline_pa >> PAGE_SHIFT);
	uint32_t expected = send_to_listed(APIC_INIT, 0);

	delay_us(INIT_TO_SIPI_US);
	send_to_listed(APIC_STARTUP, page);
	if (wait_for_count(&arrived, expected, SIPI_TO_SIPI_US))
		return;
	send_to_listed(APIC_STARTUP, page);
	wait_for_count(&arrived, expected, ANSWER_LIMIT_US);
}

/* Give out no more tickets, and wait for the CPUs that have one.  Returns how many. */
static uint32_t close_tickets(void)
{
	uint32_t sold = xchg(&ap_tickets, TICKETS_CLOSED);

	sold = sold < ap_limit ? sold : ap_limit;
	wait_for_count(&arrived, sold, ANSWER_LIMIT_US);
	return sold;
}

static struct cpu_area *area_of(uint32_t apic_id, uint32_t sold)
{
	for (uint32_t ticket = 0; ticket < sold; ticket++) {
		if (areas[ticket]->apic_id == apic_id)
			return areas[ticket];
	}
	return NULL;
}

static const char *why_left_out(uint32_t apic_id)
{
	return apic_id > apic_max_id() ? "cannot be addressed without x2APIC" : "did not answer";
}

static void number_cpus(uint32_t sold)
{
	unsigned int n = 1, missing = 0;

	for (size_t i = 0; i < acpi.nr_apic_ids; i++) {
		uint32_t id = acpi.apic_ids[i];
		struct cpu_area *area = area_of(id, sold);

		if (id == apic_id())
			continue;
		if (!area) {
			printk("# the CPU with APIC id %u %s, left out\n", id, why_left_out(id));
			missing++;
			continue;
		}
		area->id = n;
		apic_set_id(n++, id);
	}
	WRITE_ONCE(nr_cpus, n);
	if (missing)
		machine_defect("CPUs that the MADT lists are missing");
}

/* Wait until all have left, so that no ipi_handler() runs before secondary_main(). */
static void wake(uint32_t sold)
{
	for (uint32_t ticket = 0; ticket < sold; ticket++)
		smp_store_release(&areas[ticket]->go, areas[ticket]->id != 0);
	for (unsigned int cpu = 1; cpu < nr_cpus; cpu++)
		apic_send(apic_id_of(cpu), APIC_FIXED, VECTOR_WAKE);
	if (!wait_for_count(&left, nr_cpus - 1, ANSWER_LIMIT_US))
		panic("a CPU was started and then did not wake up");
}

static bool boot_cpu_listed(void)
{
	for (size_t i = 0; i < acpi.nr_apic_ids; i++) {
		if (acpi.apic_ids[i] == apic_id())
			return true;
	}
	return false;
}

void cpu_start_others(void)
{
	bool listed = boot_cpu_listed();
	uint32_t sold;

	if (acpi.nr_apic_ids && !listed)
		machine_defect("ACPI: the MADT does not list the CPU that booted");
	if (acpi.nr_apic_ids == listed)
		return;
	if (!trampoline_pa) {
		machine_defect("no free page below 1 MiB to start other CPUs from");
		return;
	}
	start_all();
	sold = close_tickets();
	number_cpus(sold);
	wake(sold);
}

/* Where boot/trampoline.asm leaves every CPU but the first, on its main stack. */
_Noreturn void ap_main(uint32_t ticket)
{
	struct cpu_area *area = areas[ticket];

	paging_enable();
	cpu_area_install(area);
	cpu_control_init();
	user_entry_init();
	apic_init_cpu();
	atomic_add(&arrived, 1);
	while (!smp_load_acquire(&area->go)) {
		cpu_wait_for_interrupt();
		irq_disable();
	}
	atomic_add(&left, 1);
	secondary_main();
}
