/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * The stand-ins.  See host.h.
 */
#include <stdlib.h>
#include <stdio.h>
#include <string.h>
#include <sys/mman.h>
#include <time.h>
#include <arch/ipi.h>
#include <kernel/race/point.h>
#include <tests/unit/host.h>
#include <tests/unit/paint.h>
#include <tests/unit/unit.h>

#define CONSOLE_SIZE (1UL << 20)

struct console {
	size_t len;
	char text[CONSOLE_SIZE];
};

/* Shared with children, so that what a child printed before it died can be read. */
static struct console *console;

static _Alignas(4096) unsigned char memory[HOST_MEMORY];
static struct mem_region memory_regions[8] = { { 1UL << 20, 16UL << 20 } };
static size_t nr_regions = 1;
static uint64_t clock_now;
static uint64_t clock_cpus; /* a bit for each that it waits for; 0: it waits for none */
static uint64_t clock_seen; /* and for each that has looked since it last advanced */

unsigned int nr_cpus = 1;
_Thread_local unsigned int host_cpu;
_Thread_local bool host_irqs;
enum world host_world = WORLD_METAL;
bool host_features[NR_CPU_FEATURES];
uint64_t host_clock_step = 1;
void (*host_relax)(void);
void (*host_nmi)(void);

static void paint_regions(void)
{
	for (size_t i = 0; i < nr_regions; i++)
		if (memory_regions[i].pa + memory_regions[i].size <= HOST_MEMORY)
			paint(memory + memory_regions[i].pa, memory_regions[i].size);
}

void host_init(void)
{
	console = mmap(NULL, sizeof(*console), PROT_READ | PROT_WRITE, MAP_SHARED | MAP_ANONYMOUS,
		       -1, 0);
	if (console == MAP_FAILED)
		abort();
	paint_regions();
}

const char *host_console(void)
{
	return console->text;
}

void host_console_clear(void)
{
	console->len = 0;
	console->text[0] = '\0';
}

unsigned int host_console_lines(void)
{
	unsigned int lines = 0;

	for (size_t i = 0; i < console->len; i++)
		lines += console->text[i] == '\n' || i + 1 == console->len;
	return lines;
}

void console_write(const char *text, size_t len)
{
	if (len > CONSOLE_SIZE - 1 - console->len)
		len = CONSOLE_SIZE - 1 - console->len;
	memcpy(console->text + console->len, text, len);
	console->len += len;
	console->text[console->len] = '\0';
}

char host_status[HOST_STATUS_MAX];

void console_status(const char *text)
{
	(void)snprintf(host_status, sizeof(host_status), "%s", text);
}

enum world platform_world(void)
{
	return host_world;
}

void platform_exit(unsigned int status)
{
	unit_exit(HOST_EXIT + (int)status);
}

size_t backtrace(uintptr_t *pcs, size_t max)
{
	(void)pcs;
	(void)max;
	return 0;
}

const char *symbol_lookup(uintptr_t pc, size_t *offset)
{
	*offset = pc;
	return "?";
}

void platform_print_registers(void)
{
}

unsigned int cpu_id(void)
{
	return host_cpu;
}

unsigned long irq_save(void)
{
	bool were = host_irqs;

	host_irqs = false;
	return were;
}

void irq_restore(unsigned long flags)
{
	host_irqs = flags;
}

void irq_enable(void)
{
	host_irqs = true;
}

void irq_disable(void)
{
	host_irqs = false;
}

bool irqs_enabled(void)
{
	return host_irqs;
}

/* Why not sched_yield(): a busy process beside us would then run for a whole time slice. */
void host_yield(void)
{
	static const struct timespec shortest = { .tv_nsec = 1 };

	nanosleep(&shortest, NULL);
}

void host_clock_of_all(unsigned int nr)
{
	clock_seen = 0;
	clock_cpus = (1ULL << nr) - 1;
}

static void clock_look(void)
{
	uint64_t all = clock_cpus;

	if (all) {
		__atomic_or_fetch(&clock_seen, all & 1ULL << host_cpu, __ATOMIC_SEQ_CST);
		if (!__atomic_compare_exchange_n(&clock_seen, &all, 0, false, __ATOMIC_SEQ_CST,
						 __ATOMIC_SEQ_CST))
			return;
	}
	__atomic_add_fetch(&clock_now, host_clock_step, __ATOMIC_RELAXED);
}

void cpu_relax(void)
{
	if (clock_cpus)
		clock_look();
	if (host_relax)
		host_relax();
	else
		host_yield();
}

struct start {
	void *(*fn)(void *cpu);
	unsigned int cpu;
};

static void *start_cpu(void *arg)
{
	struct start start = *(struct start *)arg;

	free(arg);
	paint_stack();
	host_cpu = start.cpu;
	return start.fn((void *)(uintptr_t)start.cpu);
}

void host_start_cpu(pthread_t *thread, void *(*fn)(void *cpu), unsigned int cpu)
{
	struct start *start = malloc(sizeof(*start));

	if (!start)
		abort();
	*start = (struct start){ fn, cpu };
	if (pthread_create(thread, NULL, start_cpu, start))
		unit_fail(__FILE__, __LINE__, "no thread for CPU %u", cpu);
}

void cpu_await_begin(void)
{
	point_mute();
}

void cpu_await_end(void)
{
	point_unmute();
}

void cpu_watch_begin(void)
{
	point_mute();
}

void cpu_watch_end(void)
{
	point_unmute();
}

void cpu_wait_for_interrupt(void)
{
	host_irqs = true;
	host_yield();
}

void cpu_nap(uint32_t us)
{
	(void)us;
	host_irqs = true;
	cpu_relax();
}

void cpu_wake_nappers(void)
{
}

void host_clock_pass(uint64_t cycles)
{
	__atomic_add_fetch(&clock_now, cycles, __ATOMIC_RELAXED);
}

uint64_t cpu_cycles(void)
{
	clock_look();
	return __atomic_load_n(&clock_now, __ATOMIC_RELAXED);
}

uint64_t cpu_cycles_per_us(void)
{
	return 1000;
}

bool cpu_has(enum cpu_feature feature)
{
	return host_features[feature];
}

/* If no other CPU can answer, let time pass, so that the wait for answers ends soon. */
void nmi_send_others(void)
{
	if (host_nmi)
		host_nmi();
	else
		host_clock_step = 1UL << 40;
}

size_t phys_regions(const struct mem_region **regions)
{
	*regions = memory_regions;
	return nr_regions;
}

void *phys_to_virt(uint64_t pa)
{
	if (pa >= HOST_MEMORY)
		unit_fail(__FILE__, __LINE__, "there is no physical address %lx", pa);
	return memory + pa;
}

uint64_t virt_to_phys(const void *va)
{
	uint64_t pa = (uint64_t)((const unsigned char *)va - memory);

	if (pa >= HOST_MEMORY)
		unit_fail(__FILE__, __LINE__, "%p is not in the direct map", va);
	return pa;
}

void host_regions(const struct mem_region *regions, size_t nr)
{
	memcpy(memory_regions, regions, nr * sizeof(*regions));
	nr_regions = nr;
	paint_regions();
}
