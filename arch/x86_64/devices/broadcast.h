/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * The instructions of arch/broadcast.h, by NMI.
 */
#ifndef ARCH_X86_64_DEVICES_BROADCAST_H
#define ARCH_X86_64_DEVICES_BROADCAST_H

#include <stdbool.h>

/*
 * From the NMI handler: do what is issued.  True: such NMIs have been sent, and since one may find
 * its work done by the one before, this may be such a one.
 */
bool broadcast_serve(void);

#endif
