/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Stopping on our own bugs.  The first CPU to panic reports, interrupts the others by NMI, and
 * leaves; those report where they were; a CPU that panics later just stops.
 */
#include <stdbool.h>
#include <arch/atomic.h>
#include <arch/cpu.h>
#include <arch/ipi.h>
#include <arch/platform.h>
#include <kernel/lib/first_last.h>
#include <kernel/lib/printk.h>
#include <kernel/race/patience.h>
#include <kernel/sync/panic.h>
#include <kernel/sync/wait.h>

#define BACKTRACE_MAX	16
#define OTHERS_LIMIT_US 200000

static unsigned int panicking_cpu_plus_one;
static unsigned int cpus_reported;

static void print_backtrace(void)
{
	uintptr_t pcs[BACKTRACE_MAX];
	size_t n = backtrace(pcs, BACKTRACE_MAX);

	for (size_t i = 0; i < n; i++) {
		size_t offset;
		const char *name = symbol_lookup(pcs[i], &offset);

		printk("#   [%016lx] %s+0x%zx\n", pcs[i], name, offset);
	}
}

static _Noreturn void stop_for_ever(void)
{
	for (;;) {
		irq_disable();
		cpu_relax();
	}
}

/*
 * Another CPU panics: say what this one was doing, and stop.  Or it only asks whether this CPU
 * runs; or the NMI has another reason.
 */
void nmi_handler(bool others)
{
	const struct wait *wait = wait_current(cpu_id());
	unsigned int panicking = READ_ONCE(panicking_cpu_plus_one);
	bool asked = patience_answer();

	if (panicking == cpu_id() + 1 || ((asked || others) && !panicking))
		return;
	if (!panicking)
		panic("unexpected NMI");
	printk("# CPU %u: %s\n", cpu_id(), wait ? wait->what : "running");
	print_backtrace();
	atomic_add(&cpus_reported, 1);
	stop_for_ever();
}

static void report_others(void)
{
	struct patience patience = { 0 };

	nmi_send_others();
	while (READ_ONCE(cpus_reported) + 1 < nr_cpus && patience_us(&patience) < OTHERS_LIMIT_US)
		cpu_relax();
}

_Noreturn void kernel_leave(enum exit_status status)
{
	print_last_lines((int)status);
	platform_exit(status);
}

static void print_message(const char *message)
{
	if (!printk_is_json()) {
		printk("\nBail out! stalehound: panic on CPU %u: %s\n", cpu_id(), message);
		return;
	}
	printk("{\"crash\":");
	printk_json_string(message);
	printk(",\"cpu\":%u}\n", cpu_id());
}

void panic(const char *fmt, ...)
{
	static char message[PRINTK_MAX];
	unsigned int nobody = 0;
	va_list args;

	irq_disable();
	if (!try_cmpxchg(&panicking_cpu_plus_one, &nobody, cpu_id() + 1)) {
		if (nobody != cpu_id() + 1)
			stop_for_ever();
		printk("# the report itself went wrong: %s\n", fmt);
		kernel_leave(EXIT_CRASH);
	}
	printk_bust_lock();
	va_start(args, fmt);
	vsnformat(message, sizeof(message), fmt, args);
	va_end(args);
	print_message(message);
	platform_print_registers();
	print_backtrace();
	report_others();
	kernel_leave(EXIT_CRASH);
}
