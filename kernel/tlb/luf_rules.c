/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * The rules of luf_debug=on.  Each looks for records that forbid the next step of the
 * kernel; see luf_debug.h.
 */
#include <arch/phys.h>
#include <kernel/lib/printk.h>
#include <kernel/lib/string.h>
#include <kernel/tlb/luf_debug.h>
#include <kernel/tlb/luf_shadow.h>
#include <kernel/tlb/luf_ticks.h>
#include <kernel/tlb/tlb.h>

static bool judging;
static struct debug_report first; /* count 0: nothing was reported */

void luf_debug_judge(bool judge)
{
	unsigned long flags = shadow_begin();

	judging = judge;
	shadow_end(flags);
}

bool luf_debug_pending(void)
{
	return first.count != 0;
}

bool luf_debug_take(struct debug_report *report)
{
	unsigned long flags = shadow_begin();
	bool any = first.count != 0;

	if (any)
		*report = first;
	first.count = 0;
	shadow_end(flags);
	return any;
}

void luf_debug_forget_reports(void)
{
	unsigned long flags = shadow_begin();

	first.count = 0;
	shadow_end(flags);
}

const char *luf_debug_rule(enum debug_rule rule)
{
	static const char *const names[NR_DEBUG_RULES] = { "none", "R1", "R2", "R3", "R4", "R5" };

	return names[rule];
}

void luf_debug_spell(const struct debug_report *report, char *buf, uint32_t size)
{
	const struct debug_entry *entry = &report->owed.entry;

	if (!entry->mm && !report->broken.new_pfn)
		snformat(buf, size, "%s", report->broken.what);
	else if (!entry->mm)
		snformat(buf, size, "%s, frame %lx", report->broken.what, report->broken.new_pfn);
	else
		snformat(buf, size, "%s, and CPU %u may still %s va %lx %s frame %lx",
			 report->broken.what, report->cpu, entry->table ? "walk for" : "translate",
			 entry->va, entry->table ? "the table in" : "to", entry->pfn);
}

static void note_debtors(const struct owed *owed)
{
	first.tlb_gen = READ_ONCE(owed->entry.mm->tlb_gen);
	first.ugen = luf_ugen_now();
	first.nr_debtors = 0;
	for_each_cpu (cpu, &owed->cpus) {
		struct debug_debtor *debtor = &first.debtors[first.nr_debtors];

		if (first.nr_debtors == DEBUG_DEBTORS)
			break;
		first.nr_debtors++;
		debtor->cpu = cpu;
		debtor->has_slot = tlb_slot_gen(cpu, owed->ctx_id, &debtor->tlb_gen);
		debtor->ugen_done = luf_ugen_done(cpu);
	}
}

static void report(const struct debug_break *broken, const struct owed *owed, unsigned int cpu)
{
	if (!judging || first.count++)
		return;
	first.broken = *broken;
	first.cpu = cpu;
	first.owed.entry.mm = NULL;
	if (!owed)
		return;
	first.owed = *owed;
	note_debtors(owed);
}

/* @owed forbids this: report it now, or once one of its CPUs makes user accesses. */
static void breaks(struct owed *owed, enum debug_rule rule, const char *what, uint64_t new_pfn)
{
	struct debug_break broken = { .rule = rule, .what = what, .new_pfn = new_pfn };

	if (!judging)
		return;
	place_here(&broken.at);
	for_each_cpu (cpu, &owed->cpus) {
		if (!owed_is_in_use(owed, cpu))
			continue;
		report(&broken, owed, cpu);
		return;
	}
	if (owed->broken.rule == DEBUG_NO_RULE)
		owed->broken = broken;
}

#define for_each_owed(owed)                                                                        \
	for (unsigned int i_ = 0; i_ < shadow_size(); i_++)                                        \
		if (((owed) = shadow_at(i_)))

void rules_when_used(unsigned int cpu)
{
	struct owed *owed;

	for_each_owed(owed)
	{
		if (owed->broken.rule != DEBUG_NO_RULE && cpumask_test(&owed->cpus, cpu) &&
		    owed_is_in_use(owed, cpu))
			report(&owed->broken, owed, cpu);
	}
}

void rule_pcid_passed(uint64_t from, uint64_t to)
{
	struct debug_break broken = {
		.rule = DEBUG_R5,
		.what = "a PCID passes to another mm with what it tagged",
	};

	if (!from || !to)
		return;
	place_here(&broken.at);
	report(&broken, NULL, 0);
}

void rule_root_in_use(void)
{
	struct debug_break broken = {
		.rule = DEBUG_R4,
		.what = "an mm ends whose root a CPU has loaded",
	};

	place_here(&broken.at);
	report(&broken, NULL, 0);
}

static bool same_object(struct debug_object a, struct debug_object b)
{
	return a.owner && a.owner == b.owner && a.index == b.index;
}

static bool same_bytes(uint64_t a, uint64_t b)
{
	return memcmp(phys_to_virt(a << PAGE_SHIFT), phys_to_virt(b << PAGE_SHIFT), PAGE_SIZE) == 0;
}

/* May a CPU go on using @old while @new is in the tables? */
static bool may_coexist(const struct debug_entry *old, const struct debug_entry *new)
{
	if (old->pfn == new->pfn)
		return true;
	if (new->rights & DEBUG_WRITE || !same_object(old->object, new->object))
		return false;
	return same_bytes(old->pfn, new->pfn);
}

void luf_debug_maps(const struct debug_entry *entry)
{
	unsigned long flags = shadow_begin();
	struct owed *owed;

	shadow_walkable(entry);
	for_each_owed(owed)
	{
		if (owed->ctx_id == entry->mm->ctx_id && owed->entry.va == entry->va &&
		    !owed->entry.table && !may_coexist(&owed->entry, entry))
			breaks(owed, DEBUG_R1, "an address is mapped to another page", entry->pfn);
	}
	shadow_end(flags);
}

void luf_debug_changes(struct debug_object object, uint64_t pfn)
{
	unsigned long flags = shadow_begin();
	struct owed *owed;

	for_each_owed(owed)
	{
		if (owed->entry.pfn != pfn && same_object(owed->entry.object, object))
			breaks(owed, DEBUG_R2, "a page changes of which there is an older copy",
			       pfn);
	}
	shadow_end(flags);
}

void luf_debug_refills(struct debug_object object, uint64_t pfn)
{
	unsigned long flags = shadow_begin();
	struct owed *owed;

	for_each_owed(owed)
	{
		if (owed->entry.pfn != pfn && same_object(owed->entry.object, object) &&
		    !same_bytes(owed->entry.pfn, pfn))
			breaks(owed, DEBUG_R2, "a page is read anew, unlike an older copy", pfn);
	}
	shadow_end(flags);
}

/* Frames that a device may translate to; 0: none.  Frames beyond these are not watched. */
#define DEVICE_FRAMES 8
static uint64_t device_frames[DEVICE_FRAMES];

/* Replace @from by @to in that list.  False: it is not listed. */
static bool device_frame_changes(uint64_t from, uint64_t to)
{
	for (unsigned int i = 0; i < DEVICE_FRAMES; i++) {
		if (device_frames[i] != from)
			continue;
		device_frames[i] = to;
		return true;
	}
	return false;
}

void luf_debug_device_maps(uint64_t pfn)
{
	unsigned long flags = shadow_begin();

	(void)device_frame_changes(0, pfn);
	shadow_end(flags);
}

void luf_debug_device_drops(uint64_t pfn)
{
	unsigned long flags = shadow_begin();

	(void)device_frame_changes(pfn, 0);
	shadow_end(flags);
}

void luf_debug_devices_reset(void)
{
	unsigned long flags = shadow_begin();

	memset(device_frames, 0, sizeof(device_frames));
	shadow_end(flags);
}

static void check_devices(uint64_t pfn)
{
	struct debug_break broken = {
		.rule = DEBUG_R3,
		.what = "a frame goes to which a device may still translate",
		.new_pfn = pfn,
	};

	if (!device_frame_changes(pfn, pfn))
		return;
	place_here(&broken.at);
	report(&broken, NULL, 0);
}

/* Frame @pfn may no longer keep its content; @what says why. */
static void frame_goes(uint64_t pfn, const char *what)
{
	unsigned long flags = shadow_begin();
	struct owed *owed;

	check_devices(pfn);
	for_each_owed(owed)
	{
		if (owed->entry.pfn == pfn)
			breaks(owed, owed->entry.table ? DEBUG_R4 : DEBUG_R3, what, 0);
	}
	shadow_end(flags);
}

void luf_debug_frees(uint64_t pfn)
{
	frame_goes(pfn, "a frame is freed as if nothing were owed");
}

void luf_debug_allocs(uint64_t pfn)
{
	frame_goes(pfn, "a frame is handed out");
}

void luf_debug_reaches(uint64_t pfn)
{
	frame_goes(pfn, "the kernel accesses a free frame");
}

void luf_debug_thawed(uint64_t pfn)
{
	struct debug_break broken = {
		.rule = DEBUG_R3,
		.what = "the bytes of a frame changed while its flush was deferred",
		.new_pfn = pfn,
	};
	unsigned long flags = shadow_begin();

	place_here(&broken.at);
	report(&broken, NULL, 0);
	shadow_end(flags);
}

void luf_debug_reads(uint64_t pfn)
{
	unsigned long flags = shadow_begin();
	struct owed *owed;

	for_each_owed(owed)
	{
		if (owed->entry.pfn == pfn && owed->entry.rights & DEBUG_WRITE)
			breaks(owed, DEBUG_R5, "a page is read for good that may be stored into",
			       pfn);
	}
	shadow_end(flags);
}

static bool must_be_settled(const struct owed *owed, uint64_t since)
{
	return owed->born < since || owed->by == cpu_id();
}

void luf_debug_promises(const struct mm_tlb *mm, uintptr_t start, uintptr_t end,
			unsigned int rights, uint64_t since)
{
	unsigned long flags = shadow_begin();
	struct owed *owed;

	for_each_owed(owed)
	{
		if (owed->ctx_id == mm->ctx_id && owed->entry.va >= start && owed->entry.va < end &&
		    owed->entry.rights & ~rights && must_be_settled(owed, since))
			breaks(owed, DEBUG_R5, "a call returns that took these rights away", 0);
	}
	shadow_end(flags);
}

void luf_debug_promises_object(const void *owner, uint64_t first_index, uint64_t end,
			       uint64_t since)
{
	unsigned long flags = shadow_begin();
	struct owed *owed;

	for_each_owed(owed)
	{
		const struct debug_object *object = &owed->entry.object;

		if (object->owner == owner && object->index >= first_index && object->index < end &&
		    must_be_settled(owed, since))
			breaks(owed, DEBUG_R5, "a call returns that made all copies of a page go",
			       0);
	}
	shadow_end(flags);
}
