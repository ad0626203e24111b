/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Small programs of raw operations, one a CPU, and what each CPU does on an IPI.  The
 * kernel takes no part in them: they exercise the model itself.
 *
 *	pages	x and z, at first mapped to frames a and b
 *	flags	y and w, at first 0
 */
#ifndef ARCH_MODEL_RAW_H
#define ARCH_MODEL_RAW_H

#include <stdint.h>
#include <arch/pte.h>
#include <arch/model/limits.h>
#include <kernel/lock.h>

struct run;

#define RAW_CPUS 3
#define RAW_OPS	 8 /* of one program or handler */
#define RAW_REGS 8
#define RAW_NONE 0xff

/* What registers and frames hold; stores put the numbers below. */
enum { RAW_FAULT = 0xf0, RAW_IN_A = 0xa0, RAW_IN_B = 0xb0 };

enum raw_kind {
	RAW_LOAD,    /* as a user, page @at */
	RAW_STORE,   /* of @value */
	RAW_POINT,   /* the entry of page @at to frame @value, with @bits */
	RAW_CLEAR,   /* the entry */
	RAW_PROTECT, /* clear W */
	RAW_PERMIT,  /* set W */
	RAW_CLEAN,   /* clear D */
	RAW_READ_PTE,
	RAW_INVLPG,
	RAW_FLUSH, /* the PCID */
	RAW_TELL,  /* flag @at = 1 */
	RAW_SEE,
	RAW_SWAP,  /* flag @at with @value */
	RAW_AWAIT, /* flag @at is not 0 */
	RAW_FENCE,
	RAW_LOCK,
	RAW_UNLOCK,
	RAW_TRY_LOCK, /* and unlock, if it was free */
	RAW_IS_LOCKED,
	RAW_IRQS_OFF,
	RAW_IRQS_ON,
	RAW_IPI,      /* to CPU @at */
	RAW_WAIT_IPI, /* until CPU @at has handled one */
	NR_RAW_KINDS,
};

struct raw_op {
	uint8_t kind;
	uint8_t at;
	uint8_t value;
	uint8_t reg; /* for what it reads, or whether it faults; or RAW_NONE */
	uint64_t bits;
};

struct raw_ops {
	unsigned int nr;
	struct raw_op op[RAW_OPS];
};

struct raw_program {
	unsigned int nr_cpus;
	unsigned int nr_regs;
	uint64_t bits; /* A and D that the entries have at first */
	struct raw_ops cpu[RAW_CPUS];
	struct raw_ops handler[RAW_CPUS]; /* empty: it is sent no IPI */
};

/* The one that is run; set by the model. */
extern const struct raw_program *raw_program;

/* Its variables. */
struct raw_state {
	pte_t *ptep[2];
	uint64_t frame[2]; /* pfn */
	uint64_t flag[2];
	uint64_t reg[RAW_REGS];
	int handled[RAW_CPUS];
	spinlock_t lock;
};
extern struct raw_state raw_state;

/* As a litmus has them: its .setup, each .cpu; and what machine_on_ipi calls. */
void raw_setup(struct run *r);
void raw_run(struct run *r);
void raw_on_ipi(void);

#endif
