/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Calls and accesses in one of three address spaces: 0 is this program, 1 and 2 are processes of
 * their own, in which a thread for each actor does what it is told, on that actor's CPU.  So an
 * actor that goes there and back has its CPU switch.
 *
 * The results are those of Linux: 0, or -1 with errno.
 */
#ifndef ARCH_LINUX_CALLS_SYS_H
#define ARCH_LINUX_CALLS_SYS_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/* Once; then, while no test runs, make the processes from what this one has open now. */
void others_init(void);
void others_start(void);
void others_stop(void);

/* This thread is @actor's from now on, in mm 0; and in which mm it makes its accesses. */
void sys_play(unsigned int actor);
void sys_use(unsigned int mm);
unsigned int sys_used(void);
bool sys_load(uintptr_t va, uint64_t *word);
bool sys_store(uintptr_t va, uint64_t word);

/* mmap() at exactly @va. */
int sys_map(unsigned int mm, uintptr_t va, size_t len, int protection, int flags, int fd,
	    uint64_t offset);
int sys_unmap(unsigned int mm, uintptr_t va, size_t len);
int sys_protect(unsigned int mm, uintptr_t va, size_t len, int protection);
int sys_advise(unsigned int mm, uintptr_t va, size_t len, int advice);

#endif
