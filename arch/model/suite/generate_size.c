/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Is a program worth running?  It must change what a TLB may hold, read something that may show
 * that, and have few interleavings.
 */
#include <arch/model/suite/generate.h>

#define INTERLEAVINGS_MOST 2000

static unsigned int count(const struct raw_ops *ops, bool (*is)(enum raw_kind kind))
{
	unsigned int n = 0;

	for (unsigned int i = 0; i < ops->nr; i++)
		n += is((enum raw_kind)ops->op[i].kind);
	return n;
}

static bool is_user(enum raw_kind kind)
{
	return raw_is_user(kind);
}

static bool changes_tables(enum raw_kind kind)
{
	return (kind >= RAW_POINT && kind <= RAW_LARGE && kind != RAW_READ_PTE) || kind == RAW_POKE;
}

static bool changes_tlb(enum raw_kind kind)
{
	return changes_tables(kind) || (kind >= RAW_INVLPG && kind <= RAW_LOAD_ROOT_KEPT);
}

static bool is_telling(enum raw_kind kind)
{
	return is_user(kind) || kind == RAW_SEE || kind == RAW_SWAP || kind == RAW_CLAIM ||
	       kind == RAW_GET || kind == RAW_TRY_LOCK || kind == RAW_IS_LOCKED ||
	       kind == RAW_TAKE || kind == RAW_DROP || kind == RAW_PEEK;
}

/* Do others see it, or wait for it?  Plain accesses are no events. */
static bool is_event(enum raw_kind kind)
{
	return kind != RAW_PUT && kind != RAW_GET && kind != RAW_IRQS_ON;
}

static bool is_user_store(enum raw_kind kind)
{
	return kind == RAW_STORE;
}

static bool is_buffered(enum raw_kind kind)
{
	return kind == RAW_STORE || kind == RAW_POINT || kind == RAW_LINK || kind == RAW_MEND ||
	       kind == RAW_LARGE || kind == RAW_TELL || kind == RAW_UNLOCK || kind == RAW_TRY_LOCK;
}

static bool tells(enum raw_kind kind)
{
	return kind == RAW_TELL || kind == RAW_SWAP || kind == RAW_CLAIM;
}

static unsigned int count_all(const struct raw_program *program, bool (*is)(enum raw_kind kind))
{
	unsigned int n = 0;

	for (unsigned int cpu = 0; cpu < program->nr_cpus; cpu++)
		n += count(&program->cpu[cpu], is) + count(&program->handler[cpu], is);
	return n;
}

/* Operations on flag @flag that write it, or wait for it. */
static unsigned int count_flag(const struct raw_ops ops[RAW_CPUS], unsigned int flag, bool awaits)
{
	unsigned int n = 0;

	for (unsigned int i = 0; i < RAW_CPUS * RAW_OPS; i++) {
		const struct raw_op *op = &ops[i / RAW_OPS].op[i % RAW_OPS];

		if (i % RAW_OPS < ops[i / RAW_OPS].nr && op->at == flag)
			n += awaits ? op->kind == RAW_AWAIT : tells((enum raw_kind)op->kind);
	}
	return n;
}

/* A flag that a CPU waits for must be written only once, as kernel/sync/wait.h demands. */
static bool waits_well(const struct raw_program *program)
{
	for (unsigned int flag = 0; flag < 2; flag++) {
		if (count_flag(program->cpu, flag, true) &&
		    (count_flag(program->cpu, flag, false) != 1 ||
		     count_flag(program->handler, flag, false)))
			return false;
	}
	return true;
}

/* Ways to merge @n events into @all. */
static double merges(unsigned int all, unsigned int n)
{
	double ways = 1;

	for (unsigned int i = 1; i <= n; i++)
		ways = ways * (all + i) / i;
	return ways;
}

/* An estimate of the executions: interleavings, and outcomes of user accesses. */
static double estimate(const struct raw_program *program, bool tso)
{
	double ways = 1;
	unsigned int all = 0;

	for (unsigned int cpu = 0; cpu < program->nr_cpus; cpu++) {
		const struct raw_ops *ops = &program->cpu[cpu];
		const struct raw_ops *handler = &program->handler[cpu];
		unsigned int drains = tso ? count(ops, is_buffered) : 0;
		unsigned int events = count(ops, is_event) + count(ops, is_user_store) + drains / 2;

		/* A handler runs as a whole, at one place in its own CPU's program. */
		if (handler->nr) {
			ways *= events + 1;
			events += count(handler, is_event) + 3;
		}
		ways *= merges(all, events);
		all += events;
	}
	for (unsigned int n = count_all(program, changes_tables) ? count_all(program, is_user) : 0;
	     n; n--)
		ways *= 1.3;
	return ways;
}

bool generate_is_worthwhile(const struct raw_program *program, bool tso)
{
	return count_all(program, is_telling) &&
	       (program->words || count_all(program, changes_tlb)) && waits_well(program) &&
	       estimate(program, tso) <= INTERLEAVINGS_MOST;
}
