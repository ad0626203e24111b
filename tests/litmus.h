/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * The litmus format: what a test file says, and what its functions may call.
 * docs/WRITING-A-LITMUS.md explains it with examples.
 *
 * A litmus asks one question of the memory manager.  Its actors race on as many
 * CPUs, each leaving what it saw in registers; a total table says of every
 * combination whether it may be.  Teeth are mutants that make a NEVER appear: a
 * litmus that none can make fail proves nothing, and does not build.
 */
#ifndef TESTS_LITMUS_H
#define TESTS_LITMUS_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <arch/phys.h>
#include <kernel/rules/abi.h>
#include <kernel/rules/mutants.h>

#define LITMUS_CPUS	8
#define LITMUS_REGS	6
#define LITMUS_SEES	8
#define LITMUS_OUTCOMES 16
#define LITMUS_LESS	4
#define LITMUS_TEETH	16
#define LITMUS_FILES	2
#define LITMUS_MMS	3

/*
 * What a register holds.  Numbers below 16 are the test's own: a flag, or the value
 * that some actor's user_store put there in this run.  The rest are names.
 */
enum value {
	VALUE_NAMES = 16,
	OLD = VALUE_NAMES, /* contents that the test gave pages in this run */
	NEW,
	NEWER,
	OTHER,
	FRESH,	 /* anonymous memory that nobody has stored to */
	FAULT,	 /* the access faulted for good */
	DONE,	 /* the store, or the call, was made */
	FREED,	 /* the content of a free frame */
	FOREIGN, /* content of another run, test or owner, or none at all */
	/* What a try_…() came to if not DONE: the error of the call, as in kernel/lib/errno.h. */
	E_FIRST,
	E_NOENT = E_FIRST,
	E_IO,
	E_AGAIN,
	E_NOMEM,
	E_FAULT,
	E_BUSY,
	E_INVAL,
	E_FBIG,
	E_NOSPC,
	E_LAST = E_NOSPC,
	ANY, /* in a table only: any value that .sees declares */
	VALUE_END,
};

/* Their insides are the business of the world that runs the test. */
struct mm;
struct file;
struct page;

struct run;
struct text_program;
typedef void litmus_fn(struct run *r);

enum verdict { VERDICT_END, VERDICT_NEVER, VERDICT_SOMETIMES };

/* One row of the table; the first that matches the registers counts. */
struct outcome {
	enum verdict verdict;
	const char *text;
	uint8_t value[LITMUS_REGS];
	uint8_t nr_values; /* as many as there are registers */
};

/* clang-format off */
#define NR_VALUES(...)       (sizeof((unsigned int[]){ __VA_ARGS__ }) / sizeof(unsigned int))
#define NEVER(what, ...)     { VERDICT_NEVER, (what), { __VA_ARGS__ }, NR_VALUES(__VA_ARGS__) }
#define SOMETIMES(what, ...) { VERDICT_SOMETIMES, (what), { __VA_ARGS__ }, NR_VALUES(__VA_ARGS__) }
/* clang-format on */

/* Flush policies that a tooth bites under; 0 in a tooth: all. */
enum { ON_EAGER = 1, ON_BATCH = 2, ON_LUF = 4, ON_ALL = 7 };

/* Designs of luf_track= that a tooth bites under, where flushes are deferred; 0: both. */
enum { TRACK_VMA = 1, TRACK_PTE = 2, TRACK_ALL = 3 };

/* Rules of luf_owner= that a tooth bites under, where flushes are deferred; 0: both. */
enum { OWNERS_SAME = 1, OWNERS_ANY = 2, OWNERS_ALL = 3 };

/*
 * What the platform must keep stale for a tooth to show, as the boot-time probes find
 * out.  A tooth that this platform cannot show is skipped, and says so.
 */
enum keeps {
	KEEPS_READ = 1 << 0,	 /* loads through a leaf that was pointed elsewhere */
	KEEPS_UNMAPPED = 1 << 1, /* loads through a leaf that was cleared */
	KEEPS_WRITE = 1 << 2,	 /* stores through a leaf made read-only */
	KEEPS_REMOTE = 1 << 3,	 /* leaves on another CPU */
	KEEPS_DIRTY = 1 << 4,	 /* D: a store through an entry with D set sets none */
	KEEPS_GLOBAL = 1 << 5,	 /* global leaves across CR3 loads */
	KEEPS_UPPER = 1 << 6,	 /* upper levels, in paging-structure caches */
	KEEPS_PCID = 1 << 7,	 /* tagged leaves across CR3 loads with bit 63 */
	KEEPS_BUFFERED = 1 << 8, /* stores that later loads overtake */
	KEEPS_IPI = 1 << 9,	 /* IPIs in flight, which a later store overtakes */
	/* Leaves that no access has filled.  Metal may, but no probe can tell: for the model. */
	KEEPS_SPECULATED = 1 << 10,
};

struct tooth {
	enum mutant mutant;
	unsigned int policies; /* ON_…; 0: any */
	unsigned int tracks;   /* TRACK_…; 0: any */
	unsigned int owners;   /* OWNERS_…; 0: any */
	unsigned int needs;    /* KEEPS_… */
	bool ends_boot;	       /* on metal the kernel's own checks would stop it */
	bool used;
};

/* clang-format off */
#define TOOTH(id, ...) { .mutant = MUTANT_##id, .used = true, __VA_ARGS__ }
/* clang-format on */

struct litmus {
	const char *name;   /* family/words-with-dashes */
	const char *asks;   /* the question, answered yes if no NEVER is seen */
	const char *source; /* who met it: catalogue id, CVE, commit, thread, manual */

	litmus_fn *setup;	      /* on one CPU, before each run: contents and mappings */
	litmus_fn *warm[LITMUS_CPUS]; /* fill the TLB, in most runs, just before the race */
	litmus_fn *cpu[LITMUS_CPUS];  /* the actors */
	litmus_fn *finish;	      /* on one CPU, when all actors are done: a last look */

	const char *regs[LITMUS_REGS]; /* "actor:what", in the order of the table's columns */
	uint8_t sees[LITMUS_SEES];     /* all that loads may return: initial and possible pages */
	struct outcome outcomes[LITMUS_OUTCOMES];
	struct tooth teeth[LITMUS_TEETH];

	/*
	 * Where Linux promises less: rows that come before the others there, and who says so.
	 * See docs/TESTING-LINUX.md.
	 */
	struct outcome on_linux[LITMUS_LESS];
	const char *on_linux_source;

	unsigned int needs; /* KEEPS_… without which some SOMETIMES cannot be seen */

	/* A negative control: stale is legal here, and the detectors must stay silent. */
	bool control;
	/* It changes PTEs that are in use, unflushed: only its table judges it, no oracle. */
	bool raw;
	const struct text_program *program; /* what its functions do, if it was text */
};

/*
 * One execution.  The engine sets all but reg, which the actors do, and the flags.
 * x and z are pages in mm 0 whose page tables stay when they are unmapped (another
 * mapping is next to them), with RUN_PAGES free from each on; lone is one whose tables
 * go, and so is other, each with 2 MiB for itself.  The same holds in the other mms.
 */
struct run {
	struct mm *mm; /* mms[0]; every actor starts in it */
	struct mm *mms[LITMUS_MMS];
	struct file *file[LITMUS_FILES]; /* each of LITMUS_FILE_PAGES pages */
	uintptr_t x;
	uintptr_t z;
	uintptr_t lone;
	uintptr_t other;
	struct mm *guest;    /* see begin_guest() */
	struct page *device; /* what it has, from get_page(): the test's own */
	int y;		     /* flags, 0 at the start: see tell() */
	int w;
	int v;
	int u;
	uint64_t a; /* frames of the raw operations: see map_ab() */
	uint64_t b;
	uint64_t reg[LITMUS_REGS]; /* REG_UNSET at the start: each that has a name must be set */
	uint32_t number;	   /* of the run, over all tests; stamps have its low 20 bits */
	const struct text_program *program; /* the litmus', if it was text */
};

#define LITMUS_FILE_PAGES 64
#define RUN_PAGES	  64
#define RUN_HOLDS	  16

/*
 * Whatever these calls are about must be the run's own: a page of its files from 0 to 63, an
 * address of its pages, an mm of its mms or its guest, a content from OLD to OTHER.  If it is
 * not, the call does nothing, and the test is broken.
 *
 * Setup: page @index of @file has content @value on the device.
 */
void content(struct run *r, struct file *file, uint64_t index, enum value value);
/* write(): the page gets content @value. */
void write_content(struct run *r, struct file *file, uint64_t index, enum value value);
/* read(): which content the file has. */
uint64_t read_content(struct run *r, struct file *file, uint64_t index);
/* Which content the device has, whatever the page cache says. */
uint64_t device_content(struct run *r, struct file *file, uint64_t index);

/*
 * The calls of kernel/mm/objects/mm.h, for a page of mm 0.
 *
 * All that map, unmap and change pages do so where the run may, at x, z, lone and other;
 * elsewhere they do nothing, and say that the test is broken, for it would leave something
 * to later runs.  So is a test in which one of them fails, unless it is a try_…(): those
 * yield DONE, or the error as a value, E_NOMEM for one.
 */
void map(struct run *r, uintptr_t va, unsigned int flags, struct file *file, uint64_t index);
void unmap(struct run *r, uintptr_t va);
/* The same for @pages pages, and in any mm. */
void map_pages(struct mm *mm, uintptr_t va, size_t pages, unsigned int flags, struct file *file,
	       uint64_t index);
void unmap_pages(struct mm *mm, uintptr_t va, size_t pages);
void protect_pages(struct mm *mm, uintptr_t va, size_t pages, unsigned int flags);
void protect(struct run *r, uintptr_t va, unsigned int flags);

uint64_t try_map(struct run *r, uintptr_t va, unsigned int flags, struct file *file,
		 uint64_t index);
uint64_t try_unmap(struct run *r, uintptr_t va);
uint64_t try_protect(struct run *r, uintptr_t va, unsigned int flags);
uint64_t try_map_pages(struct mm *mm, uintptr_t va, size_t pages, unsigned int flags,
		       struct file *file, uint64_t index);
uint64_t try_unmap_pages(struct mm *mm, uintptr_t va, size_t pages);
uint64_t try_protect_pages(struct mm *mm, uintptr_t va, size_t pages, unsigned int flags);
uint64_t try_move_pages(struct mm *mm, uintptr_t va, size_t pages, uintptr_t new_va);
uint64_t try_advise_pages(struct mm *mm, uintptr_t va, size_t pages, enum madvice advice);
uint64_t try_clear_refs(struct mm *mm, uintptr_t va, size_t pages);
uint64_t try_fault_in(struct mm *mm, uintptr_t va);
uint64_t try_map_device(struct run *r, uintptr_t va, size_t pages, unsigned int flags,
			uint64_t index);
/* Likewise, of what follows.  E_AGAIN: somebody is busy with the page, or it is not there. */
uint64_t try_write_content(struct run *r, struct file *file, uint64_t index, enum value value);
/* Which content the file has, or the error. */
uint64_t try_read_content(struct run *r, struct file *file, uint64_t index);
uint64_t try_truncate_file(struct run *r, struct file *file, uint64_t pages);
uint64_t try_invalidate(struct run *r, struct file *file, uint64_t index);
uint64_t try_sync_file(struct run *r, struct file *file);
uint64_t try_sync_page(struct run *r, struct file *file, uint64_t index);
uint64_t try_migrate(struct run *r, uintptr_t va);
uint64_t try_swap_out(struct run *r, uintptr_t va);
uint64_t try_reclaim(struct run *r, struct file *file, uint64_t index);
uint64_t try_replace(struct run *r, uintptr_t va, enum value value);
uint64_t try_occupy_frame(struct run *r, enum value value);
/* As hold_page_at() and hold_page(), or NULL if nothing is there, which may be released, too. */
struct page *try_hold_page_at(struct run *r, uintptr_t va);
struct page *try_hold_page(struct run *r, struct file *file, uint64_t index);

/* Setup: have the page of @va mapped, as an access would; writable if the area is. */
void fault_in(struct mm *mm, uintptr_t va);
/* Finally: what the page tables show at @va, read by the kernel; FAULT if nothing. */
uint64_t mapped_content(struct run *r, uintptr_t va);
/* mremap() of @pages pages. */
void move_pages(struct mm *mm, uintptr_t va, size_t pages, uintptr_t new_va);
/* As many pages as one page table serves. */
#define TABLE_PAGES 512
/* madvise(). */
void advise_pages(struct mm *mm, uintptr_t va, size_t pages, enum madvice advice);
/*
 * A CPU that takes no part in the race is in the midst of madvise(FREE) of the page at @va:
 * it has cleared D, and flushes when end_madvise_free() lets it, if it began at all.
 */
void begin_madvise_free(struct mm *mm, uintptr_t va);
void end_madvise_free(void);
/* Reclaim what is lazily freeable and clean of @pages pages. */
void reclaim_lazyfree(struct mm *mm, uintptr_t va, size_t pages);
/* From now on in this run gathers find no frame for what they have no room for. */
void starve_gathers(void);
/* clear_refs: the next store to each page is noticed. */
void clear_refs(struct mm *mm, uintptr_t va, size_t pages);
/*
 * Setup: a stable page for ksm(), with the content that @va has; released by release_page().
 * ksm(): 1 if it has replaced the page at @va, 0 if that was different or in use.
 */
struct page *stable_page(struct mm *mm, uintptr_t va);
uint64_t ksm(struct mm *mm, uintptr_t va, struct page *stable);
/* Setup: let the page that @va has mapped be as @stable is. */
void make_same(struct mm *mm, uintptr_t va, const struct page *stable);
/*
 * A device, whose frames nobody counts.  Setup: its page @index has content @value.  Map
 * pages from @index on; take one back and free its frame, wherever it is mapped.
 */
void device_page(struct run *r, uint64_t index, enum value value);
void map_device(struct run *r, uintptr_t va, size_t pages, unsigned int flags, uint64_t index);
void revoke_device(struct run *r, uint64_t index);
/* Take the page tables away that map page @index of @file. */
void retract(struct run *r, struct file *file, uint64_t index);

/* Reclaim pages [@first, @first + @nr) of @file now. */
void reclaim(struct run *r, struct file *file, uint64_t first, uint64_t nr);

/*
 * Setup: a private page at @va of mm 0 that may be stored to, holds @n, and is swapped
 * out; with populate() it has been read in again, and its PTE is read-only and clean.
 */
void map_swapped(struct run *r, uintptr_t va, unsigned int n);
void populate(struct run *r, uintptr_t va);
/* Swap out the anonymous page at @va of mm 0 now, if it has one that nobody is busy with. */
void swap_out(struct run *r, uintptr_t va);
/* The same for @pages pages, at most RUN_SLOTS. */
void swap_out_pages(struct run *r, uintptr_t va, size_t pages);
#define RUN_SLOTS 16

/* truncate(): make @file @pages long, at most LITMUS_FILE_PAGES.  The next run has it whole. */
void truncate_file(struct run *r, struct file *file, uint64_t pages);
/* Behind the cache's back, page @index of @file gets content @value on the device. */
void change_device(struct run *r, struct file *file, uint64_t index, enum value value);
/* Drop page @index of @file from the cache: what the device has now is what counts. */
void invalidate(struct run *r, struct file *file, uint64_t index);

/*
 * Setup: file 0 is a server's.  Another client gives page @index content @value; the
 * server tells us of it; we have the server's lock, and give it back.
 */
void serve_remotely(struct run *r);
void remote_change(struct run *r, uint64_t index, enum value value);
void remote_tells(struct run *r, uint64_t index);
void lock_remote(struct run *r);
void unlock_remote(struct run *r);

/* replace_page() in mm 0: @va shows content @value from now on. */
void replace(struct run *r, uintptr_t va, enum value value);
/*
 * Set a breakpoint in the program of page @index of @file, in every mm that runs it: there
 * it shows content @value from now on; and take it out.
 */
void set_breakpoint(struct run *r, struct file *file, uint64_t index, enum value value);
void clear_breakpoint(struct run *r, struct file *file, uint64_t index, enum value value);
/* As a user program: run the code at @va, which yields the page's content, or FAULT. */
uint64_t fetch(struct run *r, uintptr_t va);

/*
 * Setup: an empty address space that lives no longer than the run.  end_guest(), which
 * some actor must call: its end.  No CPU uses it any more, but one may idle in it.
 */
void begin_guest(struct run *r);
void end_guest(struct run *r);

/*
 * Setup: @mm, which is mms[1] or mms[2], will be a child: nothing at all is mapped there.
 * fork_mm(): it is a copy of @parent from now on.
 */
void begin_child(struct run *r, struct mm *mm);
void fork_mm(struct run *r, struct mm *parent, struct mm *child);
uint64_t try_fork_mm(struct run *r, struct mm *parent, struct mm *child);
/* For one access a user of @mm, a child, then of mm 0 again.  FRESH may be the child's own, too. */
uint64_t load_in(struct run *r, struct mm *mm, uintptr_t va);
uint64_t store_in(struct run *r, struct mm *mm, uintptr_t va, unsigned int n);

/*
 * A page for somebody who needs no mapping, such as a device: gup() with GUP_…, see
 * kernel/mm/machinery/gup.h.  NULL: it failed, and the test is broken; unless it is try_…().
 * What such a device reads there; and it stores @n there.
 */
struct page *get_page(struct run *r, struct mm *mm, uintptr_t va, unsigned int flags);
struct page *try_get_page(struct run *r, struct mm *mm, uintptr_t va, unsigned int flags);
void put_page(struct page *page, unsigned int flags);
/* The same of mm 0 by gup_fast(), which is fast where this CPU has it loaded. */
struct page *get_page_fast(struct run *r, uintptr_t va, unsigned int flags);
struct page *try_get_page_fast(struct run *r, uintptr_t va, unsigned int flags);
uint64_t device_load(struct run *r, const struct page *page);
void device_store(struct run *r, struct page *page, unsigned int n);

/* Move the page at @va of mm 0 to another frame now, if it has one that nobody is busy with. */
void migrate(struct run *r, uintptr_t va);

/* Hold a reference to the page at @va of mm 0, which is there; release_page() gives it back. */
struct page *hold_page_at(struct run *r, uintptr_t va);

/* Hold a reference to page @index of @file, which is cached: reclaim cannot have it. */
struct page *hold_page(struct run *r, struct file *file, uint64_t index);
void release_page(struct page *page);

/* Is page @index of @file in the page cache?  1 or 0. */
uint64_t is_cached(struct run *r, struct file *file, uint64_t index);

/* Clear the A bits of page @index of @file, as ageing does: how many were set. */
uint64_t age(struct run *r, struct file *file, uint64_t index);
/* fsync(). */
void sync_file(struct run *r, struct file *file);
/* The same for page @index alone, which takes less time. */
void sync_page(struct run *r, struct file *file, uint64_t index);

/* As a user program: the value that @va shows, or FAULT. */
uint64_t load(struct run *r, uintptr_t va);
/* As a user program: store @n, below 16, at @va.  DONE or FAULT. */
uint64_t store(struct run *r, uintptr_t va, unsigned int n);

/* As a user program, of another kind of owner: allocate a frame and write @value to it. */
void occupy_frame(struct run *r, enum value value);
/* The same with interrupts disabled, where no IPI can be sent: DONE, or FAULT without a frame. */
uint64_t occupy_frame_atomic(struct run *r, enum value value);

/* Flags between actors: release, acquire, and an acquire that waits for it. */
void tell(int *flag);
int told(const int *flag);
void await(const int *flag);

/* How often to look in this run, from 1 to 16: some runs end early, some wait to be told. */
unsigned int looks(const struct run *r);

/*
 * Two readers that many tests want.  The first listens: up to looks(r) times reg[0] = y
 * and reg[1] = load(@va), until it is told.  The second loads @va @most times, unless it
 * sees something other than @usual, then awaits y and looks once more; what it saw last.
 */
void listen_and_load(struct run *r, uintptr_t va);
uint64_t load_until_told(struct run *r, uintptr_t va, uint64_t usual, unsigned int most);

/*
 * How many pages to use where @pages of them only keep a window open: as many on metal,
 * and two in the model, and where metal follows it: they need no luck to hit it.
 */
size_t window_pages(size_t pages);

/* A delay of about @us microseconds. */
void pause_us(unsigned int us);

/* Run as a user of @mm from here on, or as none with NULL; the engine goes back to mm 0. */
void become(struct mm *mm);
/* Be idle for about @us microseconds, the mm lazily kept, then go on. */
void doze(unsigned int us);
/* Be idle from here on, the mm lazily kept, until become(). */
void idle(void);
/* Page faults that this CPU has taken so far. */
uint64_t faults_taken(void);
/* IPIs that flushes have sent so far, from all CPUs. */
uint64_t ipis_sent(void);

/*
 * Setup: bounds of LUF's, so small that a test meets them.  The next tick has low bits 0,
 * those that a marker has room for; there are but @keys keys, which are then given again.
 */
void use_up_ticks(void);
void few_luf_keys(unsigned int keys);

/*
 * Things that go wrong, from here on until heal(), which every run does at its end: the
 * device fails its next read, its next write; no swap slot is free; no frame is.
 */
void fail_reads(void);
void fail_writes(void);
void use_up_swap(void);
void use_up_frames(void);
void heal(void);

/*
 * Raw operations, for tests of the hardware's own rules: the kernel keeps no account of
 * what they do, and takes no flush for done because of them.  @va is a page of mm 0 whose
 * tables are there; a test that uses them is marked .raw.
 *
 * map_ab(): setup.  x shows frame a, of content OLD, and z frame b, NEW, both writable;
 * their entries have no A and D but those in @bits.  unmap_ab(): first thing in .finish,
 * undo what the test did to these entries, so that the kernel may unmap them.
 */
void map_ab(struct run *r, uint64_t bits);
void unmap_ab(struct run *r);
/* Point the PTE of @va at @frame, writable, with A and D as in @bits: one plain store. */
void write_pte(struct run *r, uintptr_t va, uint64_t frame, uint64_t bits);
/* Clear @bits of the PTE in one locked operation, as the walker sets A and D. */
void clear_pte(struct run *r, uintptr_t va, uint64_t bits);
/* Take the page table of @va out of the tables, unflushed; and put it back, in .finish. */
void hide_table(struct run *r, uintptr_t va);
void show_table(struct run *r, uintptr_t va);
/* Does the PTE have any of @bits?  1 or 0. */
uint64_t pte_has(struct run *r, uintptr_t va, uint64_t bits);
/* INVLPG on this CPU. */
void invlpg(uintptr_t va);
/* INVLPG here and, by IPI, on every CPU in mm 0; all have acknowledged on return. */
void invlpg_everywhere(struct run *r, uintptr_t va);
/* What @frame holds, read by the kernel. */
uint64_t frame_content(struct run *r, uint64_t frame);

/*
 * LITMUS(identifier) = { … };
 *
 * Registers the test, and refuses to build it if something is missing.
 */
#define LITMUS(id)                                                                                 \
	struct a_file_has_one_litmus {                                                             \
		char one;                                                                          \
	};                                                                                         \
	static const struct litmus litmus_##id;                                                    \
	static const struct litmus *const litmus_entry_##id                                        \
		__attribute__((used, section("litmus_table"))) = &litmus_##id;                     \
	__attribute__((used)) static void litmus_check_##id(void)                                  \
	{                                                                                          \
		litmus_must_be_whole(&litmus_##id, __FILE__, sizeof(__FILE__) - 1);                \
	}                                                                                          \
	static const struct litmus litmus_##id

#include <tests/litmus_dax.h>
#include <tests/litmus_check.h>
#include <tests/litmus_uffd.h>

#endif
