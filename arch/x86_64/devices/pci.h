/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * The little of PCI that we need: where a serial port is that firmware has set up.
 */
#ifndef ARCH_X86_64_DEVICES_PCI_H
#define ARCH_X86_64_DEVICES_PCI_H

#include <stdint.h>

/* The I/O port of the first 16550 on PCI, and let it decode it; 0: there is none. */
uint16_t pci_find_uart(void);

#endif
