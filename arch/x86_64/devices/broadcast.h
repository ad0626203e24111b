/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * The instructions of arch/broadcast.h, by NMI.
 */
#ifndef ARCH_X86_64_DEVICES_BROADCAST_H
#define ARCH_X86_64_DEVICES_BROADCAST_H

#include <stdbool.h>

/*
 * From the NMI handler: do what was issued.  True: such NMIs were sent, and this may be one of
 * them, even if an earlier one has done its work.
 */
bool broadcast_serve(void);

#endif
