/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * What is wrong with the machine: told loudly, and kept for platform_defect().
 */
#ifndef ARCH_X86_64_CPU_DEFECT_H
#define ARCH_X86_64_CPU_DEFECT_H

/* @what, which stays where it is, keeps a run from saying that all held. */
void machine_defect(const char *what);

#endif
