/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * kernel/race/gate.c: threads play CPUs, and go on in the order that a schedule says.
 *
 * Each thread writes down its letter whenever it has been let through, so what has been
 * written must be the schedule itself.
 */
#define RACING /* what is marked below is a point */
#include <string.h>
#include <arch/ipi.h>
#include <kernel/lib/random.h>
#include <kernel/race/gate.h>
#include <kernel/race/serve.h>
#include <kernel/race/step.h>
#include <kernel/rules/mutants.h>
#include <kernel/sync/lock.h>
#include <kernel/sync/wait.h>
#include <kernel/tlb/shootdown.h>
#include <tests/unit/host.h>
#include <tests/unit/unit.h>

#define CPUS	3
#define LOG_MAX 4096
#define MANY	60

enum { YES = 1, NO = 2 };

typedef void program(void);

static char notes[LOG_MAX];
static uint32_t nr_notes;
static bool ipi_pending[CPUS];
static uint32_t ended;
static uint32_t followed; /* 0: not known yet */
static program *programs[CPUS];
static spinlock_t lock;

static void note(char c)
{
	uint32_t at = __atomic_fetch_add(&nr_notes, 1, __ATOMIC_SEQ_CST);

	EXPECT(at < LOG_MAX);
	notes[at] = c;
}

static void note_program(void)
{
	note((char)('a' + host_cpu));
}

/* What a handler is for; it has one step. */
void flush_tlb_func(const struct flush_tlb_info *info)
{
	EXPECT(!host_irqs);
	(void)info;
	note((char)('A' + host_cpu));
	step(FLUSH_HERE, 0, 0);
	note((char)('A' + host_cpu));
}

void ipi_send(unsigned int cpu)
{
	__atomic_store_n(&ipi_pending[cpu], true, __ATOMIC_SEQ_CST);
}

/* Interrupts come where somebody spins. */
static void take_ipi(void)
{
	host_yield();
	if (!host_irqs || !__atomic_exchange_n(&ipi_pending[host_cpu], false, __ATOMIC_SEQ_CST))
		return;
	host_irqs = false;
	if (!gate_keeps_ipi())
		shootdown_serve();
	host_irqs = true;
}

static void *play(void *cpu)
{
	(void)cpu;
	host_irqs = true;
	gate_start();
	programs[host_cpu]();
	EXPECT(host_irqs);
	gate_end();
	__atomic_add_fetch(&ended, 1, __ATOMIC_SEQ_CST);
	wait_until(READ_ONCE(ended) == nr_cpus, "the others' end", WAIT_FOR_NOBODY, NULL);
	if (host_cpu == 0)
		WRITE_ONCE(followed, gate_disarm() ? YES : NO);
	wait_until(READ_ONCE(followed), "the gate to be open", WAIT_FOR_NOBODY, NULL);
	return NULL;
}

/* Let @nr programs follow @steps; were they followed? */
static bool follow(const char *steps, unsigned int nr)
{
	pthread_t threads[CPUS];

	nr_cpus = nr;
	nr_notes = 0;
	ended = 0;
	followed = 0;
	host_relax = take_ipi;
	memset(notes, 0, sizeof(notes));
	gate_arm(steps, nr);
	host_clock_of_all(nr);
	for (unsigned int cpu = 0; cpu < nr; cpu++)
		host_start_cpu(&threads[cpu], play, cpu);
	for (unsigned int cpu = 0; cpu < nr; cpu++)
		EXPECT(pthread_join(threads[cpu], NULL) == 0);
	return followed == YES;
}

static void many_steps(void)
{
	note_program();
	for (unsigned int i = 1; i < MANY; i++) {
		step(CONTENT, i, 0);
		note_program();
	}
}

TEST(order, "gate: programs go from step to step in any order that a schedule says")
{
	struct random random = random_seeded(1, 2);
	char steps[2 * CPUS * MANY + 1];
	char want[CPUS * MANY + 1];

	for (unsigned int i = 0; i < CPUS; i++)
		programs[i] = many_steps;
	for (unsigned int turn = 0; turn < 20; turn++) {
		unsigned int left[CPUS] = { MANY, MANY, MANY };

		for (unsigned int at = 0; at < CPUS * MANY;) {
			unsigned int cpu = (unsigned int)random_below(&random, CPUS);

			if (!left[cpu])
				continue;
			left[cpu]--;
			want[at] = (char)('a' + cpu);
			steps[2 * at] = want[at];
			steps[2 * at + 1] = '1';
			at++;
			want[at] = steps[2 * at] = '\0';
		}
		EXPECT(follow(steps, CPUS));
		EXPECT_STR(notes, want);
		EXPECT_STR(host_console(), "");
	}
}

TEST(free_after, "gate: behind its last entry all run free, to their end")
{
	for (unsigned int i = 0; i < CPUS; i++)
		programs[i] = many_steps;
	EXPECT(follow("c5a2b1a1", CPUS));
	EXPECT(strncmp(notes, "cccccaaba", 9) == 0);
	EXPECT_EQ(nr_notes, CPUS * MANY);
	EXPECT(!gate_is_shut());
	EXPECT(follow("-", CPUS));
	EXPECT_EQ(nr_notes, CPUS * MANY);
}

static void locked_step(void)
{
	note_program();
	spin_lock(&lock);
	note_program();
	step(CONTENT, 0, 0);
	spin_unlock(&lock);
	note_program();
}

TEST(blocked, "gate: a lock goes to the one that the schedule says, not to who looks first")
{
	for (unsigned int i = 0; i < CPUS; i++)
		programs[i] = locked_step;
	/* a starts and takes it, the others start and wait, a comes to its end. */
	EXPECT(follow("a2b2c2a2c3b3", CPUS));
	EXPECT_STR(notes, "aabcaccbb");
	EXPECT(follow("b2c2a2b2a3c3", CPUS));
	EXPECT_STR(notes, "bbcabaacc");
	/* Or the others stand before it until it is free: so the model has it. */
	EXPECT(follow("a2b1c1a2c3b3", CPUS));
	EXPECT_STR(notes, "aabcaccbb");
	EXPECT(follow("a2c1a1b1a1b3c3", CPUS));
	EXPECT_STR(notes, "aacbabbcc");
	EXPECT_STR(host_console(), "");
}

static uint32_t word;

static void four_accesses(void)
{
	note_program();
	WRITE_ONCE(word, 1);
	note_program();
	(void)atomic_add(&word, 1);
	note_program();
	smp_mb();
	note_program();
	if (READ_ONCE(word) == 1)
		note_program();
	note_program();
}

TEST(accesses, "gate: each marked access is a point, and one that waits for its turn is not made")
{
	programs[0] = programs[1] = four_accesses;
	/* b adds between a's store and a's load, or a's store is the last. */
	EXPECT(follow("a2b5a3", 2));
	EXPECT_STR(notes, "aabbbbbaaa");
	EXPECT(follow("a1b3a1b2a3", 2));
	EXPECT_STR(notes, "abbbabbbaaa");
	EXPECT_STR(host_console(), "");
}

static void wait_for_word(void)
{
	note_program();
	wait_until(READ_ONCE(word) != 0, "a word", WAIT_FOR_NOBODY, NULL);
	note_program();
}

static void set_word(void)
{
	note_program();
	WRITE_ONCE(word, 1);
	note_program();
}

TEST(waits, "gate: a wait is one point, however often its condition is looked at")
{
	programs[0] = wait_for_word;
	programs[1] = set_word;
	word = 0;
	EXPECT(follow("a1b2a1", 2));
	EXPECT_STR(notes, "abba");
	word = 0;
	/* Who has to wait after all goes on by an entry of its own. */
	EXPECT(follow("a2b2a1", 2));
	EXPECT_STR(notes, "abba");
	EXPECT_STR(host_console(), "");
}

static void shoot(void)
{
	static const struct cpumask mask = { .word = { 1 << 1 } };
	struct flush_tlb_info info = { .end = 1 };

	note_program();
	EXPECT_EQ(shootdown(&mask, &info), 1);
	note_program();
}

static void three_steps(void)
{
	note_program();
	for (unsigned int i = 0; i < 3; i++) {
		step(CONTENT, 0, 0);
		note_program();
	}
}

/*
 * shoot() passes: its start, FLUSH_BEGIN, the wait, FLUSH_END (shootdown.c is not built as
 * code that races here).  The handler: its start, a step.
 */
TEST(handler, "gate: a handler runs where its entry comes, its steps between those of others")
{
	programs[0] = shoot;
	programs[1] = three_steps;
	EXPECT(follow("a2B2a2b4", 2));
	EXPECT_STR(notes, "aBBabbbb");
	EXPECT(follow("a2b2B2a2b2", 2));
	EXPECT_STR(notes, "abbBBabb");
	EXPECT(follow("b1a2b3B2a2", 2));
	EXPECT_STR(notes, "babbbBBa");
	programs[2] = three_steps;
	EXPECT(follow("a2b1B1c2B1c1a2b3c1", 3));
	EXPECT_STR(notes, "abBccBcabbbc");
	EXPECT_STR(host_console(), "");
}

TEST(kept, "gate: an IPI that no entry handles is handled when all run free")
{
	programs[0] = shoot;
	programs[1] = three_steps;
	EXPECT(follow("a2b4", 2));
	EXPECT(strncmp(notes, "abbbb", 5) == 0);
	EXPECT_EQ(nr_notes, 8);
	EXPECT_STR(host_console(), "");
}

TEST(late_handler, "gate: a handler may come when all programs have ended")
{
	mutant_set(MUTANT_SHOOTDOWN_SKIP_WAIT, true);
	programs[0] = shoot;
	programs[1] = three_steps;
	EXPECT(follow("a3b4B2", 2));
	EXPECT_STR(notes, "aabbbbBB");
	EXPECT_STR(host_console(), "");
}

static void three_steps_without_interrupts(void)
{
	unsigned long flags = irq_save();

	three_steps();
	irq_restore(flags);
}

/* The one line that says why @steps cannot be followed has all of the words. */
static void diverges(const char *steps, unsigned int nr, const char *entry, const char *why)
{
	host_console_clear();
	EXPECT(!follow(steps, nr));
	EXPECT_EQ(host_console_lines(), 1);
	EXPECT(strncmp(host_console(), "# schedule: ", 12) == 0);
	if (!strstr(host_console(), entry) || !strstr(host_console(), why))
		unit_fail(__FILE__, __LINE__, "'%s' and '%s' are not in: %s", entry, why,
			  host_console());
	EXPECT(!gate_is_shut());
}

TEST(diverging, "gate: what does not come is named in one line, and then all run free")
{
	programs[0] = shoot;
	programs[1] = three_steps;
	diverges("a1B1", 2, "entry 2 of 2 waits for actor 1's handler", "no IPI is there");
	EXPECT_EQ(nr_notes, 8);
	diverges("a4b4", 2, "entry 4 of 8 waits for actor 0",
		 "it still has to wait; last, actor 0 starts a shootdown, kernel/tlb/shootdown.c:");
	EXPECT(strstr(host_console(), "it waits for: shootdown acknowledgements\n"));
	EXPECT_EQ(nr_notes, 8);
	diverges("b5a1", 2, "entry 5 of 6 waits for actor 1", "its program has ended");
	EXPECT_EQ(nr_notes, 8);
	diverges("b4a2B2a3", 2, "entry 11 of 11 waits for actor 0", "its program has ended");
}

TEST(interrupts_off, "gate: a handler does not run where interrupts are disabled")
{
	programs[0] = shoot;
	programs[1] = three_steps_without_interrupts;
	diverges("b2a2B1", 2, "entry 5 of 5 waits for actor 1's handler",
		 "interrupts are disabled there; last, actor 1 changes the content of");
	EXPECT_EQ(nr_notes, 8);
	/* At its start they are still enabled. */
	EXPECT(follow("a2B2b4", 2));
	EXPECT(strncmp(notes, "aBBbbbb", 7) == 0);
}

/* Time passes only here, and only as long as it must. */
static void spin_for_ever(void)
{
	note_program();
	while (__atomic_load_n(&gate_shut, __ATOMIC_SEQ_CST)) {
		host_clock_pass(1 << 22);
		cpu_relax();
	}
}

static void nobody_answers(void)
{
}

TEST(no_gate, "gate: a thread that comes to no gate is named")
{
	programs[0] = spin_for_ever;
	programs[1] = three_steps;
	host_nmi = nobody_answers;
	diverges("a1b1", 2, "entry 1 of 2 does not end", "actor 0 comes to no gate\n");
	EXPECT_EQ(nr_notes, 5);
}
