/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * kernel/tlb/asid.c: no mm ever runs on what a slot keeps of another, or of an older
 * generation of itself.
 */
#include <kernel/rules/mutants.h>
#include <kernel/lib/random.h>
#include <kernel/tlb/asid.h>
#include <tests/unit/host.h>
#include <tests/unit/unit.h>

/* The slots as switch_mm() keeps them, and what each really holds. */
struct cpu {
	struct asid_slot slots[NR_ASIDS];
	struct asid_slot holds[NR_ASIDS];
	unsigned int victim;
};

/* Switch to the mm; the slot chosen.  False if a stale translation would be used. */
static bool switch_to(struct cpu *cpu, uint64_t ctx_id, uint64_t gen, struct asid_choice *choice)
{
	struct asid_slot *holds;

	*choice = asid_choose(cpu->slots, &cpu->victim, ctx_id, gen);
	EXPECT(choice->asid < NR_ASIDS);
	holds = &cpu->holds[choice->asid];
	cpu->slots[choice->asid] = (struct asid_slot){ ctx_id, gen };
	if (!choice->need_flush && (holds->ctx_id != ctx_id || holds->tlb_gen < gen))
		return false;
	*holds = (struct asid_slot){ ctx_id, gen };
	return true;
}

/* Random switches between @nr_mms, whose generations rise.  How many kept their slot's entries. */
static unsigned int random_switches(unsigned int nr_mms, unsigned int slots, bool *sound)
{
	struct random random = random_seeded(nr_mms, slots);
	struct cpu cpu = { .victim = 0 };
	uint64_t gen[32] = { 0 };
	unsigned int kept = 0;

	asid_limit_slots(slots);
	for (unsigned int i = 0; i < 2000; i++) {
		unsigned int mm = (unsigned int)random_below(&random, nr_mms);
		struct asid_choice choice;

		gen[mm] += random_below(&random, 4) == 0;
		*sound &= switch_to(&cpu, mm + 1, gen[mm] + 1, &choice);
		EXPECT(choice.asid < slots);
		kept += !choice.need_flush;
	}
	return kept;
}

TEST(random_mms, "asid: random switches, with few and many slots, use nothing stale")
{
	bool sound = true;

	host_features[CPU_PCID] = true;
	for (unsigned int slots = 1; slots <= NR_ASIDS; slots++) {
		for (unsigned int mms = 1; mms < 12; mms++)
			EXPECT(random_switches(mms, slots, &sound) > 0);
	}
	EXPECT(sound);
}

TEST(mutants, "asid: without the check of the generation, or of the owner, they do")
{
	bool sound = true;

	host_features[CPU_PCID] = true;
	mutant_set(MUTANT_SWITCH_SKIP_GEN_CHECK, true);
	random_switches(3, NR_ASIDS, &sound);
	EXPECT(!sound);
	mutant_set(MUTANT_SWITCH_SKIP_GEN_CHECK, false);
	sound = true;
	mutant_set(MUTANT_ASID_REUSE_SKIP_FLUSH, true);
	random_switches(8, NR_ASIDS, &sound);
	EXPECT(!sound);
}

TEST(as_many, "asid: as many mms as slots all keep theirs; one more, in turn, and none does")
{
	struct cpu cpu = { .victim = 0 };
	struct asid_choice choice;

	host_features[CPU_PCID] = true;
	for (uint64_t i = 0; i < 5 * NR_ASIDS; i++) {
		EXPECT(switch_to(&cpu, 1 + i % NR_ASIDS, 1, &choice));
		EXPECT_EQ(choice.asid, i % NR_ASIDS);
		EXPECT_EQ(choice.need_flush, i < NR_ASIDS);
	}
	for (uint64_t i = 0; i < 5 * (NR_ASIDS + 1); i++) {
		EXPECT(switch_to(&cpu, 100 + i % (NR_ASIDS + 1), 1, &choice));
		EXPECT(choice.need_flush);
	}
}

TEST(wrap, "asid: the next victim may have counted to the end of its type")
{
	struct cpu cpu = { .victim = ~0u };
	struct asid_choice choice;

	host_features[CPU_PCID] = true;
	asid_limit_slots(5);
	EXPECT(switch_to(&cpu, 1, 1, &choice));
	EXPECT(switch_to(&cpu, 2, 1, &choice));
	EXPECT(choice.asid < 5 && choice.need_flush);
}

TEST(no_pcid, "asid: without PCID there is one slot, and every switch empties it")
{
	struct cpu cpu = { .victim = 0 };
	struct asid_choice choice;

	for (uint64_t i = 0; i < 20; i++) {
		EXPECT(switch_to(&cpu, 1 + i / 2 % 3, 1, &choice));
		EXPECT(choice.asid == 0 && choice.need_flush);
	}
	EXPECT_EQ(asid_pcid(0), 0);
}

TEST(pcids, "asid: slots have PCIDs of their own, and none has PCID 0, which is no mm's")
{
	host_features[CPU_PCID] = true;
	for (unsigned int asid = 0; asid < NR_ASIDS; asid++) {
		EXPECT(asid_pcid(asid) != 0 && asid_pcid(asid) < 4096);
		for (unsigned int other = 0; other < asid; other++)
			EXPECT(asid_pcid(other) != asid_pcid(asid));
	}
}

TEST(limits, "asid: a number of slots that there cannot be is a bug")
{
	EXPECT_PANIC(asid_limit_slots(0), "slots == 0");
	EXPECT_PANIC(asid_limit_slots(NR_ASIDS + 1), "slots > NR_ASIDS");
}
