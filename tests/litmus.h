/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * The litmus format.  docs/WRITING-A-LITMUS.md explains it with examples.
 *
 * A litmus asks one question of the memory manager.  Its actors race, each on a CPU of its own, and
 * leave what they saw in registers; a total table says of every combination whether it is allowed.
 * Teeth are mutants that make a NEVER appear: a litmus that no mutant can make fail proves nothing,
 * and does not build.
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
 * The value of a register.  Numbers below 16 are the test's own: a flag, or the value that some
 * actor's store() wrote in this run.  The rest have names.
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
	/* The result of a try_…() that failed: the error of the call, as in kernel/lib/errno.h. */
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

/* Opaque here: each world that runs tests has its own. */
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
 * What the platform must keep stale for a tooth to show; the boot-time probes find that out.  A
 * tooth that this platform cannot show is skipped, with a note.
 */
enum keeps {
	KEEPS_READ = 1 << 0,	 /* loads through a leaf that was changed to another frame */
	KEEPS_UNMAPPED = 1 << 1, /* loads through a leaf that was cleared */
	KEEPS_WRITE = 1 << 2,	 /* stores through a leaf made read-only */
	KEEPS_REMOTE = 1 << 3,	 /* leaves on another CPU */
	KEEPS_DIRTY = 1 << 4,	 /* D: a store through an entry with D set sets none */
	KEEPS_GLOBAL = 1 << 5,	 /* global leaves across CR3 loads */
	KEEPS_UPPER = 1 << 6,	 /* upper levels, in paging-structure caches */
	KEEPS_PCID = 1 << 7,	 /* tagged leaves across CR3 loads with bit 63 */
	KEEPS_BUFFERED = 1 << 8, /* stores that later loads overtake */
	KEEPS_IPI = 1 << 9,	 /* IPIs in flight, which a later store overtakes */
	/* Leaves that no access has filled.  Metal may keep them, but no probe can see that. */
	KEEPS_SPECULATED = 1 << 10,
};

struct tooth {
	enum mutant mutant;
	unsigned int policies; /* ON_…; 0: any */
	unsigned int tracks;   /* TRACK_…; 0: any */
	unsigned int owners;   /* OWNERS_…; 0: any */
	unsigned int needs;    /* KEEPS_… */
	bool ends_boot;	       /* on metal the kernel's own checks would stop the machine */
	bool used;
};

/* clang-format off */
#define TOOTH(id, ...) { .mutant = MUTANT_##id, .used = true, __VA_ARGS__ }
/* clang-format on */

struct litmus {
	const char *name;   /* family/words-with-dashes */
	const char *asks;   /* the question, answered yes if no NEVER is seen */
	const char *source; /* where it comes from: catalogue id, CVE, commit, thread, manual */

	litmus_fn *setup;	      /* on one CPU, before each run: contents and mappings */
	litmus_fn *warm[LITMUS_CPUS]; /* fill the TLB, in most runs, just before the race */
	litmus_fn *cpu[LITMUS_CPUS];  /* the actors */
	litmus_fn *finish;	      /* on one CPU, when all actors are done: a last look */

	const char *regs[LITMUS_REGS]; /* "actor:what", in the order of the table's columns */
	uint8_t sees[LITMUS_SEES];     /* all that loads may return: initial and possible pages */
	struct outcome outcomes[LITMUS_OUTCOMES];
	struct tooth teeth[LITMUS_TEETH];

	/*
	 * If Linux promises less: rows that come before the others there, and their source.  See
	 * docs/TESTING-LINUX.md.
	 */
	struct outcome on_linux[LITMUS_LESS];
	const char *on_linux_source;

	unsigned int needs; /* KEEPS_… without which some SOMETIMES cannot be seen */

	/* A negative control: stale is legal here, and the detectors must stay silent. */
	bool control;
	/* It changes PTEs that are in use, unflushed: only its table judges it, no oracle. */
	bool raw;
	const struct text_program *program; /* what its functions do, if it is text */
};

/*
 * One execution.  The engine sets all fields but reg and the flags, which the actors set.  x and z
 * are pages in mm 0 whose page tables stay when they are unmapped, since another mapping is next to
 * them; from each on RUN_PAGES are free.  The tables of lone and other go with the pages; each has
 * 2 MiB for itself.  The same holds in the other mms.
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
	struct page *device; /* the page of a device, from get_page(); only the test uses it */
	int y;		     /* flags, 0 at the start: see tell() */
	int w;
	int v;
	int u;
	uint64_t a; /* frames of the raw operations: see map_ab() */
	uint64_t b;
	uint64_t reg[LITMUS_REGS]; /* REG_UNSET at the start; each one with a name must be set */
	uint32_t number;	   /* of the run, over all tests; stamps have its low 20 bits */
	const struct text_program *program; /* the litmus', if it is text */
};

#define LITMUS_FILE_PAGES 64
#define RUN_PAGES	  64
#define RUN_HOLDS	  16

/*
 * What a litmus may call is in the parts below.  Whatever a call is about must be the run's own: a
 * page of its files from 0 to 63, an address of its pages, an mm of its mms or its guest, a content
 * from OLD to OTHER.  If it is not, the call does nothing, and the test is broken.
 */
#include <tests/litmus_file.h>
#include <tests/litmus_map.h>
#include <tests/litmus_page.h>
#include <tests/litmus_dax.h>
#include <tests/litmus_uffd.h>
#include <tests/litmus_race.h>
#include <tests/litmus_limits.h>
#include <tests/litmus_raw.h>

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

#include <tests/litmus_check.h>

#endif
