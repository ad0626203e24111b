/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Page faults of the running program: handle_page_fault() of arch/user.h.
 */
#ifndef KERNEL_MM_CALLS_PAGE_FAULT_H
#define KERNEL_MM_CALLS_PAGE_FAULT_H

#include <stdint.h>

/* How many page faults this CPU has taken. */
uint64_t mm_faults_here(void);

#endif
