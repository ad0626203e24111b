/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Which designs are in force (kernel/rules/abi.h, struct mm_rules): the user's, unless the setup of
 * a run chooses one.
 */
#include <kernel/mm/machinery/cow.h>
#include <kernel/mm/machinery/pin_wait.h>
#include <kernel/mm/objects/uffd_lock.h>
#include <kernel/mm/tables/held.h>
#include <kernel/tlb/broadcast.h>
#include <tests/engine/awaits.h>
#include <tests/engine/world.h>

static struct mm_rules usual;

void world_rules_usual(const struct mm_rules *rules)
{
	usual = *rules;
	pin_wait_watch(&awaits_watch);
	world_rules_reset();
}

void world_rules_reset(void)
{
	cow_rule_choose(usual.cow);
	pin_ro_choose(usual.pin_ro);
	wp_pinned_choose(usual.wp_pinned);
	uffd_lock_choose(usual.uffd_lock);
	tlb_flush_choose(usual.tlb_flush);
}

void lock_uffd_by(enum uffd_lock lock)
{
	uffd_lock_choose(lock);
}

void break_cow_by(enum cow_rule rule)
{
	cow_rule_choose(rule);
}

void pin_readers_by(enum pin_ro rule)
{
	pin_ro_choose(rule);
}

void protect_held_by(enum wp_pinned rule)
{
	wp_pinned_choose(rule);
}

void flush_tlbs_by(enum tlb_flush how)
{
	tlb_flush_choose(how);
}
