/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Calls of a litmus that Linux is not asked for: see tests/litmus.h.  A test that makes one is
 * skipped, and says why.
 */
#include <stddef.h>
#include <arch/atomic.h>
#include <arch/linux/calls/place.h>

/* None of these functions uses its arguments. */
#pragma GCC diagnostic ignored "-Wunused-parameter"

static const char *reason;

void cannot(const char *call, const char *why)
{
	const char *none = NULL;

	(void)call;
	(void)try_cmpxchg(&reason, &none, why);
}

const char *cannot_take(void)
{
	return xchg(&reason, (const char *)NULL);
}

#define RAW    "it changes or reads entries of page tables, which no program can"
#define INSIDE "it asks for a moment inside of the kernel, where no program is"
#define LUF    "it is about bounds of Lazy Unmap Flush, which Linux does not have"
#define ROOT   "it wants a switch of the whole machine"
#define DEVICE "it wants a device, or a server, that this machine does not have"
#define CHOICE "it chooses between designs, of which Linux has one"
#define YET    "this program does not ask it yet"

/* clang-format off */
#define NOTHING(why, ...)  __VA_ARGS__ { cannot(__func__, why); }
#define NO_VALUE(why, ...) __VA_ARGS__ { cannot(__func__, why); return FOREIGN; }
#define NO_PAGE(why, ...)  __VA_ARGS__ { cannot(__func__, why); return NULL; }
/* Value 0 of each is Linux's design (kernel/rules/abi.h): a test may choose that. */
#define CHOOSES(design, ...) __VA_ARGS__ { if (design) cannot(__func__, CHOICE); }

NOTHING(RAW, void map_ab(struct run *r, uint64_t bits))
NOTHING(RAW, void unmap_ab(struct run *r))
NOTHING(RAW, void write_pte(struct run *r, uintptr_t va, uint64_t frame, uint64_t bits))
NOTHING(RAW, void clear_pte(struct run *r, uintptr_t va, uint64_t bits))
NOTHING(RAW, void hide_table(struct run *r, uintptr_t va))
NOTHING(RAW, void show_table(struct run *r, uintptr_t va))
NO_VALUE(RAW, uint64_t pte_has(struct run *r, uintptr_t va, uint64_t bits))
NOTHING(RAW, void invlpg(uintptr_t va))
NOTHING(RAW, void invlpg_everywhere(struct run *r, uintptr_t va))
NO_VALUE(RAW, uint64_t frame_content(struct run *r, uint64_t frame))
NOTHING(RAW, void look_for_bits(struct run *r, uintptr_t va, uint64_t bits))
NOTHING(RAW, void look_for_none(struct run *r, uintptr_t va, uint64_t bits))

NOTHING(INSIDE, void begin_madvise_free(struct mm *mm, uintptr_t va))
NOTHING(INSIDE, void end_madvise_free(void))
NOTHING(INSIDE, void starve_gathers(void))
NO_VALUE(INSIDE, uint64_t occupy_frame_atomic(struct run *r, enum value value))
NOTHING(INSIDE, void retract(struct run *r, struct file *file, uint64_t index))
NO_VALUE(INSIDE, uint64_t age(struct run *r, struct file *file, uint64_t index))
NOTHING(INSIDE, void make_same(struct mm *mm, uintptr_t va, const struct page *stable))
NO_PAGE(INSIDE, struct page *stable_page(struct mm *mm, uintptr_t va))
NO_VALUE(INSIDE, uint64_t ksm(struct mm *mm, uintptr_t va, struct page *stable))

NOTHING(LUF, void use_up_ticks(void))
NOTHING(LUF, void few_luf_keys(unsigned int keys))

NOTHING(ROOT, void map_swapped(struct run *r, uintptr_t va, unsigned int n))
NOTHING(ROOT, void swap_out(struct run *r, uintptr_t va))
NOTHING(ROOT, void swap_out_pages(struct run *r, uintptr_t va, size_t pages))
NO_VALUE(ROOT, uint64_t try_swap_out(struct run *r, uintptr_t va))
NOTHING(ROOT, void use_up_swap(void))
NOTHING(ROOT, void clear_refs(struct mm *mm, uintptr_t va, size_t pages))
NO_VALUE(ROOT, uint64_t try_clear_refs(struct mm *mm, uintptr_t va, size_t pages))
NO_VALUE(ROOT, uint64_t soft_dirty(struct mm *mm, uintptr_t va))
NOTHING(ROOT, void fail_reads(void))
NOTHING(ROOT, void fail_writes(void))
NOTHING(ROOT, void use_up_frames(void))
NOTHING(ROOT, void heal(void))
NOTHING(ROOT, void migrate(struct run *r, uintptr_t va))
NO_VALUE(ROOT, uint64_t try_migrate(struct run *r, uintptr_t va))
NOTHING(ROOT, void hint_pages(struct run *r, uintptr_t va, size_t pages))
NO_VALUE(ROOT, uint64_t try_hint_pages(struct run *r, uintptr_t va, size_t pages))
NOTHING(ROOT, void set_breakpoint(struct run *r, struct file *file, uint64_t index, enum value value))
NOTHING(ROOT, void clear_breakpoint(struct run *r, struct file *file, uint64_t index, enum value value))
NO_VALUE(ROOT, uint64_t fetch(struct run *r, uintptr_t va))

NOTHING(DEVICE, void device_page(struct run *r, uint64_t index, enum value value))
NOTHING(DEVICE, void map_device(struct run *r, uintptr_t va, size_t pages, unsigned int flags, uint64_t index))
NO_VALUE(DEVICE, uint64_t try_map_device(struct run *r, uintptr_t va, size_t pages, unsigned int flags, uint64_t index))
NOTHING(DEVICE, void revoke_device(struct run *r, uint64_t index))
NO_VALUE(DEVICE, uint64_t device_content(struct run *r, struct file *file, uint64_t index))
NOTHING(DEVICE, void serve_remotely(struct run *r))
NOTHING(DEVICE, void remote_change(struct run *r, uint64_t index, enum value value))
NOTHING(DEVICE, void remote_tells(struct run *r, uint64_t index))
NOTHING(DEVICE, void lock_remote(struct run *r))
NOTHING(DEVICE, void unlock_remote(struct run *r))
NOTHING(DEVICE, void dax_come(struct run *r, enum value value))
NOTHING(DEVICE, void map_dax(struct run *r, uintptr_t va, unsigned int flags))
NO_VALUE(DEVICE, uint64_t try_map_dax(struct run *r, uintptr_t va, unsigned int flags))
NOTHING(DEVICE, void dax_unbind(struct run *r))
NOTHING(DEVICE, void dax_stop(struct run *r))
NOTHING(DEVICE, void dax_give_away(struct run *r, enum value value))
NO_VALUE(DEVICE, uint64_t dax_content(struct run *r))
NO_VALUE(DEVICE, uint64_t dax_strays(struct run *r))
NOTHING(DEVICE, void dma_begin_page(struct run *r, const struct page *page, unsigned int domain))
NOTHING(DEVICE, void dma_end_page(struct run *r, struct page *page, unsigned int flags))
NOTHING(DEVICE, void dma_change_domain(struct run *r, unsigned int domain))
NO_VALUE(DEVICE, uint64_t dma_write(struct run *r, unsigned int n))

CHOOSES(how, void flush_tlbs_by(enum tlb_flush how))
CHOOSES(lock, void lock_uffd_by(enum uffd_lock lock))
CHOOSES(rule, void break_cow_by(enum cow_rule rule))
CHOOSES(rule, void pin_readers_by(enum pin_ro rule))
CHOOSES(rule, void protect_held_by(enum wp_pinned rule))

NO_VALUE(YET, uint64_t try_replace(struct run *r, uintptr_t va, enum value value))
NO_PAGE(YET, struct page *try_hold_page_at(struct run *r, uintptr_t va))
NO_PAGE(YET, struct page *try_hold_page(struct run *r, struct file *file, uint64_t index))
NO_VALUE(YET, uint64_t mapped_content(struct run *r, uintptr_t va))
NOTHING(YET, void replace(struct run *r, uintptr_t va, enum value value))
NO_PAGE(YET, struct page *get_page(struct run *r, struct mm *mm, uintptr_t va, unsigned int flags))
NO_PAGE(YET, struct page *try_get_page(struct run *r, struct mm *mm, uintptr_t va, unsigned int flags))
NOTHING(YET, void put_page(struct page *page, unsigned int flags))
NO_PAGE(YET, struct page *get_page_fast(struct run *r, uintptr_t va, unsigned int flags))
NO_PAGE(YET, struct page *try_get_page_fast(struct run *r, uintptr_t va, unsigned int flags))
NO_VALUE(YET, uint64_t device_load(struct run *r, const struct page *page))
NOTHING(YET, void device_store(struct run *r, struct page *page, unsigned int n))
NO_PAGE(YET, struct page *hold_page_at(struct run *r, uintptr_t va))
NO_PAGE(YET, struct page *hold_page(struct run *r, struct file *file, uint64_t index))
NOTHING(YET, void release_page(struct page *page))
NOTHING(YET, void idle(void))
NO_VALUE(YET, uint64_t faults_taken(void))
NO_VALUE(YET, uint64_t ipis_sent(void))
NOTHING(YET, void watch_pages(struct run *r, uintptr_t va, size_t pages))
NOTHING(YET, void uffd_protect_pages(struct run *r, uintptr_t va, size_t pages))
NO_VALUE(YET, uint64_t try_uffd_protect_pages(struct run *r, uintptr_t va, size_t pages))
NO_VALUE(YET, uint64_t try_uffd_unprotect_pages(struct run *r, uintptr_t va, size_t pages))
NO_VALUE(YET, uint64_t try_unwatch_pages(struct run *r, uintptr_t va, size_t pages))
NOTHING(YET, void uffd_unprotect_pages(struct run *r, uintptr_t va, size_t pages))
NOTHING(YET, void uffd_wake_pages(struct run *r, uintptr_t va, size_t pages))
NO_VALUE(YET, uint64_t uffd_serve(struct run *r))
NOTHING(YET, void stop_monitor(struct run *r))
NO_VALUE(YET, uint64_t uffd_round(struct run *r, uintptr_t va, uintptr_t moved_to))
NO_VALUE(YET, uint64_t uffd_waits(void))

/* clang-format on */
