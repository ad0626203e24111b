/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Calls and accesses in one of several address spaces: 0 is this program, 1 and 2 are processes of
 * their own, in which a thread for each actor does what it is told, on that actor's CPU.  So an
 * actor that goes there and back has its CPU switch.  From SYS_CHILDREN on they are children that a
 * run makes and ends, with one thread, which goes where the actor is that wants it.
 *
 * The results are those of Linux: 0, or -1 with errno.
 */
#ifndef ARCH_LINUX_CALLS_SYS_H
#define ARCH_LINUX_CALLS_SYS_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#define SYS_CHILDREN 3
#define SYS_MAX	     256

/* Once.  others_start(), while no test runs: make the processes, with the files open here now. */
void others_init(void);
void others_start(void);
void others_stop(void);

/* This thread is @actor's from now on, in mm 0.  sys_use(): it makes its accesses in @mm. */
void sys_play(unsigned int actor);
void sys_use(unsigned int mm);
unsigned int sys_used(void);
bool sys_load(uintptr_t va, uint64_t *word);
bool sys_store(uintptr_t va, uint64_t word);

/*
 * sys_fork(): make @child, which does not exist, a copy of @parent.  sys_end(): end @child if it
 * exists; if this program is its parent, nothing of it is left on return.
 */
int sys_fork(unsigned int parent, unsigned int child);
void sys_end(unsigned int child);
bool sys_is_there(unsigned int mm);

/* mmap() at exactly @va. */
int sys_map(unsigned int mm, uintptr_t va, size_t len, int protection, int flags, int fd,
	    uint64_t offset);
int sys_unmap(unsigned int mm, uintptr_t va, size_t len);
int sys_protect(unsigned int mm, uintptr_t va, size_t len, int protection);
int sys_advise(unsigned int mm, uintptr_t va, size_t len, int advice);

#endif
