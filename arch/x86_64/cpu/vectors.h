/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Which interrupt or exception has which vector.
 */
#ifndef ARCH_X86_64_CPU_VECTORS_H
#define ARCH_X86_64_CPU_VECTORS_H

enum vector {
	VECTOR_NMI = 2,
	VECTOR_DOUBLE_FAULT = 8,
	VECTOR_PAGE_FAULT = 14,
	VECTOR_MACHINE_CHECK = 18,
	NR_EXCEPTIONS = 32,
	VECTOR_PIC = 32, /* the 8259s, masked, can still be spurious */
	VECTOR_IPI = 0xf0,
	VECTOR_WAKE = 0xf1,
	VECTOR_SPURIOUS = 0xff,
	NR_VECTORS = 256,
};

#endif
