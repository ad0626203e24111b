/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * What tests/unit/unit.c asks of the host: in the model nothing keeps what the kernel prints.
 */
#include <tests/unit/host.h>

void host_init(void)
{
}

const char *host_console(void)
{
	return "";
}

void host_console_clear(void)
{
}
