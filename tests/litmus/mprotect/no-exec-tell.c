/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * CPU 0 makes code data, and says so.  Whoever has heard can run it no more.
 *
 *	CPU 0				CPU 1
 *	mprotect(x, R)			repeat: r0 = y
 *	y = 1				        r1 = run the code at x
 */
#include <arch/cpu.h>
#include <tests/litmus.h>

static void map_code(struct run *r)
{
	content(r, r->file[0], 0, OLD);
	map(r, r->x, VM_READ | VM_EXEC, r->file[0], 0);
}

/* A CPU without NX runs whatever it can read: then there is nothing to ask. */
static uint64_t run_code(struct run *r)
{
	return cpu_has(CPU_NX) ? fetch(r, r->x) : FAULT;
}

static void touch(struct run *r)
{
	(void)run_code(r);
}

static void protect_then_tell(struct run *r)
{
	protect(r, r->x, VM_READ);
	tell(&r->y);
}

static void listen_then_run(struct run *r)
{
	for (unsigned int i = looks(r); i && r->reg[0] != 1; i--) {
		r->reg[0] = (uint64_t)told(&r->y);
		r->reg[1] = run_code(r);
	}
}

LITMUS(no_exec_tell) = {
	.name = "mprotect/no-exec-tell",
	.asks = "once mprotect() has made code data, can no CPU run it?",
	.source = "SDM vol. 3, 4.10.4.2; catalogue: flush-needed-predicate-wrong",
	.setup = map_code,
	.warm = { NULL, touch },
	.cpu = { protect_then_tell, listen_then_run },
	.regs = { "1:y", "1:x" },
	.sees = { OLD },
	.outcomes = {
		NEVER("heard, yet ran it", 1, OLD),
		SOMETIMES("heard, then faulted", 1, FAULT),
		SOMETIMES("ran it before", 0, OLD),
		SOMETIMES("faulted before hearing", 0, FAULT),
	},
	.teeth = {
		TOOTH(NEEDS_FLUSH_IGNORES_NX, .needs = KEEPS_WRITE | KEEPS_REMOTE),
	},
};
