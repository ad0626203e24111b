/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * The simulated machine: its CPUs, and the threads that the explorer interleaves.
 *
 *	thread	 0 …  7		the program of each CPU
 *	thread	 8 … 15		its interrupt handler: one IPI handled is one pass
 *	thread	16 … 23		its store buffer (tso=on): stores of the program
 *	thread	24 … 31		what fills its TLB by speculation (engine=eager)
 *	thread	32 … 39		its store buffer: stores of the handler
 *
 * A CPU runs one thread at a time: while its handler runs, its program waits.
 */
#ifndef ARCH_MODEL_MACHINE_MACHINE_H
#define ARCH_MODEL_MACHINE_MACHINE_H

#include <stdbool.h>
#include <stdint.h>
#include <arch/model/machine/limits.h>
#include <arch/model/machine/memory.h>
#include <arch/model/machine/tlb_set.h>
#include <arch/model/machine/trace.h>

static inline unsigned int program_of(unsigned int cpu)
{
	return cpu;
}

static inline unsigned int handler_of(unsigned int cpu)
{
	return MODEL_CPUS + cpu;
}

/* The thread that drains the stores of @thread, a program or handler. */
static inline unsigned int buffer_of(unsigned int thread)
{
	return (thread < MODEL_CPUS ? 2u : 4u) * MODEL_CPUS + thread % MODEL_CPUS;
}

static inline unsigned int filler_of(unsigned int cpu)
{
	return 3 * MODEL_CPUS + cpu;
}

static inline unsigned int cpu_of(unsigned int thread)
{
	return thread % MODEL_CPUS;
}

static inline bool is_program(unsigned int thread)
{
	return thread < MODEL_CPUS;
}

static inline bool is_handler(unsigned int thread)
{
	return thread / MODEL_CPUS == 1;
}

static inline bool is_buffer(unsigned int thread)
{
	return thread / MODEL_CPUS == 2 || thread / MODEL_CPUS == 4;
}

static inline bool is_filler(unsigned int thread)
{
	return thread / MODEL_CPUS == 3;
}

/* A handler and its CPU's program?  Entering or leaving the handler is then between the two. */
static inline bool same_cpu_handler(unsigned int a, unsigned int b)
{
	return a != b && cpu_of(a) == cpu_of(b) && !is_buffer(a) && !is_buffer(b);
}

struct cpu {
	struct tlb_set tlb;
	uint32_t root; /* frame; NO_FRAME: the kernel's own root, which maps nothing here */
	unsigned int pcid;
	bool irqs;
	bool in_handler;
	bool ipi_pending;
	bool mid_access;  /* a user store has set D and not stored yet */
	uint16_t section; /* see struct event */
	uint16_t entered; /* the handler's */
	uint64_t clock;
	const char *waiting; /* what it waits for, or NULL */
};

extern struct cpu cpus[MODEL_CPUS];

/* The CPU that the running code is on, and its thread. */
extern unsigned int current_cpu;
extern unsigned int current_thread;

/* Are the CPUs interleaved?  If not, one at a time runs to its end: see serially(). */
extern bool interleaved;

/* The objects on which accesses conflict: words of shared memory, and others. */
static inline uint32_t object_word(const void *at)
{
	return memory_unit(at);
}

static inline uint32_t object_ipi(unsigned int cpu)
{
	return memory_units() + NR_FRAMES + cpu;
}

static inline uint32_t object_tlb(unsigned int cpu)
{
	return memory_units() + NR_FRAMES + MODEL_CPUS + cpu;
}

/*
 * The content of a frame, for accesses to it; and of a table, for events that add to a set, or
 * remove from it, all that the table leads to: a store to the table adds to that.
 */
static inline uint32_t object_frame(uint32_t frame)
{
	return memory_units() + frame;
}

/* All page-table entries: stores add to what invalidations find. */
static inline uint32_t object_tables(void)
{
	return memory_units() + NR_FRAMES + 2 * MODEL_CPUS;
}

/* Who has @frame: it changes hands, or an entry for it is stored. */
static inline uint32_t object_owner(uint32_t frame)
{
	return object_tables() + 1 + frame;
}

static inline uint32_t nr_objects(void)
{
	return object_owner(NR_FRAMES);
}

/* Start the machine with @nr CPUs, or restore the state that machine_save() saved. */
void machine_start(unsigned int nr);
void machine_save(void);
void machine_restore(void);

/* What a CPU does on an IPI: the kernel's ipi_handler(), unless told otherwise. */
extern void (*machine_on_ipi)(void);

/* Do its CPUs have PCIDs?  They do unless told otherwise. */
void machine_has_pcid(bool has);

/* Let CPU @cpu run @fn(@arg) to its end, alone: IPIs are taken at once when they are sent. */
void serially(unsigned int cpu, void (*fn)(void *arg), void *arg);

#endif
