/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Contract: accesses as a user program makes them, in the mm that is loaded.
 *
 * On metal they run at CPL 3, in a stub of a few instructions that is entered by IRETQ and left by
 * SYSCALL.  user_access_level(USER_CPL0) makes them kernel accesses with an exception table
 * instead, which is faster, and for comparison.
 *
 * Interrupts are enabled during the access, whatever they were before, since an IPI must be able
 * to arrive there.  A #PF calls handle_page_fault(); if that returns true the access is made
 * again, else the call returns false.
 */
#ifndef ARCH_USER_H
#define ARCH_USER_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/* Load or store the aligned 8-byte word at @va.  False: the access faulted for good. */
bool user_load(uintptr_t va, uint64_t *value);
bool user_store(uintptr_t va, uint64_t value);

/*
 * Execute the code at @va at the chosen level.  Code that user_code() wrote for a value returns
 * that value.  False: the fetch faulted for good.
 */
bool user_exec(uintptr_t va, uint64_t *value);

#define USER_CODE_SIZE 16
/* Write code for user_exec() that returns @value to @buf, USER_CODE_SIZE bytes. */
void user_code(void *buf, uint64_t value);

enum user_level { USER_CPL3, USER_CPL0 };
void user_access_level(enum user_level level);

/* The cause of a page fault (SDM vol. 3, 4.7). */
struct page_fault {
	uintptr_t va;
	bool present; /* a protection violation, not a missing page */
	bool write;
	bool exec;
	bool reserved; /* a reserved bit was set in some entry: our tables are corrupt */
};

/*
 * Provided by kernel/: called on the CPU's own stack with interrupts enabled.
 * True: the cause is gone, make the access again.
 */
bool handle_page_fault(const struct page_fault *fault);

#endif
