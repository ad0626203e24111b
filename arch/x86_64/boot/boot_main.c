/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * From boot/entry.asm to kernel_main(): the order of initialisation on metal.
 */
#include <arch/platform.h>
#include <arch/x86_64/boot/smp.h>
#include <arch/x86_64/cpu/cpu_area.h>
#include <arch/x86_64/cpu/cpuid.h>
#include <arch/x86_64/cpu/layout.h>
#include <arch/x86_64/devices/apic.h>
#include <arch/x86_64/devices/console.h>
#include <arch/x86_64/devices/nap.h>
#include <arch/x86_64/devices/tsc.h>
#include <arch/x86_64/firmware/acpi.h>
#include <arch/x86_64/firmware/bootinfo.h>
#include <arch/x86_64/firmware/early_alloc.h>
#include <arch/x86_64/firmware/paging.h>
#include <arch/x86_64/firmware/smbios.h>
#include <arch/x86_64/traps/stacks.h>
#include <arch/x86_64/traps/user_entry.h>
#include <kernel/lib/printk.h>
#include <kernel/options/cmdline.h>
#include <kernel/sync/panic.h>

#define MIN_MEMORY (24ULL << 20)

_Noreturn void boot_main(enum boot_protocol protocol, uint64_t info_pa);

static struct bootinfo bootinfo;

enum world platform_world(void)
{
	return WORLD_METAL;
}

const char *platform_module(size_t i, const char **at, size_t *size)
{
	const struct boot_module *module = &bootinfo.modules[i];

	if (i >= bootinfo.nr_modules)
		return NULL;
	*at = module->at;
	*size = module->size;
	return module->name;
}

_Static_assert(BOOT_MODULES_MAX == 32, "tests/engine/suite.c says so");

size_t platform_modules_lost(void)
{
	return bootinfo.modules_lost;
}

static void require_memory(void)
{
	if (early_total() >= MIN_MEMORY)
		return;
	printk("stalehound: %lu MiB of memory, at least 32 MiB are needed\n", early_total() >> 20);
	kernel_leave(EXIT_UNDECIDED);
}

/* Every real CPU has SYSCALL; an emulator may leave it out: refuse that with one line. */
static void require_syscall(void)
{
	if (cpuid_has_syscall())
		return;
	printk("stalehound: this CPU has no SYSCALL, by which user accesses come back\n");
	kernel_leave(EXIT_UNDECIDED);
}

static void report_losses(void)
{
	if (bootinfo.cmdline_cut)
		printk("# the command line is longer than %d bytes, its end is lost\n",
		       CMDLINE_MAX - 1);
	if (bootinfo.ranges_lost)
		printk("# the memory map has more than %d entries, ignoring %zu\n", BOOT_RANGES_MAX,
		       bootinfo.ranges_lost);
	if (early_unreached())
		printk("# memory: %lu MiB above %lu GiB are not used: the direct map ends there\n",
		       early_unreached() >> 20, PHYS_LIMIT >> 30);
}

static _Noreturn void on_main_stack(void)
{
	idt_use_ists();
	apic_init();
	apic_init_cpu();
	console_init(&bootinfo);
	require_memory();
	require_syscall();
	report_losses();
	tsc_init();
	nap_init();
	early_alloc_close();
	kernel_main(bootinfo.cmdline);
}

static _Noreturn void switch_stack(uintptr_t top, void (*next)(void))
{
	asm volatile("movq %0, %%rsp\n\t"
		     "xorl %%ebp, %%ebp\n\t"
		     "callq *%1"
		     :
		     : "r"(top), "r"(next)
		     : "memory");
	__builtin_unreachable();
}

_Noreturn void boot_main(enum boot_protocol protocol, uint64_t info_pa)
{
	console_init_early();
	cpuid_init();
	idt_init();
	cpu_area_install(&boot_cpu_area);
	bootinfo.screen = SCREEN_VGA_TEXT;
	if (protocol == BOOT_MULTIBOOT2)
		mb2_parse(info_pa, &bootinfo);
	else
		pvh_parse(info_pa, &bootinfo);
	printk_use_json(cmdline_asks_json(bootinfo.cmdline));
	kernel_greet();
	early_alloc_init(&bootinfo);
	acpi_init(bootinfo.rsdp_pa);
	smbios_init(bootinfo.efi_pa);
	paging_init();
	stacks_create(&boot_cpu_area);
	smp_prepare(&bootinfo);
	paging_enable();
	cpu_control_init();
	user_entry_init();
	switch_stack(stack_top(&boot_cpu_area, STACK_MAIN), on_main_stack);
}
