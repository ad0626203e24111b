/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * kernel/mm/frames/pool.c: objects are zeroed, apart, aligned, reused, and run out politely.
 */
#include <string.h>
#include <kernel/mm/frames/alloc.h>
#include <kernel/mm/frames/page.h>
#include <kernel/mm/frames/pool.h>
#include <tests/unit/host.h>
#include <tests/unit/unit.h>

static bool is_zero(const unsigned char *bytes, size_t n)
{
	while (n && !bytes[n - 1])
		n--;
	return n == 0;
}

/* Allocate objects until there is no more memory.  Returns how many. */
static size_t fill(struct pool *pool, void **objects, size_t max)
{
	size_t n = 0;

	while (n < max && (objects[n] = pool_alloc(pool))) {
		EXPECT_EQ((uintptr_t)objects[n] % 8, 0);
		EXPECT(is_zero(objects[n], pool->size));
		memset(objects[n], (int)(n % 255) + 1, pool->size);
		n++;
	}
	for (size_t i = 0; i < n; i++) {
		const unsigned char *bytes = objects[i];

		EXPECT(bytes[0] == i % 255 + 1 && bytes[pool->size - 1] == i % 255 + 1);
	}
	return n;
}

TEST(sizes, "pool: objects of every size are zeroed and apart, and fill their frames")
{
	static const size_t sizes[] = { 8, 9, 16, 24, 40, 100, 248, 1000, 2048, 2049, 4096 };
	static void *objects[4096];

	host_frames(11 * 3);
	for (size_t i = 0; i < 11; i++) {
		struct pool pool = { .name = "test", .size = sizes[i] };
		size_t per_frame = PAGE_SIZE / ((sizes[i] + 15) & ~15UL);
		size_t before = page_nr_free();
		size_t n = fill(&pool, objects, 3 * per_frame);

		EXPECT_EQ(n, 3 * per_frame);
		EXPECT_EQ(before - page_nr_free(), 3);
		EXPECT_EQ(pool.used, n);
	}
}

TEST(exhausted, "pool: NULL when memory is out, and again an object once one is freed")
{
	struct pool pool = { .name = "test", .size = 1024 };
	static void *objects[64];
	size_t n;

	host_frames(3);
	n = fill(&pool, objects, 64);
	EXPECT_EQ(n, 12);
	EXPECT(!pool_alloc(&pool));
	EXPECT(!pool_alloc(&pool));
	EXPECT_EQ(pool.used, 12);
	pool_free(&pool, objects[5]);
	EXPECT(pool_alloc(&pool) == objects[5]);
	EXPECT(is_zero(objects[5], 1024));
	EXPECT(!pool_alloc(&pool));
	EXPECT(!spin_is_locked(&pool.lock));
}

TEST(reuse, "pool: what is freed is used again before another frame is taken")
{
	struct pool pool = { .name = "test", .size = 64 };
	static void *objects[64];

	host_frames(4);
	EXPECT_EQ(fill(&pool, objects, 64), 64);
	for (unsigned int round = 0; round < 10; round++) {
		for (unsigned int i = 0; i < 64; i++)
			pool_free(&pool, objects[i]);
		EXPECT_EQ(pool.used, 0);
		EXPECT_EQ(fill(&pool, objects, 64), 64);
	}
	EXPECT_EQ(page_nr_free(), 3);
}

TEST(misuse, "pool: freeing more than was given, and objects larger than a page, are bugs")
{
	struct pool pool = { .name = "test", .size = 64 };
	struct pool large = { .name = "large", .size = PAGE_SIZE + 1 };
	void *object;

	host_frames(4);
	object = pool_alloc(&pool);
	pool_free(&pool, object);
	EXPECT_PANIC(pool_free(&pool, object), "used == 0");
	EXPECT_PANIC(pool_alloc(&large), "size > PAGE_SIZE");
}
