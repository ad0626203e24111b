/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * What cpu_nap() needs to know of the machine.
 */
#ifndef ARCH_X86_64_DEVICES_NAP_H
#define ARCH_X86_64_DEVICES_NAP_H

/* On the boot CPU, once the rate of the time-stamp counter is known: measure the timer's. */
void nap_init(void);

#endif
