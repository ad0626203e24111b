/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * See keys.h.  One line says what is wrong with a word.
 */
#include <arch/platform.h>
#include <kernel/lib/printk.h>
#include <kernel/lib/string.h>
#include <kernel/options/keys.h>

/* How much a complaint repeats of a word, so that its end is still printed. */
#define SHOWN_MAX 100

/* The nearest one of the keys that this world knows. */
static const struct key *nearest_key(const struct keys *keys, struct word name)
{
	const struct key *best = &keys->of[0];
	unsigned int best_distance = ~0u;

	for (size_t i = 0; i < keys->nr; i++) {
		unsigned int d = edit_distance(name.at, name.len, keys->of[i].name);

		if (keys->of[i].worlds & keys->world && d < best_distance) {
			best_distance = d;
			best = &keys->of[i];
		}
	}
	return best;
}

void keys_print(const struct keys *keys)
{
	for (size_t i = 0; i < keys->nr; i++) {
		const struct key *key = &keys->of[i];

		if (key->worlds & keys->world)
			printk("  %s%s%s\n", key->name, key->values ? "=" : "",
			       key->values ? key->values : "");
	}
}

static bool complain_unknown(const struct keys *keys, struct word name)
{
	const struct key *near = nearest_key(keys, name);

	printk("stalehound: no argument '%.*s'; the nearest is '%s%s'\n", (int)name.len, name.at,
	       near->name, near->values ? "=" : "");
	return false;
}

static bool complain_world(const struct key *key)
{
	bool metal = key->worlds & WORLD_METAL;

	printk("stalehound: '%s' is for the %s: %s %s%s\n", key->name,
	       metal ? "metal kernel" : "model", metal ? "./run-qemu.sh" : "build/model/stalehound",
	       key->name, key->values ? "=…" : "");
	return false;
}

static int shown(size_t len)
{
	return len < SHOWN_MAX ? (int)len : SHOWN_MAX;
}

static bool complain_value(const struct key *key, struct word value)
{
	if (!key->explains)
		printk("stalehound: %s=%.*s%s: must be %s\n", key->name, shown(value.len), value.at,
		       value.len > SHOWN_MAX ? "…" : "", key->values);
	return false;
}

static bool apply(const struct key *key, void *into, struct word value, bool has_value)
{
	if (has_value != (key->values != NULL)) {
		if (has_value)
			printk("stalehound: '%s' takes no value\n", key->name);
		else
			printk("stalehound: '%s' wants a value: %s=%s\n", key->name, key->name,
			       key->values);
		return false;
	}
	return key->set(into, value) || complain_value(key, value);
}

bool keys_take(const struct keys *keys, struct word word, void *into, bool seen[])
{
	struct word name = { word.at, 0 };
	struct word value;
	bool has_value;

	while (name.len < word.len && word.at[name.len] != '=')
		name.len++;
	has_value = name.len < word.len;
	value = (struct word){ word.at + name.len + has_value, word.len - name.len - has_value };
	for (size_t i = 0; i < keys->nr; i++) {
		if (!word_is(name, keys->of[i].name))
			continue;
		if (!(keys->of[i].worlds & keys->world))
			return complain_world(&keys->of[i]);
		if (seen[i]) {
			printk("stalehound: '%s' is given twice\n", keys->of[i].name);
			return false;
		}
		seen[i] = true;
		return apply(&keys->of[i], into, value, has_value);
	}
	return complain_unknown(keys, name);
}
