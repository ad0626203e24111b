/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * In place of kernel/sync/{wait,panic}.c and of kernel/race/, but for the runs of a schedule: the
 * model itself watches the kernel and delays it.  Reports of luf_debug=on arrive here, too.
 */
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <arch/platform.h>
#include <arch/model/host/host.h>
#include <arch/model/machine/judges.h>
#include <arch/model/machine/machine.h>
#include <arch/model/machine/sched.h>
#include <kernel/lib/bug.h>
#include <kernel/mm/frames/alloc.h>
#include <kernel/mm/frames/deferred.h>
#include <kernel/mm/frames/page.h>
#include <kernel/mm/tables/luf_track.h>
#include <kernel/race/gate.h>
#include <kernel/race/point.h>
#include <kernel/race/step.h>
#include <kernel/sync/panic.h>
#include <kernel/sync/wait.h>
#include <kernel/tlb/luf_debug.h>
#include <kernel/tlb/policy.h>

void wait_begin(struct wait *wait)
{
	cpus[current_cpu].waiting = wait->what;
}

void wait_end(struct wait *wait)
{
	(void)wait;
	cpus[current_cpu].waiting = NULL;
}

void wait_turn(struct wait *wait)
{
	(void)wait;
	/*
	 * With interrupts disabled it would have to serve shootdowns itself; no part of the kernel
	 * needs that yet.  A handler may run while it waits, and during an evaluation.
	 */
	HOST_BUG_ON(interleaved && !irqs_enabled() && threads[current_thread].kind != OP_AWAIT);
	HOST_BUG_ON(!interleaved);
	cpu_relax();
}

/*
 * The linker redirects the kernel's calls of flush_policy() here (--wrap in build.mk): a test
 * without such calls need not be checked under each policy.
 */
const struct flush_policy *__wrap_flush_policy(void);

const struct flush_policy *__wrap_flush_policy(void)
{
	check_note(CHECK_ASKS_POLICY);
	return flush_policy();
}

/* The same: a test that defers nothing past a free need not be checked under each luf_track=. */
void __wrap_luf_track_defer(struct vma *vma, pte_t *ptep, uint64_t ugen);

void __wrap_luf_track_defer(struct vma *vma, pte_t *ptep, uint64_t ugen)
{
	check_note(CHECK_DEFERS);
	luf_track_defer(vma, ptep, ugen);
}

/* The same: one that takes off no frame need not be checked under each luf_owner=. */
void __wrap_deferred_take_off(const struct page *page, owner_t owner);

void __wrap_deferred_take_off(const struct page *page, owner_t owner)
{
	check_note(CHECK_TAKES_OFF);
	deferred_take_off(page, owner);
}

static bool was_interleaved;
static unsigned int watching;

void cpu_watch_begin(void)
{
	if (watching++)
		return;
	was_interleaved = interleaved;
	interleaved = false;
}

void cpu_watch_end(void)
{
	static const char *const oracles[NR_DEBUG_RULES] = {
		"debug", "debug R1", "debug R2", "debug R3", "debug R4", "debug R5",
	};
	static struct debug_report report;
	char text[200];

	if (--watching)
		return;
	interleaved = was_interleaved;
	if (!interleaved || !luf_debug_pending())
		return;
	(void)luf_debug_take(&report);
	luf_debug_spell(&report, text, sizeof(text));
	execution_violates(oracles[report.broken.rule], "%s", text);
}

/* None: the trace says where. */
size_t backtrace(uintptr_t *pcs, size_t max)
{
	(void)pcs;
	(void)max;
	return 0;
}

bool gate_keeps_ipi(void)
{
	return false;
}

const char *step_text(enum step_kind kind)
{
	static const char *const texts[NR_STEP_KINDS] = {
#define STEP_KIND(step, text) text,
		STEP_KINDS(STEP_KIND)
#undef STEP_KIND
	};

	return texts[kind];
}

static void (*step_watcher)(enum step_kind kind, uint64_t pfn);

void step_watch(void (*watch)(enum step_kind kind, uint64_t pfn))
{
	step_watcher = watch;
}

void step_record(const struct step_site *site, uintptr_t va, uint64_t pfn)
{
	point();
	if (interleaved) {
		me()->stepped = true;
		if (trace.nr_remarks == MAX_REMARKS)
			execution_too_large("steps");
		trace.remarks[trace.nr_remarks++] = (struct remark){
			.before_event = event_index(),
			.thread = (uint8_t)current_thread,
			.site = site,
			.va = va,
			.frame = pfn,
		};
	}
	if (step_watcher)
		step_watcher(site->kind, pfn);
	oracle_step(site->kind, va, pfn);
}

_Static_assert(NR_FRAMES == 512, "panic() says so");

void panic(const char *fmt, ...)
{
	char text[200];
	va_list args;

	va_start(args, fmt);
	vsnprintf(text, sizeof(text), fmt, args);
	va_end(args);
	if (interleaved)
		execution_violates("panic", "%s", text);
	if (page_nr_free() == 0)
		host_refuse("it needs more than the 512 frames that the machine has");
	printf("\nBail out! stalehound: panic: %s\n# exit status %d\n", text, EXIT_CRASH);
	exit(EXIT_CRASH);
}
