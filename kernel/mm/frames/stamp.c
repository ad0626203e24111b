/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Writing, checking and spelling stamps.
 */
#include <arch/atomic.h>
#include <arch/cpu.h>
#include <kernel/lib/printk.h>
#include <kernel/mm/frames/stamp.h>

static const char *const kind_names[NR_STAMP_KINDS] = {
	[STAMP_FREE] = "free frame",
	[STAMP_ANON] = "anonymous memory of mm",
	[STAMP_FILE] = "file",
	[STAMP_STORE] = "store by actor",
	[STAMP_TABLE] = "page table of mm",
};

static uint32_t births;

uint64_t stamp_fresh(unsigned int owner, unsigned int index)
{
	uint32_t version;

	cpu_watch_begin();
	version = atomic_add(&births, 1);
	cpu_watch_end();
	return stamp_make(STAMP_ANON, owner, index, version);
}

uint32_t stamp_births(void)
{
	uint32_t so_far;

	cpu_watch_begin();
	so_far = READ_ONCE(births);
	cpu_watch_end();
	return so_far;
}

bool stamp_decode(uint64_t word, struct stamp *stamp)
{
	unsigned int kind = word >> 52 & 0xf;

	if (word >> 56 != STAMP_MAGIC || kind >= NR_STAMP_KINDS)
		return false;
	*stamp = (struct stamp){
		.kind = (enum stamp_kind)kind,
		.owner = word >> 40 & 0xfff,
		.index = word >> 24 & 0xffff,
		.version = word & 0xffffff,
	};
	return true;
}

void stamp_describe(uint64_t word, char *buf, uint32_t size)
{
	struct stamp stamp;

	if (!stamp_decode(word, &stamp))
		snformat(buf, size, "no stamp: %016lx", word);
	else if (stamp.kind == STAMP_FREE)
		snformat(buf, size, "free frame");
	else
		snformat(buf, size, "%s %u, page %u, version %u", kind_names[stamp.kind],
			 stamp.owner, stamp.index, stamp.version);
}

void stamp_put(void *page, uint64_t word)
{
	uint64_t *words = page;

	for (unsigned int i = 0; i < STAMP_WORDS; i++)
		WRITE_ONCE(words[i], word);
}

bool stamp_intact(const void *page, uint64_t word)
{
	const uint64_t *words = page;

	for (unsigned int i = 0; i < STAMP_WORDS; i++) {
		if (READ_ONCE(words[i]) != word)
			return false;
	}
	return true;
}
