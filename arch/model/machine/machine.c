/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * The CPUs: the contract of arch/cpu.h, arch/ipi.h and arch/phys.h.
 */
#include <string.h>
#include <arch/cpu.h>
#include <arch/ipi.h>
#include <arch/model/host/host.h>
#include <arch/model/machine/buffer.h>
#include <arch/model/machine/judges.h>
#include <arch/model/machine/machine.h>
#include <arch/model/machine/rules.h>
#include <arch/model/machine/sched.h>
#include <arch/model/machine/tlb_close.h>
#include <kernel/lib/string.h>
#include <kernel/race/point.h>

#define PC() ((uintptr_t)__builtin_return_address(0))

unsigned int nr_cpus = 1;
struct cpu cpus[MODEL_CPUS];
unsigned int current_cpu;
unsigned int current_thread;
bool interleaved;
void (*machine_on_ipi)(void) = ipi_handler;

_Static_assert(offsetof(struct cpu, tlb) == 0, "what follows it is copied and cleared as a whole");

static struct cpu saved[MODEL_CPUS];
static bool has_pcid = true;

unsigned int rules_left_out;

static const struct mem_region region = {
	.pa = (uint64_t)FIRST_PFN << PAGE_SHIFT,
	.size = (uint64_t)NR_FRAMES << PAGE_SHIFT,
};

void machine_start(unsigned int nr)
{
	HOST_BUG_ON(nr > MODEL_CPUS);
	nr_cpus = nr;
	memory_reset();
	tlb_set_reset();
	for (unsigned int i = 0; i < nr; i++) {
		struct cpu *cpu = &cpus[i];

		cpu->tlb.nr_leaves = 0;
		cpu->tlb.nr_branches = 0;
		/* The last execution may have been stopped at any point. */
		memset((char *)cpu + sizeof(cpu->tlb), 0, sizeof(*cpu) - sizeof(cpu->tlb));
		cpu->root = NO_FRAME;
		cpu->irqs = true;
	}
}

static void copy_cpu(struct cpu *to, const struct cpu *from)
{
	size_t tail = sizeof(from->tlb);

	memcpy(to->tlb.leaves, from->tlb.leaves, from->tlb.nr_leaves * sizeof(struct leaf));
	memcpy(to->tlb.branches, from->tlb.branches, from->tlb.nr_branches * sizeof(struct branch));
	to->tlb.nr_leaves = from->tlb.nr_leaves;
	to->tlb.nr_branches = from->tlb.nr_branches;
	memcpy((char *)to + tail, (const char *)from + tail, sizeof(*to) - tail);
}

void machine_save(void)
{
	memory_snapshot();
	tlb_set_save();
	closure_save();
	for (unsigned int i = 0; i < nr_cpus; i++)
		copy_cpu(&saved[i], &cpus[i]);
}

void machine_restore(void)
{
	(void)memory_restore();
	tlb_set_restore();
	buffer_reset();
	closure_restore();
	for (unsigned int i = 0; i < nr_cpus; i++)
		copy_cpu(&cpus[i], &saved[i]);
	tlb_look_anew();
}

void serially(unsigned int cpu, void (*fn)(void *arg), void *arg)
{
	unsigned int caller = current_cpu;

	HOST_BUG_ON(interleaved);
	current_cpu = cpu;
	fn(arg);
	current_cpu = caller;
}

unsigned int cpu_id(void)
{
	return current_cpu;
}

void cpu_start_others(void)
{
}

bool irqs_enabled(void)
{
	return cpus[current_cpu].irqs;
}

/* Disabling interrupts is an event: a handler comes before it, or later. */
void irq_disable(void)
{
	struct cpu *cpu = &cpus[current_cpu];

	if (interleaved && cpu->irqs) {
		sched_point(OP_IRQ_OFF, NULL);
		(void)event_begin(current_thread, OP_IRQ_OFF, PC());
		event_end();
		cpu->section = (uint16_t)event_index();
	}
	cpu->irqs = false;
}

void irq_enable(void)
{
	cpus[current_cpu].irqs = true;
	cpus[current_cpu].section = 0;
}

unsigned long irq_save(void)
{
	bool were = irqs_enabled();

	irq_disable();
	return were;
}

void irq_restore(unsigned long flags)
{
	if (flags)
		irq_enable();
	else
		irq_disable();
}

void cpu_wait_for_interrupt(void)
{
	irq_enable();
}

void cpu_nap(uint32_t us)
{
	(void)us;
	cpu_relax();
}

void cpu_wake_nappers(void)
{
}

uint64_t cpu_cycles(void)
{
	return cpus[current_cpu].clock;
}

uint64_t cpu_cycles_per_us(void)
{
	return 1000;
}

static void take_ipi(void *arg)
{
	bool irqs = cpus[current_cpu].irqs;

	(void)arg;
	cpus[current_cpu].irqs = false;
	machine_on_ipi();
	cpus[current_cpu].irqs = irqs;
}

void ipi_send(unsigned int cpu)
{
	point();
	if (!interleaved) {
		serially(cpu, take_ipi, NULL);
		return;
	}
	sched_point(OP_IPI_SEND, NULL);
	event_begin(current_thread, OP_IPI_SEND, PC())->value = cpu;
	if (cpus[cpu].ipi_pending)
		event_touch(object_ipi(cpu), MODE_WRITE);
	else
		event_wake(object_ipi(cpu));
	cpus[cpu].ipi_pending = true;
	event_end();
}

void nmi_send_others(void)
{
}

size_t phys_regions(const struct mem_region **regions)
{
	*regions = &region;
	return 1;
}

void *phys_to_virt(uint64_t pa)
{
	HOST_BUG_ON(pa - region.pa >= region.size);
	return model_memory + (pa - region.pa);
}

uint64_t virt_to_phys(const void *va)
{
	uintptr_t offset = (uintptr_t)va - (uintptr_t)model_memory;

	HOST_BUG_ON(offset >= region.size);
	return region.pa + offset;
}

void machine_has_pcid(bool has)
{
	has_pcid = has;
}

/* The machine has INVPCID, global pages and NX. */
bool cpu_has(enum cpu_feature feature)
{
	if (feature == CPU_PCID)
		return has_pcid;
	return feature == CPU_INVPCID || feature == CPU_PGE || feature == CPU_NX;
}
