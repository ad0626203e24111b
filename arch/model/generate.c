/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Drawing programs, until one is worth running: it changes a page table, has an access
 * that may tell, and has few interleavings.
 */
#include <string.h>
#include <arch/model/generate.h>
#include <kernel/random.h>

#define INTERLEAVINGS_MOST 10000

/* How often each kind is drawn; those of 0 are put in by others. */
static const unsigned int weight[NR_RAW_KINDS] = {
	[RAW_LOAD] = 24,    [RAW_STORE] = 12,	 [RAW_POINT] = 12, [RAW_CLEAR] = 5,
	[RAW_PROTECT] = 5,  [RAW_PERMIT] = 3,	 [RAW_CLEAN] = 4,  [RAW_READ_PTE] = 5,
	[RAW_INVLPG] = 10,  [RAW_FLUSH] = 4,	 [RAW_TELL] = 3,   [RAW_SEE] = 3,
	[RAW_SWAP] = 2,	    [RAW_AWAIT] = 3,	 [RAW_FENCE] = 2,  [RAW_IPI] = 6,
	[RAW_TRY_LOCK] = 3, [RAW_IS_LOCKED] = 2,
};

/* What handlers do: no user accesses, and nothing that waits (kernel/lock.h). */
static const unsigned int handler_weight[NR_RAW_KINDS] = {
	[RAW_INVLPG] = 12, [RAW_FLUSH] = 3, [RAW_READ_PTE] = 3,
	[RAW_SEE] = 4,	   [RAW_TELL] = 4,  [RAW_SWAP] = 2,
};

struct draw {
	struct random random;
	struct raw_program *program;
	unsigned int stores;
};

static unsigned int below(struct draw *draw, unsigned int n)
{
	return (unsigned int)random_below(&draw->random, n);
}

static bool one_in(struct draw *draw, unsigned int n)
{
	return below(draw, n) == 0;
}

static enum raw_kind draw_kind(struct draw *draw, const unsigned int weights[NR_RAW_KINDS])
{
	unsigned int total = 0;
	unsigned int kind = 0;
	unsigned int left;

	for (unsigned int i = 0; i < NR_RAW_KINDS; i++)
		total += weights[i];
	for (left = below(draw, total); left >= weights[kind]; kind++)
		left -= weights[kind];
	return (enum raw_kind)kind;
}

static bool reads(enum raw_kind kind)
{
	return kind <= RAW_STORE || kind == RAW_READ_PTE || kind == RAW_SEE || kind == RAW_SWAP ||
	       kind == RAW_TRY_LOCK || kind == RAW_IS_LOCKED;
}

static bool writes_tables(enum raw_kind kind)
{
	return kind >= RAW_POINT && kind <= RAW_CLEAN;
}

static void draw_op(struct draw *draw, struct raw_ops *ops, enum raw_kind kind)
{
	static const uint64_t bits[] = {
		PTE_WRITE | PTE_ACCESSED | PTE_DIRTY,
		PTE_WRITE | PTE_ACCESSED,
		PTE_ACCESSED,
		PTE_WRITE,
	};
	struct raw_program *program = draw->program;
	struct raw_op *op = &ops->op[ops->nr++];

	*op = (struct raw_op){ .kind = (uint8_t)kind, .reg = RAW_NONE };
	op->at = one_in(draw, 4); /* more often the same */
	if (kind == RAW_POINT)
		op->value = (uint8_t)below(draw, 2);
	if (kind == RAW_STORE || kind == RAW_SWAP)
		op->value = (uint8_t)++draw->stores;
	op->bits = bits[below(draw, 4)];
	if (reads(kind) && program->nr_regs < RAW_REGS)
		op->reg = (uint8_t)program->nr_regs++;
}

static void draw_handler(struct draw *draw, unsigned int cpu)
{
	struct raw_ops *ops = &draw->program->handler[cpu];

	for (unsigned int n = ops->nr ? 0 : 1 + below(draw, 2); n; n--)
		draw_op(draw, ops, draw_kind(draw, handler_weight));
}

/* An IPI to another CPU, most often waited for. */
static void draw_ipi(struct draw *draw, unsigned int cpu)
{
	struct raw_ops *ops = &draw->program->cpu[cpu];
	unsigned int target =
		(cpu + 1 + below(draw, draw->program->nr_cpus - 1)) % draw->program->nr_cpus;

	draw_handler(draw, target);
	draw_op(draw, ops, RAW_IPI);
	ops->op[ops->nr - 1].at = (uint8_t)target;
	if (one_in(draw, 3))
		return;
	draw_op(draw, ops, RAW_WAIT_IPI);
	ops->op[ops->nr - 1].at = (uint8_t)target;
}

/* Put @op before operation @i. */
static void insert(struct raw_ops *ops, unsigned int i, struct raw_op op)
{
	memmove(&ops->op[i + 1], &ops->op[i], (ops->nr - i) * sizeof(op));
	ops->op[i] = op;
	ops->nr++;
}

static bool may_be_without_interrupts(const struct raw_op *op)
{
	return op->kind > RAW_STORE && op->kind != RAW_AWAIT && op->kind != RAW_WAIT_IPI;
}

/* Enclose some operations by @first and @last. */
static void draw_bracket(struct draw *draw, struct raw_ops *ops, enum raw_kind first,
			 enum raw_kind last)
{
	unsigned int from = below(draw, ops->nr);
	unsigned int to = from + 1;

	if (ops->nr + 2 > RAW_OPS)
		return;
	while (to < ops->nr && !one_in(draw, 2))
		to++;
	for (unsigned int i = from; i < to && first == RAW_IRQS_OFF; i++) {
		if (!may_be_without_interrupts(&ops->op[i]))
			return;
	}
	insert(ops, to, (struct raw_op){ .kind = (uint8_t)last, .reg = RAW_NONE });
	insert(ops, from, (struct raw_op){ .kind = (uint8_t)first, .reg = RAW_NONE });
}

static void draw_cpu(struct draw *draw, unsigned int cpu, unsigned int nr)
{
	struct raw_ops *ops = &draw->program->cpu[cpu];

	while (ops->nr < nr) {
		enum raw_kind kind = draw_kind(draw, weight);

		if (kind == RAW_IPI)
			draw_ipi(draw, cpu);
		else
			draw_op(draw, ops, kind);
	}
	if (one_in(draw, 3))
		draw_bracket(draw, ops, RAW_LOCK, RAW_UNLOCK);
}

/* Put an operation of @kind on flag y somewhere into @ops. */
static void insert_flag_op(struct draw *draw, struct raw_ops *ops, enum raw_kind kind)
{
	struct raw_op op;

	if (ops->nr == RAW_OPS)
		return;
	draw_op(draw, ops, kind);
	op = ops->op[--ops->nr];
	op.at = 0;
	insert(ops, below(draw, ops->nr + 1), op);
}

/* What one CPU has seen of another decides what it may still see. */
static void draw_message(struct draw *draw)
{
	unsigned int nr = draw->program->nr_cpus;
	unsigned int from = below(draw, nr);

	insert_flag_op(draw, &draw->program->cpu[from], RAW_TELL);
	insert_flag_op(draw, &draw->program->cpu[(from + 1) % nr], RAW_SEE);
}

static void draw_program(struct draw *draw, bool tso)
{
	struct raw_program *program = draw->program;

	memset(program, 0, sizeof(*program));
	draw->stores = 0;
	program->nr_cpus = one_in(draw, 4) ? 3 : 2;
	program->bits = one_in(draw, 2) ? PTE_ACCESSED | PTE_DIRTY : PTE_ACCESSED;
	for (unsigned int cpu = 0; cpu < program->nr_cpus; cpu++) {
		unsigned int most = program->nr_cpus == 3 || tso ? 3 : 4;

		draw_cpu(draw, cpu, 2 + below(draw, most - 1));
	}
	if (one_in(draw, 2))
		draw_message(draw);
	for (unsigned int cpu = 0; cpu < program->nr_cpus; cpu++) {
		if (program->handler[cpu].nr && one_in(draw, 2))
			draw_bracket(draw, &program->cpu[cpu], RAW_IRQS_OFF, RAW_IRQS_ON);
	}
}

static unsigned int count(const struct raw_ops *ops, bool (*is)(enum raw_kind kind))
{
	unsigned int n = 0;

	for (unsigned int i = 0; i < ops->nr; i++)
		n += is((enum raw_kind)ops->op[i].kind);
	return n;
}

static bool is_user(enum raw_kind kind)
{
	return kind <= RAW_STORE;
}

static bool is_user_store(enum raw_kind kind)
{
	return kind == RAW_STORE;
}

static bool is_buffered(enum raw_kind kind)
{
	return kind == RAW_STORE || kind == RAW_POINT || kind == RAW_TELL || kind == RAW_UNLOCK ||
	       kind == RAW_TRY_LOCK;
}

static bool tells(enum raw_kind kind)
{
	return kind == RAW_TELL || kind == RAW_SWAP;
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

/* What is waited for is written once, as kernel/wait.h wants it. */
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

/* About so many executions: of interleavings, and of what user accesses may come to. */
static double estimate(const struct raw_program *program, bool tso)
{
	double ways = 1;
	unsigned int all = 0;

	for (unsigned int cpu = 0; cpu < program->nr_cpus; cpu++) {
		const struct raw_ops *ops = &program->cpu[cpu];
		const struct raw_ops *handler = &program->handler[cpu];
		unsigned int drains = tso ? count(ops, is_buffered) : 0;
		unsigned int events = ops->nr + count(ops, is_user_store) + drains / 2;

		/* A handler keeps its own program waiting: one place to choose. */
		if (handler->nr) {
			ways *= events + 1;
			events += handler->nr + 3;
		}
		ways *= merges(all, events);
		all += events;
	}
	for (unsigned int n = count_all(program, is_user); n && count_all(program, writes_tables);
	     n--)
		ways *= 1.3;
	return ways;
}

static bool is_worthwhile(const struct raw_program *program, bool tso)
{
	return count_all(program, is_user) && count_all(program, writes_tables) &&
	       waits_well(program) && estimate(program, tso) <= INTERLEAVINGS_MOST;
}

void generate(struct raw_program *program, uint64_t seed, bool tso)
{
	struct draw draw = { .random = random_seeded(seed, tso), .program = program };

	do {
		draw_program(&draw, tso);
	} while (!is_worthwhile(program, tso));
}
