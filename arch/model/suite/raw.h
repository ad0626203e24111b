/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Small programs of raw operations, one for each CPU, and an IPI handler for each.  They do not use
 * the kernel: they exercise the model itself.
 *
 *	root 0 -> … -> entry 0 -> table 0: x -> frame a, z -> frame b
 *	root 1 -> … -> entry 1 -> table 1: x -> frame b, z -> frame a
 *
 * Each arrow is an entry; the first of a root can be cut, and mended.  In both, a leaf of 2 MiB in
 * place of the table would lead x to b and z to a.  What users read and write lies where a table
 * has its entry for the page, so a table that is mapped as a page has its entries read and written.
 * Flags y and w are 0 at first, as is what each CPU's program and handler share.  All CPUs begin
 * with root 0 and PCID 1.
 */
#ifndef ARCH_MODEL_SUITE_RAW_H
#define ARCH_MODEL_SUITE_RAW_H

#include <stdbool.h>
#include <stdint.h>
#include <arch/pte.h>
#include <arch/model/machine/limits.h>
#include <kernel/sync/lock.h>

struct run;

#define RAW_CPUS   3
#define RAW_OPS	   8 /* of one program or handler */
#define RAW_REGS   8
#define RAW_NONE   0xff
#define RAW_PAGES  2 /* x and z; as many frames, tables, roots, PCIDs and flags */
#define RAW_COUNT  2 /* at first */
#define RAW_FRAMES 4 /* a, b, and the tables */

/* A bit that must be 0: beyond what memory the machine has. */
#define RAW_RESERVED (1ULL << 40)

/* Values of registers and frames; stores write small numbers. */
enum { RAW_FAULT = 0xf00, RAW_IN_A = 0xa00, RAW_IN_B = 0xb00 };

enum raw_kind {
	RAW_LOAD,    /* as a user, page @at */
	RAW_STORE,   /* of @value */
	RAW_EXEC,    /* a fetch */
	RAW_POINT,   /* the entry of page @at in table @table: to frame @value, with @bits */
	RAW_CLEAR,   /* the entry */
	RAW_PROTECT, /* clear W */
	RAW_PERMIT,  /* set W */
	RAW_CLEAN,   /* clear D */
	RAW_AGE,     /* clear A */
	RAW_READ_PTE,
	RAW_LINK,   /* entry @at: to table @value, with @bits */
	RAW_UNLINK, /* entry @at = 0 */
	RAW_CUT,    /* the entry of root @at = 0 */
	RAW_MEND,   /* restore it */
	RAW_LARGE,  /* entry @at: a leaf, with @bits */
	RAW_INVLPG,
	RAW_FLUSH,	  /* this PCID */
	RAW_INVPCID_PAGE, /* page @at of PCID @value */
	RAW_INVPCID,	  /* PCID @value */
	RAW_FLUSH_ALL,
	RAW_BROADCAST,	    /* INVLPGB of page @at */
	RAW_BROADCAST_ALL,  /* of all but global entries */
	RAW_SYNC,	    /* TLBSYNC */
	RAW_LOAD_ROOT,	    /* @at, with PCID @value */
	RAW_LOAD_ROOT_KEPT, /* the same, without a flush */
	RAW_TELL,	    /* flag @at = 1 */
	RAW_SEE,
	RAW_SWAP,  /* flag @at with @value */
	RAW_CLAIM, /* flag @at, if it is 0, with @value; did that work? */
	RAW_AWAIT, /* flag @at is not 0 */
	RAW_PUT,   /* @value where this CPU's program and handler share a word, plainly */
	RAW_GET,   /* what is there */
	RAW_TAKE,  /* the count + 1; was it more than 0? */
	RAW_DROP,  /* the count - 1; is it? */
	RAW_PEEK,  /* the word of page @at in frame @table, plainly */
	RAW_POKE,  /* there, @value; in a table an entry to frame @value, with @bits */
	RAW_FENCE,
	RAW_LOCK,
	RAW_UNLOCK,
	RAW_TRY_LOCK, /* and unlock it if it was free */
	RAW_IS_LOCKED,
	RAW_IRQS_OFF,
	RAW_IRQS_ON,
	RAW_IPI,      /* to CPU @at */
	RAW_WAIT_IPI, /* until CPU @at has handled one */
	NR_RAW_KINDS,
};

static inline bool raw_is_user(enum raw_kind kind)
{
	return kind <= RAW_EXEC;
}

static inline bool raw_is_entry(enum raw_kind kind)
{
	return kind >= RAW_POINT && kind <= RAW_READ_PTE;
}

static inline bool raw_is_flag(enum raw_kind kind)
{
	return kind >= RAW_TELL && kind <= RAW_AWAIT;
}

struct raw_op {
	uint8_t kind;
	uint8_t at;
	uint8_t value;
	uint8_t table;
	uint8_t reg; /* for the value read, or whether it faults; or RAW_NONE */
	uint64_t bits;
};

struct raw_ops {
	unsigned int nr;
	struct raw_op op[RAW_OPS];
};

struct raw_program {
	const char *about;
	bool words; /* it has no pages */
	unsigned int nr_cpus;
	unsigned int nr_regs;
	uint64_t bits; /* A and D that the entries have at first, or G */
	struct raw_ops cpu[RAW_CPUS];
	struct raw_ops handler[RAW_CPUS]; /* empty: it is sent no IPI */
};

/* The program that is run; set by the model. */
extern const struct raw_program *raw_program;

/* Its variables. */
struct raw_state {
	uint64_t frame[RAW_FRAMES]; /* pfn */
	pte_t *upper[RAW_PAGES];    /* entries 0 and 1 */
	uint64_t root[RAW_PAGES];
	pte_t *top[RAW_PAGES]; /* the entry of that root */
	pte_t top_entry[RAW_PAGES];
	uint64_t flag[RAW_PAGES];
	uint64_t reg[RAW_REGS];
	uint64_t own[RAW_CPUS];
	int32_t count;
	int handled[RAW_CPUS];
	spinlock_t lock;
};
extern struct raw_state raw_state;

/* The word of frame @frame, of RAW_FRAMES, that belongs to page @page. */
uint64_t *raw_word(unsigned int frame, unsigned int page);

/* As a litmus has them: its .setup, each .warm and .cpu; and what machine_on_ipi calls. */
void raw_setup(struct run *r);
void raw_enter(struct run *r);
void raw_run(struct run *r);
void raw_on_ipi(void);

#endif
