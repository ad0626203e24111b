/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * The calls of a litmus that are made of others, the same in every world: see tests/litmus.h.
 */
#include <tests/engine/must.h>
#include <tests/litmus.h>

void map_pages(struct mm *mm, uintptr_t va, size_t pages, unsigned int flags, struct file *file,
	       uint64_t index)
{
	must(try_map_pages(mm, va, pages, flags, file, index), "map", va);
}

void unmap_pages(struct mm *mm, uintptr_t va, size_t pages)
{
	must(try_unmap_pages(mm, va, pages), "unmap", va);
}

void protect_pages(struct mm *mm, uintptr_t va, size_t pages, unsigned int flags)
{
	must(try_protect_pages(mm, va, pages, flags), "protect", va);
}

void move_pages(struct mm *mm, uintptr_t va, size_t pages, uintptr_t new_va)
{
	must(try_move_pages(mm, va, pages, new_va), "move_pages", va);
}

void advise_pages(struct mm *mm, uintptr_t va, size_t pages, enum madvice advice)
{
	must(try_advise_pages(mm, va, pages, advice), "advise_pages", va);
}

void map(struct run *r, uintptr_t va, unsigned int flags, struct file *file, uint64_t index)
{
	map_pages(r->mm, va, 1, flags, file, index);
}

void unmap(struct run *r, uintptr_t va)
{
	unmap_pages(r->mm, va, 1);
}

void protect(struct run *r, uintptr_t va, unsigned int flags)
{
	protect_pages(r->mm, va, 1, flags);
}

uint64_t try_map(struct run *r, uintptr_t va, unsigned int flags, struct file *file, uint64_t index)
{
	return try_map_pages(r->mm, va, 1, flags, file, index);
}

uint64_t try_unmap(struct run *r, uintptr_t va)
{
	return try_unmap_pages(r->mm, va, 1);
}

uint64_t try_protect(struct run *r, uintptr_t va, unsigned int flags)
{
	return try_protect_pages(r->mm, va, 1, flags);
}

void fault_in(struct mm *mm, uintptr_t va)
{
	must(try_fault_in(mm, va), "fault_in", va);
}

void write_content(struct run *r, struct file *file, uint64_t index, enum value value)
{
	must(try_write_content(r, file, index, value), "write_content", index);
}

uint64_t read_content(struct run *r, struct file *file, uint64_t index)
{
	uint64_t value = try_read_content(r, file, index);

	if (value >= E_FIRST && value <= E_LAST)
		must(value, "read_content", index);
	return value;
}

void truncate_file(struct run *r, struct file *file, uint64_t pages)
{
	must(try_truncate_file(r, file, pages), "truncate_file", pages);
}

void invalidate(struct run *r, struct file *file, uint64_t index)
{
	must(try_invalidate(r, file, index), "invalidate", index);
}

void sync_file(struct run *r, struct file *file)
{
	must(try_sync_file(r, file), "sync_file", 0);
}

void sync_page(struct run *r, struct file *file, uint64_t index)
{
	must(try_sync_page(r, file, index), "sync_page", index);
}

void occupy_frame(struct run *r, enum value value)
{
	must(try_occupy_frame(r, value), "occupy_frame", 0);
}

void listen_and_load(struct run *r, uintptr_t va)
{
	for (unsigned int i = looks(r); i && r->reg[0] != 1; i--) {
		r->reg[0] = (uint64_t)told(&r->y);
		r->reg[1] = load(r, va);
	}
}

uint64_t load_until_told(struct run *r, uintptr_t va, uint64_t usual, unsigned int most)
{
	for (unsigned int i = 0; i < most; i++) {
		uint64_t value = load(r, va);

		if (value != usual)
			return value;
	}
	await(&r->y);
	return load(r, va);
}
