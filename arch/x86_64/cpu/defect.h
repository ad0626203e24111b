/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Defects of the machine: printed, and kept for platform_defect().
 */
#ifndef ARCH_X86_64_CPU_DEFECT_H
#define ARCH_X86_64_CPU_DEFECT_H

/* Note the defect @what, which must stay: with it a run cannot end as held. */
void machine_defect(const char *what);

#endif
