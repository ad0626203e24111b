/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * See judge.h.
 *
 * Two things make a run worth something, and both are looked for in what the actors have noted:
 *
 *	open	between the beginning and the end of a call an access of another CPU found what
 *		was there before: the moment at which a flush that is missing, or late, shows
 *	kept	a CPU had used the page before another one's call, or during it and found something
 *		else later, and came back to it when that had returned: a flush that is never made
 *		would show
 *
 * Where a call takes away no more than the right to store, only stores can find an old entry: that
 * a load goes on as before is no window.
 */
#include <arch/linux/suite/judge.h>
#include <kernel/lib/printk.h>
#include <tests/engine/broken.h>
#include <tests/engine/table.h>
#include <arch/linux/host/cpu.h>

struct sight {
	bool open;
	bool kept;
};

static unsigned int nr_logged(const struct played *played)
{
	return played->nr_accesses < ACCESSES_LOGGED ? played->nr_accesses : ACCESSES_LOGGED;
}

/* Is @access of the kind that @change makes impossible? */
static bool is_at_stake(const struct change *change, const struct logged *access)
{
	return access->store || !change->loads_stay;
}

/* Does @access, which found a page, come from before the end of @change? */
static bool found_old(const struct place *place, const struct change *change,
		      const struct logged *access)
{
	return access->value != FAULT && access->ended <= change->ended &&
	       is_at_stake(change, access) && change_has(place, change, access->va);
}

/* @access came after @before, to the same place: what does that make of @change? */
static void compare(const struct change *change, const struct logged *before,
		    const struct logged *access, struct sight *sight)
{
	bool before_it = before->ended <= change->began;
	bool same = access->value == before->value && access->store == before->store;

	sight->kept |= access->began >= change->ended && (before_it || !same);
	sight->open |= before_it && same && access->began >= change->began &&
		       access->ended <= change->ended;
}

/* What @change is about, as one actor, who did not make it, saw it. */
static void look_at(const struct place *place, const struct change *change, const struct played *by,
		    struct sight *sight)
{
	unsigned int nr = nr_logged(by);

	for (unsigned int i = 0; i < nr; i++) {
		const struct logged *before = &by->accesses[i];

		if (!found_old(place, change, before))
			continue;
		for (unsigned int j = 0; j < nr; j++) {
			if (by->accesses[j].va == before->va &&
			    is_at_stake(change, &by->accesses[j]))
				compare(change, before, &by->accesses[j], sight);
		}
	}
}

/* Where no call is made, a store is what changes a mapping: it breaks copy-on-write. */
static struct change change_of(const struct logged *store)
{
	return (struct change){ .from = store->va & ~(PAGE_SIZE - 1),
				.to = (store->va | (PAGE_SIZE - 1)) + 1,
				.began = store->began,
				.ended = store->ended };
}

static void look_at_stores(const struct place *place, const struct played *played,
			   const struct played *by, struct sight *sight)
{
	for (unsigned int n = 0; n < nr_logged(played); n++) {
		const struct change change = change_of(&played->accesses[n]);

		if (played->accesses[n].store)
			look_at(place, &change, by, sight);
	}
}

static struct sight look(const struct place *place)
{
	struct sight sight = { false, false };
	unsigned int calls = 0;

	for (unsigned int i = 0; i < place->nr_actors; i++)
		calls += place->played[i].nr_changes;
	for (unsigned int i = 0; i < place->nr_actors; i++) {
		const struct played *played = &place->played[i];

		for (unsigned int j = 0; j < place->nr_actors; j++) {
			if (i == j)
				continue;
			for (unsigned int n = 0; n < played->nr_changes; n++)
				look_at(place, &played->changes[n], &place->played[j], &sight);
			if (!calls)
				look_at_stores(place, played, &place->played[j], &sight);
		}
	}
	return sight;
}

/* One actor alone: what it has changed itself, and looks at after that. */
static struct sight look_alone(const struct place *place)
{
	struct sight sight = { false, false };

	for (unsigned int n = 0; n < place->played[0].nr_changes; n++)
		look_at(place, &place->played[0].changes[n], &place->played[0], &sight);
	return sight;
}

static void print_violation(const struct place *place, const struct litmus *litmus,
			    const char *what, uint64_t run)
{
	char text[16];

	printk("# CAUGHT %s, run %lu: %s\n#   registers:", litmus->name, run, what);
	for (unsigned int i = 0; i < litmus_nr_regs(litmus); i++) {
		value_spell(place->run.reg[i], text, sizeof(text));
		printk(" %s=%s", litmus->regs[i], text);
	}
	printk("\n");
	for (unsigned int i = 0; i < place->nr_actors; i++) {
		const struct played *played = &place->played[i];

		printk("#   actor %u, CPU %u: %s, began %lu ns late, took %lu ns\n", i,
		       cpu_number(place->cpus[i]), played->warmed ? "warmed" : "cold",
		       played->delay * 1000 / cpu_cycles_per_us(),
		       played->took * 1000 / cpu_cycles_per_us());
	}
}

struct litmus judge_litmus_here(const struct litmus *litmus)
{
	struct litmus here = *litmus;

	for (unsigned int i = 0; i < LITMUS_OUTCOMES; i++)
		here.outcomes[i] = i < LITMUS_LESS ? litmus->on_linux[i] : (struct outcome){ 0 };
	return here;
}

static unsigned int row_here(const struct litmus *litmus, const uint64_t reg[LITMUS_REGS])
{
	const struct litmus here = judge_litmus_here(litmus);

	return outcome_find(&here, reg);
}

/* What is wrong with the outcome, or NULL. */
static const char *count(const struct litmus *litmus, const uint64_t reg[LITMUS_REGS],
			 struct tally *tally)
{
	unsigned int row = litmus->on_linux[0].verdict ? row_here(litmus, reg) : LITMUS_OUTCOMES;

	if (row < LITMUS_OUTCOMES) {
		tally->seen_here[row]++;
		return NULL;
	}
	row = outcome_find(litmus, reg);
	if (row == LITMUS_OUTCOMES) {
		tally->unlisted++;
		return "an outcome that the table does not have";
	}
	tally->seen[row]++;
	return litmus->outcomes[row].verdict == VERDICT_NEVER ? litmus->outcomes[row].text : NULL;
}

/* Two actors on one CPU have one TLB: what they see of each other says nothing. */
static bool strayed(const struct place *place)
{
	for (unsigned int i = 0; i < place->nr_actors; i++) {
		if (place->played[i].strayed)
			return true;
	}
	return false;
}

void judge_run(const struct place *place, const struct litmus *litmus, struct tally *tally,
	       unsigned int *reports_left)
{
	struct sight sight = place->nr_actors > 1 ? look(place) : look_alone(place);
	char text[BROKEN_TEXT_MAX];
	const char *what;

	registers_are_set(litmus, place->run.reg);
	tally->runs++;
	if (broken_take(text)) {
		if (!tally->broken++)
			printk("# BROKEN TEST %s, run %lu: %s\n", litmus->name, tally->runs, text);
		return;
	}
	if (!strayed(place)) {
		tally->open += sight.open;
		tally->kept += sight.kept;
	}
	what = count(litmus, place->run.reg, tally);
	if (!what)
		return;
	if (!tally->violations++)
		tally->first_violation = tally->runs;
	if (*reports_left) {
		--*reports_left;
		print_violation(place, litmus, what, tally->runs);
	}
}
