/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * tlb_invalidate_all() for NMI handlers, which must not be delayed: it is no point.
 */
#ifndef ARCH_X86_64_CPU_DROP_H
#define ARCH_X86_64_CPU_DROP_H

void tlb_drop_all(void);

#endif
