/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * A device has the parent's page pinned when the parent forks, or pins it just after.  Device
 * and parent go on having one page, and the child has its own.
 *
 *	CPU 0, the parent		CPU 1, the device
 *	fork()				pin x, fast
 *	store(x, 2)
 *	finally:
 *	the device stores 3
 *	r0 = load(x); as the child: r1 = load(x)
 */
#include <tests/litmus.h>

static void map_memory(struct run *r)
{
	protect_held_by(WP_PINNED_ALLOW);
	begin_child(r, r->mms[1]);
	map(r, r->x, VM_READ | VM_WRITE, NULL, 0);
	become(r->mm);
	(void)store(r, r->x, 1);
	become(NULL);
}

static void fork_then_store(struct run *r)
{
	fork_mm(r, r->mm, r->mms[1]);
	(void)store(r, r->x, 2);
}

static void pin(struct run *r)
{
	r->device = get_page_fast(r, r->x, GUP_WRITE | GUP_PIN);
}

static void store_and_look(struct run *r)
{
	device_store(r, r->device, 3);
	become(r->mm);
	r->reg[0] = load(r, r->x);
	become(r->mms[1]);
	r->reg[1] = load(r, r->x);
	become(NULL);
	put_page(r->device, GUP_WRITE | GUP_PIN);
}

LITMUS(gup_fast_fork) = {
	.name = "gup/fast-fork",
	.asks = "does fork() see a pin that fast GUP takes, or fast GUP that fork() is under way?",
	.source = "Linux, 57efa1fe5957: prevent gup_fast from racing with COW during fork",
	.setup = map_memory,
	.cpu = { fork_then_store, pin },
	.finish = store_and_look,
	.regs = { "x", "the child's" },
	.sees = { 1, 2, 3 },
	.outcomes = {
		SOMETIMES("the parent has the device's store, the child its own page", 3, 1),
		NEVER("the page was replaced under the device", 2, ANY),
		NEVER("the child has another's store", ANY, ANY),
	},
	.teeth = { TOOTH(FORK_SKIP_SEQ) },
};
