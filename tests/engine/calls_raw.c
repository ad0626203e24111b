/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * The calls of a litmus that change entries without the kernel's knowledge: see tests/litmus.h.
 * They restore the kernel's entries before it unmaps them.
 */
#include <arch/tlb.h>
#include <kernel/mm/tables/mm_types.h>
#include <kernel/mm/tables/pgtable.h>
#include <kernel/race/step.h>
#include <kernel/tlb/tlb.h>
#include <tests/engine/broken.h>
#include <tests/engine/world.h>

/* map_ab() was called: x maps frame a and z frame b, unless the test has changed that. */
static bool ab_mapped;

/* The entry of the hidden table, at most one, and the address that the table serves. */
static pte_t hidden;
static uintptr_t hidden_at;

/* The entry at @va in mm 0's page table; or NULL, and the test is broken. */
static pte_t *raw_pte(const struct run *r, const char *call, uintptr_t va)
{
	pte_t *ptep = pte_lookup(r->mm, va);

	if (!ptep)
		broken(call, va, "mm 0 has no page table there");
	return ptep;
}

/* Is @frame one of a and b?  If not, the test is broken. */
static bool is_a_or_b(const struct run *r, const char *call, uint64_t frame)
{
	if (ab_mapped && (frame == r->a || frame == r->b))
		return true;
	broken(call, frame, "the frame is neither r->a nor r->b of map_ab()");
	return false;
}

/* Are @bits only A and D?  If not, the test is broken. */
static bool are_a_and_d(const char *call, uintptr_t va, uint64_t bits)
{
	if (!(bits & ~(PTE_ACCESSED | PTE_DIRTY)))
		return true;
	broken(call, va, "bits other than PTE_ACCESSED and PTE_DIRTY");
	return false;
}

static void set_entry(pte_t *ptep, uintptr_t va, uint64_t frame, uint64_t bits)
{
	uint64_t rights = pte_bits_for(VM_READ | VM_WRITE) | PTE_WRITE;

	step(PTE_SET, va, frame);
	pte_set(ptep, pte_make(frame, (rights & ~PTE_ACCESSED) | bits));
}

/* Map page @index of file 0 at @va, and fault it in.  Returns its frame, or 0. */
static uint64_t map_raw(struct run *r, uintptr_t va, uint64_t index, enum value value)
{
	const pte_t *ptep;

	content(r, r->file[0], index, value);
	map(r, va, VM_READ | VM_WRITE | VM_SHARED, r->file[0], index);
	fault_in(r->mm, va);
	ptep = raw_pte(r, "map_ab", va);
	return ptep ? pte_pfn(pte_get(ptep)) : 0;
}

void map_ab(struct run *r, uint64_t bits)
{
	if (!world_is_raw("map_ab") || !are_a_and_d("map_ab", r->x, bits))
		return;
	r->a = map_raw(r, r->x, 0, OLD);
	r->b = map_raw(r, r->z, 1, NEW);
	if (!r->a || !r->b)
		return;
	ab_mapped = true;
	write_pte(r, r->x, r->a, bits);
	write_pte(r, r->z, r->b, bits);
}

void unmap_ab(struct run *r)
{
	if (!ab_mapped) {
		broken("unmap_ab", r->x, "map_ab() was not called");
		return;
	}
	write_pte(r, r->x, r->a, PTE_ACCESSED | PTE_DIRTY);
	write_pte(r, r->z, r->b, PTE_ACCESSED | PTE_DIRTY);
	ab_mapped = false;
}

void write_pte(struct run *r, uintptr_t va, uint64_t frame, uint64_t bits)
{
	pte_t *ptep;

	if (!world_is_raw("write_pte") || !is_a_or_b(r, "write_pte", frame) ||
	    !are_a_and_d("write_pte", va, bits))
		return;
	if (va != r->x && va != r->z) {
		broken("write_pte", va, "neither x nor z, which map_ab() maps");
		return;
	}
	ptep = raw_pte(r, "write_pte", va);
	if (ptep)
		set_entry(ptep, va, frame, bits);
}

void clear_pte(struct run *r, uintptr_t va, uint64_t bits)
{
	pte_t *ptep;
	pte_t old;

	if (!world_is_raw("clear_pte") || !are_a_and_d("clear_pte", va, bits))
		return;
	ptep = raw_pte(r, "clear_pte", va);
	if (!ptep)
		return;
	/* Why: A or D that the walker sets meanwhile would be lost.  Litmus elt/rmw-atomicity. */
	if (!mutant(ELT_PLAIN_CLEAR)) {
		(void)pte_test_and_clear(ptep, bits);
		return;
	}
	old = pte_get(ptep);
	step(PTE_SET, va, pte_pfn(old));
	pte_set(ptep, pte_clear_bits(old, bits));
}

void hide_table(struct run *r, uintptr_t va)
{
	pte_t *pmd = pmd_lookup(r->mm, va);

	if (!world_is_raw("hide_table"))
		return;
	if (!pmd || pte_present(hidden)) {
		broken("hide_table", va,
		       pmd ? "another is hidden yet" : "mm 0 has no page table there");
		return;
	}
	hidden = pte_get(pmd);
	hidden_at = va;
	step(PTE_CLEAR, va, pte_pfn(hidden));
	pte_set(pmd, pte_none_value());
}

void show_table(struct run *r, uintptr_t va)
{
	pte_t *pmd = pmd_lookup(r->mm, va);

	if (!pmd || !pte_present(hidden) || va != hidden_at) {
		broken("show_table", va, "hide_table() was not called for it");
		return;
	}
	pte_set(pmd, hidden);
	hidden = pte_none_value();
}

void world_finish_raw(struct run *r)
{
	if (pte_present(hidden)) {
		broken("hide_table", hidden_at, "show_table() was not called");
		show_table(r, hidden_at);
	}
	if (ab_mapped) {
		broken("map_ab", r->x, "unmap_ab() was not called");
		unmap_ab(r);
	}
}

uint64_t pte_has(struct run *r, uintptr_t va, uint64_t bits)
{
	const pte_t *ptep = raw_pte(r, "pte_has", va);

	return ptep && (pte_value(pte_get(ptep)) & bits) != 0;
}

void invlpg(uintptr_t va)
{
	/* Why: a CPU may go on using the old entry.  Litmus elt/wpte-i-r. */
	if (mutant(ELT_SKIP_INVLPG))
		return;
	step(FLUSH_HERE, va, 0);
	tlb_invalidate_page(va);
}

void invlpg_everywhere(struct run *r, uintptr_t va)
{
	flush_tlb_page(&r->mm->tlb, va);
}

uint64_t frame_content(struct run *r, uint64_t frame)
{
	const uint64_t *word;

	if (frame != r->a && frame != r->b) {
		broken("frame_content", frame, "the frame is neither r->a nor r->b of map_ab()");
		return FOREIGN;
	}
	word = page_va(pfn_to_page(frame));
	return world_meaning(r, READ_ONCE(*word));
}
