/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * See judge.h.
 *
 * A run is worth something if a bug could have shown in it.  The actors have noted their accesses
 * and calls, which tell of two such windows:
 *
 *	open	an access of another CPU, between the beginning and the end of a call, found what
 *		was there before.  A flush that is late, or missing, would show
 *	kept	another CPU used the page before the call, or found other content during it than
 *		later, and came back after the call had returned.  A missing flush would show
 *
 * If a call takes away only the right to store, only stores count: a load finds the page anyway.
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

/* Did @access, which @change is about, find a page before @change had ended? */
static bool found_old(const struct place *place, const struct change *change,
		      const struct logged *access)
{
	return access->value != FAULT && access->ended <= change->ended &&
	       is_at_stake(change, access) && change_has(place, change, access->va);
}

/* Two accesses of one CPU to one place, of which @before found it before the end of @change. */
static void compare(const struct change *change, const struct logged *before,
		    const struct logged *access, struct sight *sight)
{
	bool before_it = before->ended <= change->began;
	bool same = access->value == before->value && access->store == before->store;

	sight->kept |= access->began >= change->ended && (before_it || !same);
	sight->open |= before_it && same && access->began >= change->began &&
		       access->ended <= change->ended;
}

/* Look for windows of @change in the accesses of actor @by. */
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

/* In a run without calls a store takes the place of one: it breaks copy-on-write. */
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

/* A run of one actor: its own accesses after its own calls. */
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

/* Was an actor moved to another CPU?  Two actors on one CPU share a TLB, so nothing could show. */
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
