/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * What this CPU can do and what it is called (SDM vol. 2, CPUID).
 */
#include <arch/cpu.h>
#include <arch/x86_64/cpu/cpuid.h>
#include <arch/x86_64/cpu/insn.h>
#include <kernel/lib/string.h>

#define HYPERVISOR_LEAF 0x40000000u
#define BRAND_LEAF	0x80000002u
#define BRAND_LEAVES	3

#define MSR_MICROCODE 0x8b /* SDM vol. 3, 9.11.7.1; AMD's APM vol. 2, 15.5.1: the patch level */

static bool has[NR_CPU_FEATURES];
static char model_name[BRAND_LEAVES * sizeof(struct cpuid) + 1];
static char hypervisor_name[13] = "none";

static const char *const feature_names[NR_CPU_FEATURES] = {
	[CPU_PCID] = "pcid", [CPU_INVPCID] = "invpcid", [CPU_PGE] = "pge",
	[CPU_NX] = "nx",     [CPU_SMEP] = "smep",	[CPU_SMAP] = "smap",
	[CPU_UMIP] = "umip", [CPU_X2APIC] = "x2apic",	[CPU_HYPERVISOR] = "hypervisor",
};

bool cpu_has(enum cpu_feature feature)
{
	return has[feature];
}

const char *cpu_feature_name(enum cpu_feature feature)
{
	return feature_names[feature];
}

const char *cpu_model_name(void)
{
	return model_name;
}

const char *cpu_hypervisor(void)
{
	return hypervisor_name;
}

uint32_t cpuid_max_leaf(uint32_t base)
{
	uint32_t max = cpuid(base, 0).eax;

	return max >= base && max < base + 0x10000 ? max : 0;
}

/* Intel CPUs report SYSCALL only in 64-bit mode. */
bool cpuid_has_syscall(void)
{
	return cpuid(0x80000001, 0).edx >> 11 & 1;
}

struct cpu_signature cpu_signature(void)
{
	uint32_t eax = cpuid(1, 0).eax;
	unsigned int family = eax >> 8 & 0xf;
	unsigned int model = eax >> 4 & 0xf;

	if (family == 6 || family == 0xf)
		model |= eax >> 12 & 0xf0;
	if (family == 0xf)
		family += eax >> 20 & 0xff;
	return (struct cpu_signature){ family, model, eax & 0xf };
}

static bool vendor_is(const char *name)
{
	struct cpuid r = cpuid(0, 0);
	char vendor[13] = { 0 };

	memcpy(vendor, &r.ebx, 4);
	memcpy(vendor + 4, &r.edx, 4);
	memcpy(vendor + 8, &r.ecx, 4);
	return strcmp(vendor, name) == 0;
}

/*
 * Only where Linux reads the MSR without being ready for an exception: on Intel's CPUs, and on
 * AMD's if there is no hypervisor.
 */
uint32_t cpu_microcode(void)
{
	unsigned int family = cpu_signature().family;

	if (vendor_is("AuthenticAMD") && family >= 0xf && !has[CPU_HYPERVISOR])
		return (uint32_t)rdmsr(MSR_MICROCODE);
	if (!vendor_is("GenuineIntel") || family < 6)
		return 0;
	wrmsr(MSR_MICROCODE, 0);
	cpuid(1, 0); /* puts the revision there */
	return (uint32_t)(rdmsr(MSR_MICROCODE) >> 32);
}

static void detect_features(void)
{
	struct cpuid basic = cpuid(1, 0);
	struct cpuid extended = cpuid(0x80000001, 0);
	struct cpuid structured = { 0 };

	if (cpuid_max_leaf(0) >= 7)
		structured = cpuid(7, 0);
	has[CPU_PGE] = basic.edx >> 13 & 1;
	has[CPU_PCID] = basic.ecx >> 17 & 1;
	has[CPU_X2APIC] = basic.ecx >> 21 & 1;
	has[CPU_HYPERVISOR] = basic.ecx >> 31 & 1;
	has[CPU_SMEP] = structured.ebx >> 7 & 1;
	has[CPU_INVPCID] = structured.ebx >> 10 & 1;
	has[CPU_SMAP] = structured.ebx >> 20 & 1;
	has[CPU_UMIP] = structured.ecx >> 2 & 1;
	has[CPU_NX] = extended.edx >> 20 & 1;
}

/* Remove the spaces with which some brand strings begin and end. */
static void trim(char *text)
{
	size_t start = 0, len;

	while (text[start] == ' ')
		start++;
	len = strlen(text + start);
	for (size_t i = 0; i <= len; i++)
		text[i] = text[start + i];
	while (len && text[len - 1] == ' ')
		text[--len] = '\0';
}

static void read_model_name(void)
{
	memcpy(model_name, "unknown", 8);
	if (cpuid_max_leaf(0x80000000) < BRAND_LEAF + BRAND_LEAVES - 1)
		return;
	for (uint32_t i = 0; i < BRAND_LEAVES; i++) {
		struct cpuid part = cpuid(BRAND_LEAF + i, 0);

		memcpy(model_name + i * sizeof(part), &part, sizeof(part));
	}
	trim(model_name);
}

static void read_hypervisor_name(void)
{
	struct cpuid r;

	if (!has[CPU_HYPERVISOR])
		return;
	r = cpuid(HYPERVISOR_LEAF, 0);
	memcpy(hypervisor_name, &r.ebx, 4);
	memcpy(hypervisor_name + 4, &r.ecx, 4);
	memcpy(hypervisor_name + 8, &r.edx, 4);
	hypervisor_name[12] = '\0';
}

void cpuid_init(void)
{
	detect_features();
	read_model_name();
	read_hypervisor_name();
}
