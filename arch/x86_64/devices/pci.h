/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * The part of PCI that we need: finding a serial port that the firmware has set up.
 */
#ifndef ARCH_X86_64_DEVICES_PCI_H
#define ARCH_X86_64_DEVICES_PCI_H

#include <stdint.h>

/* The I/O port of the first 16550 on PCI, which is enabled; 0: there is none. */
uint16_t pci_find_uart(void);

#endif
