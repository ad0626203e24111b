/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * What the firmware and the machine are called: by SMBIOS, and by UEFI's system table.
 */
#ifndef ARCH_X86_64_FIRMWARE_SMBIOS_H
#define ARCH_X86_64_FIRMWARE_SMBIOS_H

#include <stdint.h>

/*
 * Read the names, for platform_firmware() and platform_product().  @efi_pa is UEFI's system table;
 * 0: there is a BIOS.  What is damaged, or out of reach, has no name.  Only before paging_enable().
 */
void smbios_init(uint64_t efi_pa);

#endif
