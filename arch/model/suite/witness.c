/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * See witness.h.
 */
#include <stdio.h>
#include <arch/cpu.h>
#include <arch/model/host/symbol.h>
#include <arch/model/machine/machine.h>
#include <arch/model/suite/check.h>
#include <arch/model/suite/witness.h>
#include <kernel/race/step.h>
#include <kernel/rules/mutants.h>
#include <tests/engine/session.h>
#include <tests/engine/table.h>

#define COLUMN	 46
#define TEXT_MAX 120

static const char *const op_texts[NR_OPS] = {
	[OP_START] = "starts",
	[OP_LOAD] = "reads",
	[OP_STORE] = "writes",
	[OP_RMW] = "atomic",
	[OP_FENCE] = "fence",
	[OP_LOCK] = "takes a lock",
	[OP_LOCK_SHARED] = "takes a lock, shared",
	[OP_UNLOCK] = "releases a lock",
	[OP_UNLOCK_SHARED] = "releases a lock, shared",
	[OP_AWAIT] = "need not wait any longer for",
	[OP_IRQ_OFF] = "disables interrupts",
	[OP_IPI_SEND] = "sends an IPI to CPU",
	[OP_IPI_ENTER] = "takes the IPI",
	[OP_IPI_LEAVE] = "returns from the IPI",
	[OP_USER] = "user access",
	[OP_STORES] = "and the store is made",
	[OP_CONTENT] = "content",
	[OP_TLB] = "TLB",
	[OP_INVLPGB] = "INVLPGB",
	[OP_TLBSYNC] = "TLBSYNC",
	[OP_DRAIN] = "leaves the store buffer",
	[OP_FILL] = "fills its TLB: va",
	[OP_HANDOVER] = "the oracles look",
	[OP_END] = "ends",
};

static void print_line(uint32_t number, unsigned int thread, const char *text, const char *place)
{
	printf("#  %5u  %*s%-*s %s\n", number, (int)(cpu_of(thread) * COLUMN), "", COLUMN, text,
	       place);
}

static void print_user(const struct event *event, char *text)
{
	int n = snprintf(text, TEXT_MAX, "%s va %lx", event->is_store ? "user store" : "user load",
			 event->va);

	if (event->note)
		n += snprintf(text + n, (size_t)(TEXT_MAX - n), " %s", event->note);
	else
		n += snprintf(text + n, (size_t)(TEXT_MAX - n), " [%x]", event->frame + FIRST_PFN);
	if (!event->note || event->note[0] != 't')
		return;
	n += snprintf(text + n, (size_t)(TEXT_MAX - n), " [%x], held since ",
		      event->frame + FIRST_PFN);
	if (event->added_at)
		snprintf(text + n, (size_t)(TEXT_MAX - n), "event %u", event->added_at - 1);
	else
		snprintf(text + n, (size_t)(TEXT_MAX - n), "before the race");
}

static void print_event(uint32_t index, const struct event *event)
{
	char place[PLACE_MAX];
	char text[TEXT_MAX];

	symbol_place(event->pc, place);
	switch (event->kind) {
	case OP_USER:
		print_user(event, text);
		break;
	case OP_TLB:
	case OP_INVLPGB:
		snprintf(text, sizeof(text), event->va ? "%s %lx" : "%s", event->note, event->va);
		break;
	case OP_AWAIT:
		snprintf(text, sizeof(text), "%s %s", op_texts[event->kind],
			 event->note ? event->note : "anything");
		break;
	case OP_FILL:
		snprintf(text, sizeof(text), "%s %lx [%x]", op_texts[event->kind], event->va,
			 event->frame + FIRST_PFN);
		break;
	case OP_IPI_SEND:
		snprintf(text, sizeof(text), "%s %lu", op_texts[event->kind], event->value);
		break;
	case OP_LOAD:
	case OP_STORE:
	case OP_RMW:
	case OP_DRAIN:
		snprintf(text, sizeof(text), "%s %lx%s", op_texts[event->kind], event->value,
			 event->outcome ? ", after a walk has set A" : "");
		break;
	case OP_CONTENT:
		snprintf(text, sizeof(text), "%s of frame %lx", event->value ? "writes" : "reads",
			 event->va + FIRST_PFN);
		break;
	default:
		snprintf(text, sizeof(text), "%s", op_texts[event->kind]);
		break;
	}
	print_line(index, event->thread, text, place);
}

static bool is_telling(const struct event *event)
{
	switch (event->kind) {
	case OP_USER:
	case OP_STORES:
	case OP_TLB:
	case OP_INVLPGB:
	case OP_TLBSYNC:
	case OP_IPI_SEND:
	case OP_IPI_ENTER:
	case OP_IPI_LEAVE:
	case OP_FILL:
		return true;
	case OP_LOAD:
	case OP_RMW:
		return event->outcome;
	default:
		return false;
	}
}

static void print_remark(const struct remark *remark)
{
	const struct step_site *site = remark->site;
	char text[TEXT_MAX];
	char place[PLACE_MAX];
	int n = snprintf(text, sizeof(text), "* %s", step_text(site->kind));

	if (remark->va)
		n += snprintf(text + n, sizeof(text) - (size_t)n, " %lx", remark->va);
	if (remark->frame)
		snprintf(text + n, sizeof(text) - (size_t)n, " [%lx]", remark->frame);
	snprintf(place, sizeof(place), "%s:%d", site->file, site->line);
	print_line(remark->before_event, remark->thread, text, place);
}

static void print_taken_away(void)
{
	for (unsigned int id = 0; id < NR_MUTANTS; id++) {
		const struct mutant_site *site = mutant_last_site((enum mutant)id);

		if (mutant_active[id] && site)
			printf("#   taken away: %s, in %s, %s:%d\n", mutant_info[id].name,
			       site->function, site->file, site->line);
	}
}

void witness_print(bool whole)
{
	uint32_t remark = 0;

	print_taken_away();
	printf("#  event  a column a CPU: 0 … %u; * a step of the kernel's, [frame]\n",
	       nr_cpus - 1);
	for (uint32_t i = 0; i <= trace.nr_events; i++) {
		for (; remark < trace.nr_remarks && trace.remarks[remark].before_event <= i;
		     remark++)
			print_remark(&trace.remarks[remark]);
		if (i < trace.nr_events && (whole || is_telling(&trace.events[i])))
			print_event(i, &trace.events[i]);
	}
}
