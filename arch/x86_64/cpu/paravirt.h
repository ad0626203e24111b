/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * What KVM has for guests that know of it (Linux, Documentation/virt/kvm/x86/cpuid.rst).
 */
#ifndef ARCH_X86_64_CPU_PARAVIRT_H
#define ARCH_X86_64_CPU_PARAVIRT_H

#include <stdbool.h>

enum kvm_feature {
	KVM_CLOCKSOURCE = 0,
	KVM_NOP_IO_DELAY = 1,
	KVM_CLOCKSOURCE2 = 3,
	KVM_ASYNC_PF = 4,
	KVM_STEAL_TIME = 5,
	KVM_PV_EOI = 6,
	KVM_PV_UNHALT = 7,
	KVM_PV_TLB_FLUSH = 9,
	KVM_ASYNC_PF_VMEXIT = 10,
	KVM_PV_SEND_IPI = 11,
	KVM_POLL_CONTROL = 12,
	KVM_PV_SCHED_YIELD = 13,
	KVM_ASYNC_PF_INT = 14,
	KVM_MSI_EXT_DEST_ID = 15,
	KVM_HC_MAP_GPA_RANGE = 16,
	KVM_MIGRATION_CONTROL = 17,
	KVM_CLOCKSOURCE_STABLE = 24,
};

/* Does KVM offer it?  False on any other machine. */
bool kvm_offers(enum kvm_feature feature);

#endif
