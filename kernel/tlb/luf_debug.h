/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * luf_debug=on: a second account of what CPUs may still translate.
 *
 * It is kept from the instructions that load roots and invalidate, not from tlb_gen,
 * cpumasks or ugen_done, so that it is right where they are wrong.  For each entry that
 * is cleared, replaced or made stricter it notes which CPUs may have it; an invalidation
 * takes its CPU out, and a note that names no CPU is gone.  As long as there is one,
 *
 *	R1	its address is not mapped to anything else
 *	R2	the page that its frame is a copy of does not change, nor is it read anew with
 *		other bytes
 *	R3	its frame is not handed out, nor touched by the kernel if it is free, and its
 *		bytes do not change
 *	R4	a table that it led to is not reused
 *	R5	no call returns that promised that nobody can reach it
 *
 * A device that translates is one more that may have a frame: R3 holds for it, too.
 *
 * Whether the CPU really kept the entry does not matter.  A CPU that makes no user
 * accesses just now breaks a rule when it goes on to make some (threads/000).
 *
 * Knows CPUs and generations; no VMAs, no files: those who call give an object, which
 * says of what page a frame holds a copy.
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
/* From now on report, or keep the account in silence.  Off at the start. */
void luf_debug_judge(bool judge);

/* What this CPU does, said just before it does it. */
/* It loads the root of the mm @ctx_id, 0 for none, under @pcid; with @keep without a flush. */
void luf_debug_loads(uint64_t ctx_id, unsigned int pcid, bool keep);
/* It will make user accesses in the mm that is loaded; or none until it says so again. */
void luf_debug_uses(bool users);
/* It invalidates a page, or all, of the current PCID; or everything. */
void luf_debug_drops_page(uintptr_t va);
void luf_debug_drops_current(void);
void luf_debug_drops_all(void);
/* It broadcasts, and waits: no CPU keeps [@start, @end) of any mm. */
void luf_debug_drops_everywhere(uintptr_t start, uintptr_t end);
/* A fault at @va has dropped the leaf (SDM vol. 3, 4.10.4.1). */
void luf_debug_faults(uintptr_t va);

/* No CPU will ever load the mm @ctx_id again. */
void luf_debug_mm_gone(uint64_t ctx_id);

/* What the memory manager does.  Any lock may be held. */
/* @entry was cleared, replaced or made stricter; this is what it was. */
void luf_debug_lost(const struct debug_entry *entry);
/* @entry is made present, or less strict. */
void luf_debug_maps(const struct debug_entry *entry);
/* The page that frame @pfn holds may change from now on. */
void luf_debug_changes(struct debug_object object, uint64_t pfn);
/* The page was read into frame @pfn, and nobody has seen it yet. */
void luf_debug_refills(struct debug_object object, uint64_t pfn);
/* Frame @pfn is freed, to be handed out with no further flush; is handed out. */
void luf_debug_frees(uint64_t pfn);
void luf_debug_allocs(uint64_t pfn);
/* The kernel accesses the free frame @pfn. */
void luf_debug_reaches(uint64_t pfn);
/* The bytes of @pfn, whose flush was deferred, are no longer what they were. */
void luf_debug_thawed(uint64_t pfn);
/* The content of frame @pfn is taken, or compared: no CPU may be storing into it. */
void luf_debug_reads(uint64_t pfn);

/* A device has frame @pfn in its table, and may cache that; it has forgotten; all have. */
void luf_debug_device_maps(uint64_t pfn);
void luf_debug_device_drops(uint64_t pfn);
void luf_debug_devices_reset(void);

/* How many entries have been lost so far: a call that makes a promise asks at its start. */
uint64_t luf_debug_now(void);
/*
 * A call returns that promised that no CPU can do more in the range than @rights; or that
 * none sees a copy of a page of @owner from @first up to @end.  It answers for entries that
 * were lost before it began, at @since, and for those that it has lost itself: what others
 * have left behind meanwhile is theirs.
 */
void luf_debug_promises(const struct mm_tlb *mm, uintptr_t start, uintptr_t end,
			unsigned int rights, uint64_t since);
void luf_debug_promises_object(const void *owner, uint64_t first, uint64_t end, uint64_t since);

/* A CPU that owes a flush, as the kernel's own account has it, which may be what is wrong. */
struct debug_debtor {
	unsigned int cpu;
	bool has_slot; /* for the mm */
	uint64_t tlb_gen;
	uint64_t ugen_done;
};

#define DEBUG_DEBTORS 8

struct debug_report {
	uint64_t count; /* of breaks since the last was taken; what follows is the first */
	struct debug_break broken;
	struct owed owed; /* no mm: the rule is not about an entry */
	unsigned int cpu; /* one that can still use it */
	uint64_t tlb_gen; /* of the mm, and LUF's tick, when the rule was broken */
	uint64_t ugen;
	unsigned int nr_debtors; /* more than DEBUG_DEBTORS are left out */
	struct debug_debtor debtors[DEBUG_DEBTORS];
};

/* Was anything reported since the last call of luf_debug_take()? */
bool luf_debug_pending(void);
/* Move what was reported since the last call to @report.  False: nothing. */
bool luf_debug_take(struct debug_report *report);

void luf_debug_forget_reports(void);

/* "R3". */
const char *luf_debug_rule(enum debug_rule rule);
/* The report in one line, without its places. */
void luf_debug_spell(const struct debug_report *report, char *buf, uint32_t size);
/* Records that did not fit: as many entries went unwatched. */
uint64_t luf_debug_missed(void);

#endif
