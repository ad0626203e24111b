/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * See content.h.
 */
#include <arch/user.h>
#include <kernel/mm/calls/mmap.h>
#include <kernel/mm/frames/blkdev.h>
#include <kernel/mm/machinery/writeback.h>
#include <kernel/mm/objects/mm.h>
#include <kernel/tlb/policy.h>
#include <tests/unit/host.h>
#include <tests/unit/mmu.h>
#include <tests/unit/unit.h>
#include <tests/unit/content.h>

struct mm *content_mm;
struct file *content_file;

void content_start(void)
{
	host_features[CPU_PCID] = true;
	host_features[CPU_NX] = true;
	mmu_start(1);
	host_frames(256);
	flush_policy_choose(&policy_luf);
	content_mm = mm_create();
	content_file = file_create(CONTENT_PAGES);
	EXPECT(content_mm && content_file);
	mm_use(content_mm);
	for (uint64_t i = 0; i < CONTENT_PAGES; i++) {
		uint64_t word = i + 1;

		EXPECT_EQ(file_write(content_file, i * PAGE_SIZE, &word, sizeof(word)), 0);
	}
	EXPECT_EQ(file_sync(content_file), 0);
}

void content_map(unsigned int page, unsigned int flags, uint64_t index, size_t pages)
{
	EXPECT_EQ(do_mmap(content_mm, CONTENT_AT(page), pages * PAGE_SIZE, flags, content_file,
			  index),
		  0);
}

uint64_t content_at(unsigned int page)
{
	uint64_t word = 0;

	EXPECT(user_load(CONTENT_AT(page), &word));
	return word;
}

bool content_faults(unsigned int page)
{
	uint64_t word;

	return !user_load(CONTENT_AT(page), &word);
}

uint64_t content_of_device(uint64_t index)
{
	static uint64_t block[PAGE_SIZE / sizeof(uint64_t)];

	EXPECT_EQ(blkdev_read(content_file->first_block + index, block), 0);
	return block[0];
}

void content_change_device(uint64_t index, uint64_t word)
{
	uint64_t block[PAGE_SIZE / sizeof(uint64_t)] = { word };

	EXPECT_EQ(blkdev_write(content_file->first_block + index, block), 0);
}
