/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Patience: a timeout on a host that may stop the whole machine for a while, or run only some
 * of its CPUs.
 *
 * Only time counts during which the waiting CPU runs: between two looks at the clock at most
 * PATIENCE_GAP_US.  So a suspended host, a snapshot, or a host that runs something else uses up
 * almost no patience, and a clock that jumps does no harm.
 *
 * That the waiting CPU has run says little about the CPU that it waits for.  So patience is over
 * only when every other CPU has run as well, several times.  They are asked by NMI, since a CPU
 * that is stuck may have interrupts disabled.
 */
#ifndef KERNEL_RACE_PATIENCE_H
#define KERNEL_RACE_PATIENCE_H

#include <stdbool.h>
#include <stdint.h>

#define PATIENCE_GAP_US 2000

/* A wait that lasts longer, by patience_over(), is a hang. */
#define WAIT_LIMIT_US 10000000ULL

/* Zero before the first look.  Belongs to the CPU that looks. */
struct patience {
	uint64_t last;	   /* cycles at the last look; 0: none yet */
	uint64_t lived;	   /* cycles that count, with gaps cut */
	uint64_t asked_us; /* how long it had run when it last asked or heard the others */
	uint32_t call;	   /* the roll call that it waits for; 0: none */
	uint32_t answered; /* how many roll calls every CPU has answered */
};

/* Look at the clock.  Returns how many microseconds this CPU has run since its first look. */
uint64_t patience_us(struct patience *patience);

/*
 * Look at the clock.  True once this CPU has run for @limit_us and all others have run meanwhile,
 * or have not answered for six times as long.
 */
bool patience_over(struct patience *patience, uint64_t limit_us);

/* When patience is over: is @cpu one that did not answer? */
bool patience_missed(const struct patience *patience, unsigned int cpu);

/* From the NMI handler: was this CPU asked?  If so this answers. */
bool patience_answer(void);

#endif
