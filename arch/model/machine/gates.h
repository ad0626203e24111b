/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Gates: where metal can delay a CPU so that it follows a schedule (kernel/race/gate.h).  They are
 * the start of a program, every point and step (kernel/race/point.h), and the entry of an interrupt
 * handler.  Between two gates a thread goes on alone.
 *
 * There is a gate before each event of the kernel: every execution checks this.
 */
#ifndef ARCH_MODEL_MACHINE_GATES_H
#define ARCH_MODEL_MACHINE_GATES_H

#include <stdbool.h>
#include <stddef.h>

struct event;

/* @thread is about to start. */
void gates_start(unsigned int thread);

/* The running handler is about to be entered. */
void gates_enter(void);

/* @event begins: note the gates that led to it. */
void gates_event(struct event *event);

/* Is @thread at a gate, before its next event?  At one that is a step? */
bool gates_at_one(unsigned int thread);
bool gates_at_step(unsigned int thread);

/* Did the last execution switch threads only at gates? */
bool gates_can_follow(void);

/* The gates that were passed in the last execution, in order, as a schedule's steps. */
bool gates_write(char *text, size_t size);

#endif
