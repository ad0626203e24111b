/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * CPUs, LUF's books, steps.  See show.h.
 */
#include <kernel/lib/printk.h>
#include <kernel/mm/frames/deferred.h>
#include <kernel/mm/objects/file.h>
#include <kernel/mm/tables/mm_types.h>
#include <kernel/tlb/luf.h>
#include <kernel/tlb/tlb_state.h>
#include <tests/engine/witness.h>
#include <tests/shell/show.h>

/* The mm of the run with @ctx_id, for a slot; NULL: the run has none. */
static const struct mm_tlb *find_mm(const struct session *held, uint64_t ctx_id)
{
	for (unsigned int i = 0; held && i < LITMUS_MMS; i++) {
		if (held->scene.run.mms[i]->tlb.ctx_id == ctx_id)
			return &held->scene.run.mms[i]->tlb;
	}
	return NULL;
}

static void show_loaded(const struct tlb_state *tlb)
{
	if (tlb->loaded_mm == &no_mm)
		printk("no mm loaded");
	else if (tlb->loaded_mm == &switching_mm)
		printk("between two mms");
	else
		printk("mm %lu loaded, slot %u", tlb->loaded_mm->ctx_id, tlb->loaded_asid);
}

static void show_slot(const struct session *held, unsigned int asid, const struct asid_slot *slot)
{
	const struct mm_tlb *mm = find_mm(held, slot->ctx_id);

	printk("#   slot %u, PCID %u: mm %lu at generation %lu", asid, asid_pcid(asid),
	       slot->ctx_id, slot->tlb_gen);
	if (mm)
		printk(" of %lu: %lu behind", mm->tlb_gen, mm->tlb_gen - slot->tlb_gen);
	printk("\n");
}

void show_cpus(const struct session *held)
{
	for (unsigned int cpu = 0; cpu < nr_cpus; cpu++) {
		const struct tlb_state *tlb = &tlb_states[cpu];

		printk("# CPU %u: ", cpu);
		show_loaded(tlb);
		printk("%s; ugen_done %lu of %lu\n", tlb->is_lazy ? ", lazy" : "",
		       luf_ugen_done(cpu), luf_ugen_now());
		for (unsigned int asid = 0; asid < NR_ASIDS; asid++) {
			if (tlb->ctxs[asid].ctx_id)
				show_slot(held, asid, &tlb->ctxs[asid]);
		}
	}
}

static void show_batch(const char *of, uint64_t id, const struct luf_batch *batch)
{
	if (!batch->ugen) {
		printk("# %s %lu: no flush was ever deferred\n", of, id);
		return;
	}
	printk("# %s %lu: flushes deferred up to tick %lu, %s; CPUs", of, id, batch->ugen,
	       luf_pending(batch) ? "pending" : "all done");
	for_each_cpu (cpu, &batch->mask)
		printk(" %u%s", cpu, luf_ugen_done(cpu) < batch->ugen ? " (behind)" : "");
	printk("\n");
}

void show_luf(const struct session *held)
{
	printk("# luf: tick %lu; %zu frames are free but for their flush\n", luf_ugen_now(),
	       deferred_nr());
	for (unsigned int cpu = 0; cpu < nr_cpus; cpu++)
		printk("# CPU %u: has flushed up to tick %lu\n", cpu, luf_ugen_done(cpu));
	for (unsigned int i = 0; held && i < LITMUS_MMS; i++)
		show_batch("mm", held->scene.run.mms[i]->tlb.ctx_id,
			   &held->scene.run.mms[i]->tlb.luf);
	for (unsigned int i = 0; held && i < LITMUS_FILES; i++)
		show_batch("file", held->scene.run.file[i]->id, &held->scene.run.file[i]->luf);
}

void show_steps(const struct session *held)
{
	unsigned int cpus[LITMUS_CPUS];
	unsigned int nr = nr_cpus < LITMUS_CPUS ? nr_cpus : LITMUS_CPUS;

	if (held)
		nr = held->scene.nr_actors;
	for (unsigned int i = 0; i < nr; i++)
		cpus[i] = held ? held->scene.actors[i].cpu : i;
	witness_steps(cpus, nr);
}
