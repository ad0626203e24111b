/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * See scenario.h.
 */
#include <stdio.h>
#include <string.h>
#include <arch/model/host/host.h>
#include <arch/model/pairs/scenario.h>
#include <arch/model/pairs/states.h>
#include <tests/engine/select.h>

/* Accesses of CPU 1 before B, if any, and after it. */
static const struct shape {
	int first;
	enum pair_call last;
} shapes[] = {
	{ -1, CALL_LOAD },
	{ -1, CALL_STORE },
	{ CALL_LOAD, CALL_LOAD },
	{ CALL_STORE, CALL_LOAD },
};

#define NR_SHAPES (sizeof(shapes) / sizeof(shapes[0]))

const struct pair *actors_pair;

static const char *const kind_names[] = { "anon", "private", "shared", "device",
					  "lone", "table",   "dax" };

static size_t spell_calls(const struct calls *calls, char *name, size_t len)
{
	for (unsigned int i = 0; i < calls->nr; i++)
		len += (size_t)snprintf(name + len, SCENARIO_NAME_MAX - len, "%s%s", i ? "." : "",
					pair_calls[calls->of[i]].name);
	return len;
}

void scenario_spell(const struct pair *pair, char name[SCENARIO_NAME_MAX])
{
	size_t len = (size_t)snprintf(name, SCENARIO_NAME_MAX, "%s/%s",
				      kind_names[__builtin_ctz(pair->kind)],
				      pair->prefix.nr ? "" : "new");

	len = spell_calls(&pair->prefix, name, len);
	len += (size_t)snprintf(name + len, SCENARIO_NAME_MAX - len, "/");
	len = spell_calls(&pair->cpu[0], name, len);
	len += (size_t)snprintf(name + len, SCENARIO_NAME_MAX - len, "+");
	(void)spell_calls(&pair->cpu[1], name, len);
}

static bool is_access(enum pair_call call)
{
	return call == CALL_LOAD || call == CALL_STORE;
}

/* False if another scenario is the same: an access beside A is also a call B without accesses. */
static bool is_worthwhile(enum pair_call a, enum pair_call b, unsigned int shape)
{
	/* Only one actor may use the engine's device, and a page is revoked only once. */
	bool twice = a == b && (a == CALL_DEVICE_CHANGE || a == CALL_FSYNC || a == CALL_REVOKE ||
				a == CALL_UNBIND || a == CALL_DMA);

	if (twice || (is_access(a) && is_access(b)))
		return false;
	return !is_access(b) || shape == 0;
}

static void append(struct calls *calls, enum pair_call call)
{
	calls->of[calls->nr++] = (uint8_t)call;
}

static struct pair make(enum page_kinds kind, const struct calls *prefix, enum pair_call a,
			enum pair_call b, const struct shape *shape)
{
	struct pair pair = { .kind = kind, .prefix = *prefix };

	append(&pair.cpu[0], a);
	if (shape->first >= 0)
		append(&pair.cpu[1], (enum pair_call)shape->first);
	append(&pair.cpu[1], b);
	append(&pair.cpu[1], shape->last);
	return pair;
}

/* Add the scenarios of A and B on a page of @kind. */
static void add_pair(struct scenarios *all, enum page_kinds kind, enum pair_call a,
		     enum pair_call b)
{
	const struct states *states = states_of(kind);

	if (!(pair_calls[a].kinds & pair_calls[b].kinds & kind)) {
		all->inexpressible++;
		return;
	}
	all->expressible++;
	for (unsigned int state = 0; state < states->nr; state++) {
		for (unsigned int shape = 0; shape < NR_SHAPES; shape++) {
			if (is_worthwhile(a, b, shape))
				all->of[all->nr++] =
					make(kind, &states->of[state], a, b, &shapes[shape]);
		}
	}
}

static void add_kind(struct scenarios *all, enum page_kinds kind)
{
	all->states += states_of(kind)->nr;
	for (unsigned int a = 0; a < NR_PAIR_CALLS; a++) {
		for (unsigned int b = 0; b < NR_PAIR_CALLS; b++)
			add_pair(all, kind, (enum pair_call)a, (enum pair_call)b);
	}
}

/* Can one of @globs select a page of @kind?  The kind is the name up to the first /. */
static bool may_select(const char *globs, const char *kind)
{
	char glob[SCENARIO_NAME_MAX];

	for (;;) {
		size_t len = strcspn(globs, "/,");

		if (len < sizeof(glob)) {
			memcpy(glob, globs, len);
			glob[len] = '\0';
		}
		if (len >= sizeof(glob) || strchr(glob, '*') || selected(glob, kind))
			return true;
		globs += strcspn(globs, ",");
		if (!*globs++)
			return false;
	}
}

void scenarios_find(const char *globs, struct scenarios *all)
{
	size_t most = 0;

	memset(all, 0, sizeof(*all));
	for (unsigned int i = 0; i < NR_PAGE_KINDS_OF_PAIRS; i++) {
		if (may_select(globs, kind_names[i]))
			most += states_of((enum page_kinds)(1u << i))->nr;
	}
	all->of = host_alloc((most + 1) * NR_PAIR_CALLS * NR_PAIR_CALLS * NR_SHAPES *
			     sizeof(*all->of));
	for (unsigned int i = 0; i < NR_PAGE_KINDS_OF_PAIRS; i++) {
		if (may_select(globs, kind_names[i]))
			add_kind(all, (enum page_kinds)(1u << i));
	}
}
