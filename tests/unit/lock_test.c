/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * kernel/sync/lock.c and kernel/sync/wait.c, with a thread for each CPU.
 */
#include <string.h>
#include <kernel/sync/lock.h>
#include <kernel/sync/wait.h>
#include <tests/unit/host.h>
#include <tests/unit/unit.h>

#define THREADS 4
#define TURNS	4000

static spinlock_t lock;
static rwlock_t rwlock;

/* Changed under the locks only, and not atomically. */
static uint64_t count;
static uint64_t other_count;
static unsigned int readers, writers;

/* Run @fn on every CPU at once. */
static void on_all(void *(*fn)(void *))
{
	pthread_t threads[THREADS];

	nr_cpus = THREADS;
	for (unsigned int cpu = 0; cpu < THREADS; cpu++)
		host_start_cpu(&threads[cpu], fn, cpu);
	for (unsigned int cpu = 0; cpu < THREADS; cpu++)
		EXPECT(pthread_join(threads[cpu], NULL) == 0);
}

static void *add_under_lock(void *cpu)
{
	host_irqs = host_cpu % 2;
	for (unsigned int i = 0; i < TURNS; i++) {
		spin_lock(&lock);
		EXPECT(spin_is_locked(&lock));
		EXPECT_EQ(count, other_count);
		count++;
		if (i % 64 == 0)
			cpu_relax();
		other_count++;
		spin_unlock(&lock);
	}
	EXPECT(wait_current(host_cpu) == NULL);
	return cpu;
}

TEST(exclusion, "lock: a spinlock lets one CPU at a time through, and loses no turn")
{
	on_all(add_under_lock);
	EXPECT_EQ(count, THREADS * TURNS);
	EXPECT(!spin_is_locked(&lock));
}

static void *try_under_lock(void *cpu)
{
	for (unsigned int done = 0; done < TURNS / 8;) {
		if (!spin_trylock(&lock)) {
			cpu_relax();
			continue;
		}
		count++;
		done++;
		spin_unlock(&lock);
	}
	return cpu;
}

TEST(trying, "lock: trylock takes a free lock only")
{
	EXPECT(spin_trylock(&lock));
	EXPECT(!spin_trylock(&lock));
	spin_unlock(&lock);
	on_all(try_under_lock);
	EXPECT_EQ(count, THREADS * (TURNS / 8));
}

static void read_turn(void)
{
	read_lock(&rwlock);
	__atomic_add_fetch(&readers, 1, __ATOMIC_SEQ_CST);
	EXPECT_EQ(__atomic_load_n(&writers, __ATOMIC_SEQ_CST), 0);
	EXPECT_EQ(count, other_count);
	cpu_relax();
	__atomic_sub_fetch(&readers, 1, __ATOMIC_SEQ_CST);
	read_unlock(&rwlock);
}

static void write_turn(void)
{
	write_lock(&rwlock);
	EXPECT_EQ(__atomic_add_fetch(&writers, 1, __ATOMIC_SEQ_CST), 1);
	EXPECT_EQ(__atomic_load_n(&readers, __ATOMIC_SEQ_CST), 0);
	count++;
	cpu_relax();
	other_count++;
	__atomic_sub_fetch(&writers, 1, __ATOMIC_SEQ_CST);
	write_unlock(&rwlock);
}

static void *read_and_write(void *cpu)
{
	host_irqs = true;
	for (unsigned int i = 0; i < TURNS; i++) {
		if (i % 5 == host_cpu)
			write_turn();
		else
			read_turn();
	}
	return cpu;
}

TEST(readers_writers, "lock: writers are alone, and neither they nor readers wait for ever")
{
	on_all(read_and_write);
	EXPECT_EQ(count, THREADS * TURNS / 5);
	EXPECT_EQ(rwlock.holders, 0);
	EXPECT_EQ(rwlock.writers_waiting, 0);
}

/* None leaves before all have come. */
static void *read_together(void *cpu)
{
	read_lock(&rwlock);
	__atomic_add_fetch(&readers, 1, __ATOMIC_SEQ_CST);
	while (__atomic_load_n(&readers, __ATOMIC_SEQ_CST) < THREADS)
		cpu_relax();
	read_unlock(&rwlock);
	return cpu;
}

TEST(shared, "lock: any number of readers have a lock at once")
{
	on_all(read_together);
	EXPECT_EQ(rwlock.holders, 0);
}

static void *keep_reading(void *cpu)
{
	while (!__atomic_load_n(&count, __ATOMIC_SEQ_CST)) {
		read_lock(&rwlock);
		cpu_relax();
		read_unlock(&rwlock);
	}
	return cpu;
}

TEST(fair, "lock: readers that come and go for ever do not keep a writer out")
{
	pthread_t threads[2];

	nr_cpus = 3;
	for (unsigned int i = 0; i < 2; i++)
		host_start_cpu(&threads[i], keep_reading, 1 + i);
	for (unsigned int i = 0; i < 200; i++) {
		write_lock(&rwlock);
		cpu_relax();
		write_unlock(&rwlock);
	}
	__atomic_store_n(&count, 1, __ATOMIC_SEQ_CST);
	for (unsigned int i = 0; i < 2; i++)
		EXPECT(pthread_join(threads[i], NULL) == 0);
}

static void unlock_as_other(void)
{
	spin_lock(&lock);
	host_cpu = 1;
	spin_unlock(&lock);
}

static void lock_twice(void)
{
	spin_lock(&lock);
	spin_lock(&lock);
}

TEST(misuse, "lock: taking one twice, and giving back what one does not have, are bugs")
{
	nr_cpus = 2;
	EXPECT_PANIC(lock_twice(), "owner == cpu_id() + 1");
	EXPECT_PANIC(spin_unlock(&lock), "BUG at");
	EXPECT_PANIC(unlock_as_other(), "BUG at");
	EXPECT_PANIC(read_unlock(&rwlock), "holders <= 0");
	EXPECT_PANIC(write_unlock(&rwlock), "holders != -1");
}

static void wait_for_holder(void)
{
	host_cpu = 1;
	spin_lock(&lock);
	host_cpu = 0;
	spin_lock(&lock);
}

static void wait_for_acks(void)
{
	struct cpumask pending;

	cpumask_clear(&pending);
	cpumask_set(&pending, 1);
	wait_until(cpumask_empty(&pending), "answers", WAIT_FOR_NOBODY, &pending);
}

TEST(hang, "wait: one that takes too long names what it waits for, the holder, and who owes")
{
	nr_cpus = 2;
	host_clock_step = 1UL << 36;
	EXPECT_PANIC(wait_for_holder(), "a spinlock, held by CPU 1");
	EXPECT_PANIC(wait_for_acks(), "answers, still owed by CPU 1");
	EXPECT_PANIC(wait_for_acks(), "hang: waiting for answers");
}

static unsigned int turns;

/* The host stops the machine for 15 s in every hundredth turn. */
static void stop_now_and_then(void)
{
	host_clock_step = ++turns % 100 ? 1000 : 15000000000UL;
}

TEST(stopped, "wait: one in which the host stops the machine for longer than the limit is no hang")
{
	host_relax = stop_now_and_then;
	wait_until(turns > 20000, "something that comes", WAIT_FOR_NOBODY, NULL);
	EXPECT(wait_current(0) == NULL);
}

static void count_turns(void)
{
	turns++;
}

static void wait_for_turns(unsigned int nr)
{
	wait_until(turns > nr, "many turns", WAIT_FOR_NOBODY, NULL);
}

TEST(held, "wait: while the machine is held none is a hang, however long; afterwards it is")
{
	host_clock_step = 1UL << 36;
	host_relax = count_turns;
	wait_hold(true);
	wait_for_turns(100000);
	wait_hold(false);
	wait_for_turns(100100);
	EXPECT_PANIC(wait_for_turns(10000000), "hang: waiting for many turns");
}

TEST(nested, "wait: waits nest, the innermost is the current one, and too deep is a bug")
{
	struct wait waits[WAITS_DEEP + 1];

	memset(waits, 0, sizeof(waits));
	for (unsigned int i = 0; i < WAITS_DEEP; i++) {
		wait_begin(&waits[i]);
		EXPECT(wait_current(0) == &waits[i]);
	}
	EXPECT_PANIC(wait_begin(&waits[WAITS_DEEP]), "depth == WAITS_DEEP");
	EXPECT_PANIC(wait_end(&waits[0]), "BUG at");
	for (unsigned int i = WAITS_DEEP; i-- > 0;) {
		EXPECT(wait_current(0) == &waits[i]);
		wait_end(&waits[i]);
	}
	EXPECT(wait_current(0) == NULL);
}
