/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Drawing random programs until one is worth running: see generate_size.c.
 */
#include <string.h>
#include <arch/model/suite/generate.h>
#include <arch/model/suite/themes.h>
#include <kernel/lib/random.h>

#define LATER_SHARE 9 /* of seeds */

struct draw {
	struct random random;
	const struct theme *theme;
	struct raw_program *program;
	unsigned int stores;
	bool is_later;
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
	return raw_is_user(kind) || kind == RAW_READ_PTE || kind == RAW_AGE || kind == RAW_SEE ||
	       kind == RAW_SWAP || kind == RAW_CLAIM || kind == RAW_GET || kind == RAW_TRY_LOCK ||
	       kind == RAW_IS_LOCKED || kind == RAW_TAKE || kind == RAW_DROP || kind == RAW_PEEK;
}

static uint64_t draw_bits(struct draw *draw)
{
	static const uint64_t usual[] = {
		PTE_WRITE | PTE_ACCESSED | PTE_DIRTY,
		PTE_WRITE | PTE_ACCESSED,
		PTE_ACCESSED,
		PTE_WRITE,
	};
	static const uint64_t odd[] = { PTE_USER, PTE_NX, PTE_PRESENT, RAW_RESERVED };
	uint64_t bits = PTE_PRESENT | PTE_USER | usual[below(draw, 4)];

	if (draw->theme->globals && one_in(draw, 3))
		bits |= PTE_GLOBAL;
	if (draw->theme->rights && one_in(draw, 2))
		bits ^= odd[below(draw, 4)];
	return bits;
}

/* The bits of an entry that leads to a table; A is set, as in the kernel's. */
static uint64_t draw_upper_bits(struct draw *draw)
{
	uint64_t bits = PTE_PRESENT | PTE_USER | PTE_WRITE | PTE_ACCESSED;

	if (one_in(draw, 3))
		bits ^= draw->theme->rights && one_in(draw, 2) ? PTE_USER : PTE_WRITE;
	if (draw->theme->rights && one_in(draw, 4))
		bits |= PTE_NX;
	return bits;
}

static void draw_op(struct draw *draw, struct raw_ops *ops, enum raw_kind kind)
{
	const struct theme *theme = draw->theme;
	struct raw_program *program = draw->program;
	struct raw_op *op = &ops->op[ops->nr++];

	*op = (struct raw_op){ .kind = (uint8_t)kind, .reg = RAW_NONE };
	op->at = one_in(draw, 4); /* more often the same */
	if (kind == RAW_POINT)
		op->value = (uint8_t)below(draw, theme->tables && one_in(draw, 2) ? RAW_FRAMES : 2);
	else if (kind == RAW_STORE || kind == RAW_SWAP || kind == RAW_CLAIM || kind == RAW_PUT)
		op->value = (uint8_t)++draw->stores;
	else
		op->value = (uint8_t)below(draw, 2);
	if (raw_is_entry(kind) && (theme->tables || theme->globals))
		op->table = one_in(draw, 2);
	/* Plain loads of tables would race; so would stores to table 1, which no CPU walks. */
	if (kind == RAW_PEEK || kind == RAW_POKE)
		op->table = (uint8_t)below(draw, kind == RAW_PEEK ? 2 : 3);
	if (kind == RAW_POKE && op->table < 2)
		op->value = (uint8_t)++draw->stores;
	op->bits = kind == RAW_LINK ? draw_upper_bits(draw) : draw_bits(draw);
	if (reads(kind) && program->nr_regs < RAW_REGS)
		op->reg = (uint8_t)program->nr_regs++;
}

static void draw_handler(struct draw *draw, unsigned int cpu)
{
	struct raw_ops *ops = &draw->program->handler[cpu];

	for (unsigned int n = ops->nr ? 0 : 1 + below(draw, 2); n; n--)
		draw_op(draw, ops, draw_kind(draw, draw->theme->handler_weight));
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
	return !raw_is_user((enum raw_kind)op->kind) && op->kind != RAW_AWAIT &&
	       op->kind != RAW_WAIT_IPI;
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
		enum raw_kind kind = draw_kind(draw, draw->theme->weight);

		if (kind == RAW_IPI)
			draw_ipi(draw, cpu);
		else
			draw_op(draw, ops, kind);
		/* Most often waited for, too. */
		if ((kind == RAW_BROADCAST || kind == RAW_BROADCAST_ALL) && !one_in(draw, 3))
			draw_op(draw, ops, RAW_SYNC);
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

/* Message passing: what a CPU has seen of another limits what it may still see. */
static void draw_message(struct draw *draw)
{
	unsigned int nr = draw->program->nr_cpus;
	unsigned int from = below(draw, nr);

	insert_flag_op(draw, &draw->program->cpu[from], RAW_TELL);
	insert_flag_op(draw, &draw->program->cpu[(from + 1) % nr], RAW_SEE);
}

/*
 * One seed in LATER_SHARE has a theme that was added later, so that all other seeds keep their
 * programs: tools/model-mutants.txt names seeds that notice a broken rule.
 */
static const struct theme *draw_theme(struct draw *draw)
{
	unsigned int i = below(draw, LATER_THEMES);

	return &themes[draw->is_later ? LATER_THEMES + i % (NR_THEMES - LATER_THEMES) : i];
}

static void draw_program(struct draw *draw, bool tso)
{
	static const uint64_t first_bits[] = { PTE_ACCESSED | PTE_DIRTY, PTE_ACCESSED | PTE_DIRTY,
					       PTE_ACCESSED, 0 };
	struct raw_program *program = draw->program;

	memset(program, 0, sizeof(*program));
	draw->stores = 0;
	draw->theme = draw_theme(draw);
	program->about = draw->theme->about;
	program->words = draw->theme->words;
	program->nr_cpus = one_in(draw, 4) ? 3 : 2;
	program->bits = first_bits[below(draw, 4)];
	if (program->words)
		program->bits |= PTE_ACCESSED;
	if (draw->theme->globals && one_in(draw, 3))
		program->bits |= PTE_GLOBAL;
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

void generate(struct raw_program *program, uint64_t seed, bool tso)
{
	struct draw draw = {
		.random = random_seeded(seed, tso),
		.program = program,
		.is_later = seed % LATER_SHARE == 0,
	};

	do {
		draw_program(&draw, tso);
	} while (!generate_is_worthwhile(program, tso));
}
