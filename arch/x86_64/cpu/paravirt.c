/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * KVM's leaves of CPUID.  Of all that they offer this kernel uses the clock, to learn a rate from
 * (devices/clocks.c): a guest that flushes by hypercall would judge the hypercall, not the MMU.
 */
#include <arch/cpu.h>
#include <arch/platform.h>
#include <arch/x86_64/cpu/cpuid.h>
#include <arch/x86_64/cpu/insn.h>
#include <arch/x86_64/cpu/paravirt.h>
#include <kernel/lib/format.h>

#define HYPERVISOR_LEAF 0x40000000
#define FEATURES_LEAF	0x40000001
#define NAMES_MAX	400

static const char *const names[32] = {
	[KVM_CLOCKSOURCE] = "clock-v1",
	[KVM_NOP_IO_DELAY] = "nop-io-delay",
	[KVM_CLOCKSOURCE2] = "clock",
	[KVM_ASYNC_PF] = "async-pf",
	[KVM_STEAL_TIME] = "steal-time",
	[KVM_PV_EOI] = "pv-eoi",
	[KVM_PV_UNHALT] = "pv-unhalt",
	[KVM_PV_TLB_FLUSH] = "pv-tlb-flush",
	[KVM_ASYNC_PF_VMEXIT] = "async-pf-vmexit",
	[KVM_PV_SEND_IPI] = "pv-send-ipi",
	[KVM_POLL_CONTROL] = "poll-control",
	[KVM_PV_SCHED_YIELD] = "pv-sched-yield",
	[KVM_ASYNC_PF_INT] = "async-pf-int",
	[KVM_MSI_EXT_DEST_ID] = "msi-ext-dest-id",
	[KVM_HC_MAP_GPA_RANGE] = "map-gpa-range",
	[KVM_MIGRATION_CONTROL] = "migration-control",
	[KVM_CLOCKSOURCE_STABLE] = "clock-stable",
};

/* Bits of enum kvm_feature. */
static uint32_t features(void)
{
	struct cpuid r;

	if (!cpu_has(CPU_HYPERVISOR) || cpuid_max_leaf(HYPERVISOR_LEAF) < FEATURES_LEAF)
		return 0;
	r = cpuid(HYPERVISOR_LEAF, 0);
	if (r.ebx != 0x4b4d564b || r.ecx != 0x564b4d56 || r.edx != 0x4d) /* KVMKVMKVM */
		return 0;
	return cpuid(FEATURES_LEAF, 0).eax;
}

bool kvm_offers(enum kvm_feature feature)
{
	return features() >> feature & 1;
}

const char *platform_paravirtual(void)
{
	static char list[NAMES_MAX];
	uint32_t offered = features();
	int len = 0;

	for (unsigned int bit = 0; bit < 32; bit++) {
		if (offered >> bit & 1 && names[bit])
			len += snformat(list + len, sizeof(list) - (size_t)len, "%s%s",
					len ? " " : "", names[bit]);
	}
	return len ? list : NULL;
}
