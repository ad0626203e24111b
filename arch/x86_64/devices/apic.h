/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * The local APIC, as x2APIC if the CPU has it.
 */
#ifndef ARCH_X86_64_DEVICES_APIC_H
#define ARCH_X86_64_DEVICES_APIC_H

#include <stdbool.h>
#include <stdint.h>

/* Delivery modes (SDM vol. 3, 10.6.1). */
enum apic_delivery {
	APIC_FIXED = 0,
	APIC_NMI = 4,
	APIC_INIT = 5,
	APIC_STARTUP = 6,
};

/* On the boot CPU, once: silence the 8259s, map the registers.  apic_init_cpu(): on every CPU. */
void apic_init(void);
void apic_init_cpu(void);

/* This CPU's id. */
uint32_t apic_id(void);
/* The ids of the other CPUs, once they are known. */
void apic_set_id(unsigned int cpu, uint32_t id);
uint32_t apic_id_of(unsigned int cpu);

void apic_eoi(void);

/* Let this CPU's timer interrupt it after @ticks of its clock, by VECTOR_WAKE; 0: stop it. */
void apic_timer_start(uint32_t ticks);
/* How many ticks are left; 0: it has expired, or does not run. */
uint32_t apic_timer_left(void);

/* The largest id that can be addressed: 254, or any with x2APIC. */
uint32_t apic_max_id(void);

/* Send to the CPU with @apic_id; all earlier stores are visible to its handler. */
void apic_send(uint32_t apic_id, enum apic_delivery delivery, uint8_t vector);
void apic_send_others(enum apic_delivery delivery, uint8_t vector);

#endif
