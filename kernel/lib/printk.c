/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * printk: format into a buffer on the stack, then write it under one lock.
 */
#include <stdbool.h>
#include <stdint.h>
#include <arch/atomic.h>
#include <arch/cpu.h>
#include <arch/platform.h>
#include <kernel/lib/json.h>
#include <kernel/lib/printk.h>
#include <kernel/lib/seal.h>
#include <kernel/lib/string.h>

/* Serialises writers of the console.  Not a spinlock_t: a panic prints during waits for those. */
static bool console_locked;
static bool console_lock_busted;

/* How often to try the lock then: longer than any CPU writes. */
#define BUSTED_LOOKS 20000000

/* The line in progress, and one that another CPU prints meanwhile; under the lock. */
static bool json;
static struct json_lines unfinished;
static unsigned int unfinished_by;
static struct json_lines meanwhile;

/* The lock protects it, too. */
static struct seal seal;
static bool named; /* a run without a name has no seals */
static bool unsealed;

/* Take the lock; after printk_bust_lock() give up after BUSTED_LOOKS. */
static void lock_console(void)
{
	uint64_t looks = 0;

	while (xchg(&console_locked, true)) {
		if (READ_ONCE(console_lock_busted) && looks++ > BUSTED_LOOKS)
			return;
		cpu_relax();
	}
}

static void unlock_console(void)
{
	smp_store_release(&console_locked, false);
}

void printk_use_json(bool use)
{
	json = use;
}

bool printk_is_json(void)
{
	return json;
}

/* All output to the console goes through here.  Caller holds the lock. */
static void write_out(const char *text, size_t len)
{
	if (!unsealed)
		seal_add(&seal, text, len);
	console_write(text, len);
}

/* Caller holds the lock.  Text that comes during another CPU's line is a line of its own. */
static void write_json(const char *text, size_t len)
{
	unsigned int me = cpu_id();

	if (!unfinished.len || unfinished_by == me) {
		unfinished_by = me;
		json_put(&unfinished, text, len, write_out);
		return;
	}
	meanwhile.len = 0;
	json_put(&meanwhile, text, len, write_out);
	json_end(&meanwhile, write_out);
}

static void write_text(const char *text, size_t len)
{
	unsigned long flags = irq_save();

	lock_console();
	if (json)
		write_json(text, len);
	else
		write_out(text, len);
	unlock_console();
	irq_restore(flags);
}

void printk_bust_lock(void)
{
	WRITE_ONCE(console_lock_busted, true);
	lock_console();
	json_end(&unfinished, write_out);
	unlock_console();
}

void printk_name_run(uint32_t id)
{
	seal.id = id;
	named = true;
}

void printk_unsealed(bool on)
{
	unsealed = on;
}

void printk_seal(bool last)
{
	unsigned long flags;
	char line[SEAL_MAX];

	if (!named)
		return;
	flags = irq_save();
	lock_console();
	console_write(line, seal_line(&seal, line, last, json));
	unlock_console();
	irq_restore(flags);
}

void printk_json_string(const char *text)
{
	write_text("\"", 1);
	json_escape(text, strlen(text), write_text);
	write_text("\"", 1);
}

void vprintk(const char *fmt, va_list args)
{
	char line[PRINTK_MAX];
	int len = vsnformat(line, sizeof(line), fmt, args);
	size_t n = len < (int)sizeof(line) ? (size_t)len : sizeof(line) - 1;

	if (len >= (int)sizeof(line))
		line[n - 1] = '\n'; /* it was cut, but stays a line */
	write_text(line, n);
}

void printk(const char *fmt, ...)
{
	va_list args;

	va_start(args, fmt);
	vprintk(fmt, args);
	va_end(args);
}
