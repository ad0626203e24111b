/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Patience: to wait for so long and no longer, on a host that may stop the whole machine
 * for a while, or run only some of its CPUs.
 *
 * Time is counted as the CPU that waits lives it: of what passes between two looks at the
 * clock, PATIENCE_GAP_US at most.  So a suspended host, a snapshot, or a host that runs
 * something else uses up next to nothing, and a clock that jumps does no harm.
 *
 * That the waiting CPU has run says little about the one that it waits for.  So patience
 * is over only when every other CPU has run as well, several times: they are asked by
 * NMI, since who is stuck may have interrupts disabled.
 */
#ifndef KERNEL_RACE_PATIENCE_H
#define KERNEL_RACE_PATIENCE_H

#include <stdbool.h>
#include <stdint.h>

#define PATIENCE_GAP_US 2000

/* The longest that anything waits. */
#define WAIT_LIMIT_US 10000000ULL

/* Zero before the first look.  Belongs to the CPU that looks. */
struct patience {
	uint64_t last;	   /* cycles at the last look; 0: none yet */
	uint64_t lived;	   /* cycles, gaps cut */
	uint64_t asked_us; /* lived by then, when it last asked or heard the others */
	uint32_t call;	   /* the roll call that it waits for; 0: none */
	uint32_t answered; /* how many of them every CPU has answered */
};

/* Look at the clock.  Returns how many microseconds this CPU has lived since its first look. */
uint64_t patience_us(struct patience *patience);

/*
 * Look at the clock.  True once this CPU has lived @limit_us and all others have run
 * meanwhile, or have given no sign of it in six times as long.
 */
bool patience_over(struct patience *patience, uint64_t limit_us);

/* Patience being over, is @cpu one of those that gave no sign of having run? */
bool patience_missed(const struct patience *patience, unsigned int cpu);

/* From the NMI handler: was this CPU asked?  If so this answers. */
bool patience_answer(void);

#endif
