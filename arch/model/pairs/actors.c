/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * See calls.h.  This code races, like a litmus: the end and the begin of a call are events, as
 * tell() and told() are, so that each order of them is explored.  Only calls whose order matters to
 * the specification have them: a call that no program can notice has none.
 */
#include <arch/cpu.h>
#include <arch/model/machine/machine.h>
#include <arch/model/pairs/calls.h>
#include <tests/engine/world.h>

_Static_assert(SPEC_OLD == (int)OLD && SPEC_FRESH == (int)FRESH && SPEC_FAULT == (int)FAULT &&
		       SPEC_DONE == (int)DONE && SPEC_VALUES >= (int)VALUE_END,
	       "the values of the litmus format");

static struct page *stable;
static struct page *held; /* held by a device, which one actor uses */

/* What each CPU has done, and how many of its calls have ended. */
#define LOG_MAX 8
static struct {
	uint32_t nr;
	struct spec_call calls[LOG_MAX];
} logs[SPEC_CPUS][SPEC_AFTER + 1];
static int ended[SPEC_CPUS];

#define PAIR_CALL(id, name, spec, kinds, call)                                                     \
	static uint64_t run_##id(struct run *r, unsigned int n)                                    \
	{                                                                                          \
		const uintptr_t AT = pair_address(actors_pair, r);                                 \
		(void)AT;                                                                          \
		(void)r;                                                                           \
		(void)n;                                                                           \
		return call;                                                                       \
	}
#include <arch/model/pairs/calls.def>
#undef PAIR_CALL

/* clang-format off */
static uint64_t (*const run_call[])(struct run *r, unsigned int n) = {
#define PAIR_CALL(id, name, spec, kinds, call) [CALL_##id] = run_##id,
#include <arch/model/pairs/calls.def>
#undef PAIR_CALL
};

const struct pair_call_info pair_calls[] = {
#define PAIR_CALL(id, name, spec, kinds, call) [CALL_##id] = { name, #call, spec, kinds },
#include <arch/model/pairs/calls.def>
#undef PAIR_CALL
};
/* clang-format on */

uintptr_t pair_address(const struct pair *p, const struct run *r)
{
	return p->kind & (KIND_LONE | KIND_TABLE) ? r->lone : r->x;
}

static bool calls_have(const struct calls *calls, enum pair_call call)
{
	for (unsigned int i = 0; i < calls->nr; i++) {
		if (calls->of[i] == call)
			return true;
	}
	return false;
}

bool pair_has(const struct pair *p, enum pair_call call)
{
	return calls_have(&p->prefix, call) || calls_have(&p->cpu[0], call) ||
	       calls_have(&p->cpu[1], call);
}

unsigned int pair_value(int cpu, unsigned int i)
{
	return 1 + CALLS_IN_A_ROW * (unsigned int)(cpu + 1) + i;
}

/* What a call of @spec writes. */
static uint64_t value_put(enum spec_kind spec, unsigned int n)
{
	switch (spec) {
	case SPEC_STORE:
	case SPEC_DMA:
		return n;
	case SPEC_DEVICE_CHANGE:
		return NEWER;
	default:
		return NEW;
	}
}

/* Set the result of @call from @value: a value that was read, DONE, or an error. */
static void understand(struct spec_call *call, uint64_t value, unsigned int n)
{
	bool failed = value >= E_FIRST && value <= E_LAST;

	if (!spec_is_read(call->kind)) {
		call->value = value_put((enum spec_kind)call->kind, n);
		call->result = value;
		return;
	}
	call->value = value;
	call->result = failed || value == FAULT ? FAULT : DONE;
}

static void record(enum spec_phase phase, unsigned int cpu, const struct spec_call *call)
{
	uint32_t nr = logs[cpu][phase].nr;

	if (nr == LOG_MAX)
		return;
	logs[cpu][phase].calls[nr] = *call;
	logs[cpu][phase].nr = nr + 1;
}

static bool is_of_child(enum pair_call call)
{
	return call == CALL_CHILD_LOAD || call == CALL_CHILD_STORE;
}

/* Make the @i-th call of @cpu in @phase, which is @call. */
static void make(struct run *r, enum spec_phase phase, unsigned int cpu, unsigned int i,
		 enum pair_call call)
{
	const struct pair_call_info *info = &pair_calls[call];
	bool tells = phase == SPEC_RACE && !spec_is_invisible(info->spec);
	bool counts = info->spec <= SPEC_STORE && pair_has(actors_pair, CALL_CLEAR_REFS);
	unsigned int n = pair_value(phase == SPEC_BEFORE ? -1 : (int)cpu, i);
	struct spec_call record_of = {
		.kind = info->spec,
		.phase = (uint8_t)phase,
		.cpu = (uint8_t)cpu,
		.nr = (uint8_t)(i + 1),
		.in_child = is_of_child(call),
		.name = info->name,
	};
	uint64_t faults = counts ? faults_taken() : 0;

	if (tells)
		record_of.seen[!cpu] = (uint8_t)told(&ended[!cpu]);
	understand(&record_of, run_call[call](r, n), n);
	if (counts)
		record_of.noticed = faults_taken() != faults;
	if (tells)
		smp_store_release(&ended[cpu], (int)i + 1);
	record(phase, cpu, &record_of);
}

static void make_all(struct run *r, enum spec_phase phase, unsigned int cpu,
		     const struct calls *calls)
{
	for (unsigned int i = 0; i < calls->nr; i++)
		make(r, phase, cpu, i, (enum pair_call)calls->of[i]);
}

static void map_page(struct run *r)
{
	unsigned int flags = VM_READ | VM_WRITE;
	uintptr_t at = pair_address(actors_pair, r);

	switch (actors_pair->kind) {
	case KIND_ANON:
	case KIND_LONE:
		map(r, at, flags, NULL, 0);
		return;
	case KIND_DEVICE:
		device_page(r, 0, OLD);
		map_device(r, at, 1, flags, 0);
		return;
	case KIND_DAX:
		dax_come(r, OLD);
		map_dax(r, at, flags);
		return;
	case KIND_SHARED:
	case KIND_TABLE:
		flags |= VM_SHARED;
		break;
	default:
		break;
	}
	content(r, r->file[0], 0, OLD);
	map_pages(r->mm, at, actors_pair->kind == KIND_TABLE ? TABLE_PAGES : 1, flags, r->file[0],
		  0);
}

void actors_setup(struct run *r)
{
	if (pair_has(actors_pair, CALL_FORK))
		begin_child(r, r->mms[1]);
	map_page(r);
	stable = NULL;
	if (pair_has(actors_pair, CALL_KSM)) {
		fault_in(r->mm, pair_address(actors_pair, r));
		stable = stable_page(r->mm, pair_address(actors_pair, r));
	}
	for (unsigned int cpu = 0; cpu < SPEC_CPUS; cpu++) {
		for (unsigned int phase = 0; phase <= SPEC_AFTER; phase++)
			logs[cpu][phase].nr = 0;
		ended[cpu] = 0;
	}
}

void actors_prefix(struct run *r)
{
	make_all(r, SPEC_BEFORE, 1, &actors_pair->prefix);
}

void actors_run_0(struct run *r)
{
	make_all(r, SPEC_RACE, 0, &actors_pair->cpu[0]);
}

void actors_run_1(struct run *r)
{
	make_all(r, SPEC_RACE, 1, &actors_pair->cpu[1]);
}

/* Add one last look; all looks are in the last phase, numbered as they come. */
static void look(struct spec_call call, uint64_t value)
{
	call.phase = SPEC_AFTER;
	call.nr = (uint8_t)(logs[0][SPEC_AFTER].nr + 1);
	understand(&call, value, 0);
	record(SPEC_AFTER, 0, &call);
}

static uint64_t load_as_user(struct run *r, uintptr_t va)
{
	uint64_t value;

	become(r->mm);
	value = load(r, va);
	become(NULL);
	return value;
}

/*
 * Look at what the child has, after its parent has unmapped everything there, and after what may be
 * dropped was dropped.  See put_look() in emit.c.
 */
static void look_at_child(struct run *r)
{
	uintptr_t at = pair_address(actors_pair, r);

	if (!pair_has(actors_pair, CALL_FORK))
		return;
	(void)try_unmap(r, at);
	reclaim_lazyfree(r->mms[1], at, 1);
	look((struct spec_call){ .kind = SPEC_LOAD, .in_child = true, .name = "load of the child" },
	     load_in(r, r->mms[1], at));
	become(NULL);
}

void actors_look(struct run *r)
{
	uintptr_t at = pair_address(actors_pair, r);

	if (pair_has(actors_pair, CALL_CLEAR_REFS))
		look((struct spec_call){ .kind = SPEC_PAGEMAP, .name = "pagemap" },
		     soft_dirty(r->mm, at));
	if (actors_pair->kind & KINDS_FILE)
		look((struct spec_call){ .kind = SPEC_READ, .name = "read" },
		     try_read_content(r, r->file[0], 0));
	look((struct spec_call){ .kind = SPEC_LOAD, .name = "load" }, load_as_user(r, at));
	look((struct spec_call){ .kind = SPEC_LOAD, .at_z = true, .name = "load of z" },
	     load_as_user(r, r->z));
	if (actors_pair->kind & KINDS_SHARED)
		look((struct spec_call){ .kind = SPEC_FSYNC, .name = "fsync, then the device" },
		     run_FSYNC(r, 0));
	look_at_child(r);
	release_page(stable);
}

void actors_tell(struct spec_history *history)
{
	*history = (struct spec_history){
		.file = !(actors_pair->kind & KINDS_ANON),
		.shared = actors_pair->kind & (KINDS_SHARED | KINDS_DEVICE),
		.asks_noticed = pair_has(actors_pair, CALL_CLEAR_REFS),
	};
	for (unsigned int phase = 0; phase <= SPEC_AFTER; phase++) {
		for (unsigned int cpu = 0; cpu < SPEC_CPUS; cpu++) {
			for (unsigned int i = 0; i < logs[cpu][phase].nr; i++)
				history->calls[history->nr++] = logs[cpu][phase].calls[i];
		}
	}
}

bool actors_own(uint32_t object)
{
	return object - object_word(&ended[0]) < SPEC_CPUS;
}
