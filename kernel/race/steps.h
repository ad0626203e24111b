/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * The last steps of each CPU, with their place in the source, so that a report of a caught access
 * can say what led to it.  step() makes them.
 */
#ifndef KERNEL_RACE_STEPS_H
#define KERNEL_RACE_STEPS_H

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

/* This CPU makes a step at @site. */
void steps_add(const struct step_site *site, uintptr_t va, uint64_t pfn);

/* Forget this CPU's steps: a new run begins. */
void step_forget(void);

/* Copy the steps of @cpu, oldest first, to @steps.  Returns how many there were. */
size_t step_last(unsigned int cpu, struct step steps[STEPS_KEPT]);

const char *step_text(enum step_kind kind);

#endif
