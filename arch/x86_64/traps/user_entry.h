/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * The interface between user accesses and page faults.
 */
#ifndef ARCH_X86_64_TRAPS_USER_ENTRY_H
#define ARCH_X86_64_TRAPS_USER_ENTRY_H

#include <stdbool.h>
#include <arch/x86_64/traps/trap.h>

/* Set up SYSCALL on the calling CPU. */
void user_entry_init(void);

/* Did the page fault @regs hit an access made by a user_*() function? */
bool user_access_faulted(const struct trap_regs *regs);

/* Change @regs so that the interrupted user_*() function returns false. */
void user_access_give_up(struct trap_regs *regs);

/* True if the page fault @regs was an incomplete SYSCALL, which is now complete. */
bool user_finish_syscall(struct trap_regs *regs);

#endif
