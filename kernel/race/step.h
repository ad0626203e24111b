/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Steps: the named points of the memory manager at which a race can turn.
 *
 * Each CPU keeps its last STEPS_KEPT of them, with their place in the source, so
 * that a caught access can say what led to it.  A step is a point, too: see point.h.
 */
#ifndef KERNEL_RACE_STEP_H
#define KERNEL_RACE_STEP_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <arch/cpu.h>

#define STEPS_KEPT 32

/*	kind			as the trace says it		what @frame is */
#define STEP_KINDS(X)                                                                              \
	X(PTE_CLEAR, "clears the PTE")		    /* the frame it mapped */                      \
	X(PTE_SET, "maps")			    /* the frame it maps */                        \
	X(PTE_WRPROTECT, "write-protects")	    /* the frame it maps */                        \
	X(PTE_UNCHANGED, "finds no PTE to change")  /* 0 */                                        \
	X(RMAP_VISIT, "finds, by reverse mapping,") /* the frame it maps */                        \
	X(FLUSH_DEFER, "defers the flush")	    /* the frame it is owed for */                 \
	X(FLUSH_BEGIN, "starts a shootdown")	    /* 0 */                                        \
	X(FLUSH_END, "has every acknowledgement")   /* 0 */                                        \
	X(FLUSH_HERE, "invalidates its own TLB")    /* 0 */                                        \
	X(FRAME_ALLOC, "takes a frame")		    /* it */                                       \
	X(FRAME_FREE, "frees a frame")		    /* it */                                       \
	X(CONTENT, "changes the content of")	    /* the frame, or 0: on the device */           \
	X(WRITEBACK, "writes to the device")	    /* the frame */                                \
	X(COPY, "copies, for good,")		    /* the frame, which nobody may store to */     \
	X(MIGRATE, "moves a page out of")	    /* the frame, whose mappings are gone */       \
	X(SWITCH_MM, "loads another mm")	    /* its root */                                 \
	X(USER_ACCESS, "touches, as a user")	    /* 0 */                                        \
	X(USER_FAULT, "takes a page fault")	    /* 0 */

enum step_kind {
#define STEP_KIND(kind, text) STEP_##kind,
	STEP_KINDS(STEP_KIND)
#undef STEP_KIND
		NR_STEP_KINDS,
};

struct step_site {
	enum step_kind kind;
	const char *file;
	const char *function;
	int line;
};

struct step {
	const struct step_site *site;
	uint64_t cycles;
	uintptr_t va;
	uint64_t frame; /* pfn */
};

/* Record that this CPU is about to do (or has just done) @kind at @va with frame @pfn. */
#define step(step_kind, step_va, pfn)                                                              \
	do {                                                                                       \
		static const struct step_site site_ = { STEP_##step_kind, __FILE__, __func__,      \
							__LINE__ };                                \
		step_record(&site_, (step_va), (pfn));                                             \
	} while (0)

/* From now on tell @watch of each step, before the step is made. */
void step_watch(void (*watch)(enum step_kind kind, uint64_t pfn));

void step_record(const struct step_site *site, uintptr_t va, uint64_t pfn);

/* Forget this CPU's steps: a new run begins. */
void step_forget(void);

/* Copy @cpu's steps, oldest first, to @steps; how many there were. */
size_t step_last(unsigned int cpu, struct step steps[STEPS_KEPT]);

const char *step_text(enum step_kind kind);

#endif
