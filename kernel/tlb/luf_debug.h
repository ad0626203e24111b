/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * luf_debug=on: a second account of what CPUs may still translate.
 *
 * It follows the instructions that load roots and invalidate, not tlb_gen, cpumasks or
 * ugen_done, so that it is right where they are wrong.  Each entry that is cleared, replaced
 * or made stricter gets a record of the CPUs that may have it.  An invalidation removes its
 * CPU from the record; a record without CPUs is removed.  While an entry has a record,
 *
 *	R1	its address is not mapped to anything else
 *	R2	the page that its frame is a copy of does not change, and is not read anew with
 *		other bytes
 *	R3	its frame is not handed out, is not touched by the kernel if it is free, and its
 *		bytes do not change
 *	R4	a table that it led to is not reused
 *	R5	no call returns that promised that nobody can reach the page through it
 *
 * A device that translates may have a frame, too: R3 holds for it as well.
 *
 * Whether the CPU really kept the entry does not matter.  A CPU that makes no user accesses
 * at present breaks a rule only when it goes on to make some (threads/000).
 *
 * This layer knows CPUs and generations, but no VMAs and no files: its callers pass an
 * object, which says of which page a frame holds a copy.
 */
#ifndef KERNEL_TLB_LUF_DEBUG_H
#define KERNEL_TLB_LUF_DEBUG_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <kernel/tlb/luf_owed.h>

extern bool luf_debug_active;

/* luf_debug(hook, …): call luf_debug_hook(…) if the mode is on; one branch if not. */
#define luf_debug(hook, ...)                                                                       \
	do {                                                                                       \
		if (__builtin_expect(luf_debug_active, 0))                                         \
			luf_debug_##hook(__VA_ARGS__);                                             \
	} while (0)

/* Start the account.  Called before any CPU loads an mm. */
void luf_debug_enable(void);
/* Report broken rules from now on, or only keep the account.  Off at the start. */
void luf_debug_judge(bool judge);

/* What this CPU does.  Called just before it does it. */
/* It loads the root of the mm @ctx_id, 0: of none, under @pcid; @keep: without a flush. */
void luf_debug_loads(uint64_t ctx_id, unsigned int pcid, bool keep);
/* @users: it will make user accesses in the loaded mm; if not, none until the next call. */
void luf_debug_uses(bool users);
/* It invalidates a page of the current PCID; all of that PCID; everything. */
void luf_debug_drops_page(uintptr_t va);
void luf_debug_drops_current(void);
void luf_debug_drops_all(void);
/* It broadcasts and waits: no CPU keeps [@start, @end) of any mm. */
void luf_debug_drops_everywhere(uintptr_t start, uintptr_t end);
/* A fault at @va has invalidated the leaf here (SDM vol. 3, 4.10.4.1). */
void luf_debug_faults(uintptr_t va);

/* No CPU will ever load the mm @ctx_id again. */
void luf_debug_mm_gone(uint64_t ctx_id);

/* What the memory manager does.  Any lock may be held. */
/* An entry was cleared, replaced or made stricter; @entry is what it was before. */
void luf_debug_lost(const struct debug_entry *entry);
/* @entry is made present, or less strict. */
void luf_debug_maps(const struct debug_entry *entry);
/* The page @object, which frame @pfn holds, may change from now on. */
void luf_debug_changes(struct debug_object object, uint64_t pfn);
/* The page @object was read into frame @pfn, and nobody has seen it yet. */
void luf_debug_refills(struct debug_object object, uint64_t pfn);
/* Frame @pfn is freed and may be handed out without a further flush; it is handed out. */
void luf_debug_frees(uint64_t pfn);
void luf_debug_allocs(uint64_t pfn);
/* The kernel accesses the free frame @pfn. */
void luf_debug_reaches(uint64_t pfn);
/* The bytes of frame @pfn have changed although its flush is deferred. */
void luf_debug_thawed(uint64_t pfn);
/* The content of frame @pfn is copied or compared: no CPU may be able to store into it. */
void luf_debug_reads(uint64_t pfn);

/* A device may cache a translation to frame @pfn; it no longer does; no device caches any. */
void luf_debug_device_maps(uint64_t pfn);
void luf_debug_device_drops(uint64_t pfn);
void luf_debug_devices_reset(void);

/* How many entries have been lost so far.  A call that makes a promise reads it at its start. */
uint64_t luf_debug_now(void);
/*
 * A call returns that promised that no CPU can do more than @rights in the range; or that no
 * CPU sees a copy of the pages [@first, @end) of @owner.  The promise covers entries that were
 * lost before the call began, at @since, and those that this CPU has lost; it does not cover
 * entries that other CPUs have lost since.
 */
void luf_debug_promises(const struct mm_tlb *mm, uintptr_t start, uintptr_t end,
			unsigned int rights, uint64_t since);
void luf_debug_promises_object(const void *owner, uint64_t first, uint64_t end, uint64_t since);

/* A CPU that owes a flush, by the kernel's own account, which may be wrong. */
struct debug_debtor {
	unsigned int cpu;
	bool has_slot; /* for the mm */
	uint64_t tlb_gen;
	uint64_t ugen_done;
};

#define DEBUG_DEBTORS 8

struct debug_report {
	uint64_t count; /* of breaks since the last take; the rest is about the first */
	struct debug_break broken;
	struct owed owed;	 /* entry.mm NULL: the rule is not about an entry */
	unsigned int cpu;	 /* one that can still use the entry */
	uint64_t tlb_gen;	 /* of the mm, when the rule was broken */
	uint64_t ugen;		 /* LUF's tick then */
	unsigned int nr_debtors; /* those beyond DEBUG_DEBTORS are left out */
	struct debug_debtor debtors[DEBUG_DEBTORS];
};

/* Was anything reported since the last call of luf_debug_take()? */
bool luf_debug_pending(void);
/* Move the report since the last call to @report.  False: there was none. */
bool luf_debug_take(struct debug_report *report);

void luf_debug_forget_reports(void);

/* "R3". */
const char *luf_debug_rule(enum debug_rule rule);
/* The report in one line, without its places. */
void luf_debug_spell(const struct debug_report *report, char *buf, uint32_t size);
/* How many records did not fit: those entries were not watched. */
uint64_t luf_debug_missed(void);

#endif
