/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Contract: CPUs, their interrupt flag and their clock.
 *
 * CPUs are numbered 0 … nr_cpus-1 without holes, 0 being the one that booted.
 */
#ifndef ARCH_CPU_H
#define ARCH_CPU_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/* A bound for cpumasks only; per-CPU memory is allocated for CPUs that exist. */
#define MAX_CPUS 512

/* How many CPUs are online.  Constant once cpu_start_others() has returned. */
extern unsigned int nr_cpus;

unsigned int cpu_id(void);

/*
 * Start every CPU that the firmware lists.  Each one calls secondary_main(),
 * which never returns.  Effect: nr_cpus is final.  A CPU that does not answer
 * within seconds is named on the console and left out, and platform_defect() says so.
 */
void cpu_start_others(void);
_Noreturn void secondary_main(void); /* provided by kernel/ */

/* Disable interrupts.  Returns what irq_restore() needs to restore them. */
unsigned long irq_save(void);
void irq_restore(unsigned long flags);
void irq_enable(void);
void irq_disable(void);
bool irqs_enabled(void);

/* A pause in a spin loop (PAUSE: under single-threaded TCG it lets another CPU run). */
void cpu_relax(void);
/* Enable interrupts and sleep until one has been handled.  Called with them disabled. */
void cpu_wait_for_interrupt(void);
/*
 * Enable interrupts and sleep until one has been handled, or for about @us.  For long waits: a
 * virtual CPU that spins may use the host CPU that the awaited one needs.
 */
#define CPU_NAP_US 20 /* the shortest worth taking */
void cpu_nap(uint32_t us);
/* Wake each CPU that naps; a nap that begins at this moment may go on. */
void cpu_wake_nappers(void);

/*
 * Between these two this CPU only looks whether it may go on, and what it reads has no other
 * effect.  Metal passes no points (kernel/race/point.h); the model need not try every moment to
 * look.
 */
void cpu_await_begin(void);
void cpu_await_end(void);

/*
 * Between these two this CPU only watches the others, for a debug mode: what it reads and writes
 * has no effect on the kernel.  Metal passes no points; in the model no other CPU moves meanwhile.
 * They nest.
 */
void cpu_watch_begin(void);
void cpu_watch_end(void);

/* The time-stamp counter, and how many of its cycles make a microsecond. */
uint64_t cpu_cycles(void);
uint64_t cpu_cycles_per_us(void);

enum cpu_feature {
	CPU_PCID,
	CPU_INVPCID,
	CPU_PGE,
	CPU_NX,
	CPU_SMEP,
	CPU_SMAP,
	CPU_UMIP,
	CPU_X2APIC,
	CPU_HYPERVISOR,
	NR_CPU_FEATURES,
};
bool cpu_has(enum cpu_feature feature);
/* "pcid", "invpcid", …: as /proc/cpuinfo spells it. */
const char *cpu_feature_name(enum cpu_feature feature);
/* Brand string, and the hypervisor's signature ("none" without one). */
const char *cpu_model_name(void);
const char *cpu_hypervisor(void);
/* As CPUID leaf 1 and Linux count them.  Metal only, as the next two are. */
struct cpu_signature {
	unsigned int family, model, stepping;
};
struct cpu_signature cpu_signature(void);
/* The revision of the calling CPU's microcode; 0: it cannot be asked, or there is none. */
uint32_t cpu_microcode(void);
/* The APIC id of @cpu, by which firmware, Linux and hypervisors know it. */
uint32_t cpu_apic_id(unsigned int cpu);

#endif
