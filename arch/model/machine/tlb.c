/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * The instructions of arch/tlb.h: each is one event on this CPU's set-TLB.  What can be walked
 * right after it is added to the set at once, so an invalidation also reads the tables.
 */
#include <arch/broadcast.h>
#include <arch/cpu.h>
#include <arch/tlb.h>
#include <arch/model/host/host.h>
#include <arch/model/machine/buffer.h>
#include <arch/model/machine/judges.h>
#include <arch/model/machine/machine.h>
#include <arch/model/machine/sched.h>
#include <arch/model/machine/tlb_close.h>
#include <kernel/race/point.h>
#include <kernel/tlb/asid.h>

#define PC() ((uintptr_t)__builtin_return_address(0))

/* No table: a root that maps no user page. */
#define KERNEL_ROOT 0ULL

/* @loads_root: the root to be loaded, or NULL, so that the scheduler knows the next event. */
static void begin(const char *what, uintptr_t va, const void *loads_root, uintptr_t pc)
{
	struct event *event;

	if (!interleaved)
		return;
	sched_point(OP_TLB, loads_root);
	event = event_begin(current_thread, OP_TLB, pc);
	event->note = what;
	event->va = va;
	event_touch(object_tlb(current_cpu), MODE_WRITE);
	event_touch(object_tables(), MODE_READ);
}

static void end(void)
{
	if (interleaved)
		event_end();
}

void tlb_load_root(uint64_t pgd_pa, unsigned int pcid, bool noflush)
{
	uint32_t root =
		pgd_pa == KERNEL_ROOT ? NO_FRAME : (uint32_t)(pgd_pa >> PAGE_SHIFT) - FIRST_PFN;

	point();
	if (interleaved && root != NO_FRAME)
		check_note(CHECK_SWITCHES_MM);
	begin(noflush ? "loads CR3, keeping the PCID's entries" : "loads CR3", 0,
	      &cpus[current_cpu].root, PC());
	tlb_set_load_root(current_cpu, root, pcid, noflush);
	if (noflush)
		oracle_pcid_kept(current_cpu);
	end();
}

void tlb_invalidate_page(uintptr_t va)
{
	point();
	begin("INVLPG", va, NULL, PC());
	tlb_set_drop_page(current_cpu, cpus[current_cpu].pcid, va & PAGE_MASK);
	end();
}

void tlb_invalidate_pcid_page(unsigned int pcid, uintptr_t va)
{
	point();
	begin("INVPCID of a page", va, NULL, PC());
	tlb_set_drop_page(current_cpu, pcid, va & PAGE_MASK);
	end();
}

void tlb_invalidate_pcid(unsigned int pcid)
{
	point();
	begin("INVPCID", 0, NULL, PC());
	tlb_set_drop_pcid(current_cpu, pcid);
	end();
}

void tlb_invalidate_current(void)
{
	point();
	begin("reloads CR3", 0, NULL, PC());
	tlb_set_drop_pcid(current_cpu, cpus[current_cpu].pcid);
	end();
}

void tlb_invalidate_all(void)
{
	point();
	begin("INVPCID of everything", 0, NULL, PC());
	tlb_set_drop_all(current_cpu);
	end();
}

/* Drops the entries of every PCID, except global ones. */
void tlb_invalidate_nonglobal(void)
{
	point();
	begin("INVPCID of all but globals", 0, NULL, PC());
	for (unsigned int pcid = 0; pcid <= asid_pcid(NR_ASIDS - 1); pcid++)
		tlb_set_drop_pcid(current_cpu, pcid);
	end();
}

/* One event about the set-TLBs of all CPUs. */
static struct event *begin_broadcast(enum op_kind kind, uintptr_t pc)
{
	struct event *event;

	if (!interleaved)
		return NULL;
	sched_point(kind, NULL);
	event = event_begin(current_thread, kind, pc);
	for (unsigned int cpu = 0; cpu < nr_cpus; cpu++)
		event_touch(object_tlb(cpu), MODE_WRITE);
	event_touch(object_tables(), MODE_READ);
	return event;
}

static void issue(uintptr_t va, uintptr_t pc)
{
	struct event *event = begin_broadcast(OP_INVLPGB, pc);

	if (event) {
		event->note = va == ALL_PAGES ? "INVLPGB of all" : "INVLPGB";
		event->va = va == ALL_PAGES ? 0 : va;
	}
	tlb_set_doom(current_cpu, va);
	end();
}

void tlb_broadcast_page(uintptr_t va)
{
	point();
	issue(va & PAGE_MASK, PC());
}

void tlb_broadcast_all(void)
{
	point();
	issue(ALL_PAGES, PC());
}

void tlb_broadcast_sync(void)
{
	point();
	if (begin_broadcast(OP_TLBSYNC, PC()))
		buffer_order_after_users();
	tlb_set_end_doomed(current_cpu);
	end();
}

uint64_t tlb_kernel_root(void)
{
	return KERNEL_ROOT;
}

void tlb_init_pgd(void *pgd)
{
	(void)pgd;
}
