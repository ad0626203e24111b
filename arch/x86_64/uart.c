/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * The 16550 at COM1: 115200 8N1, polled, output only.
 */
#include <stdint.h>
#include "console.h"
#include "insn.h"

#define COM1	    0x3f8
#define UART_THR    (COM1 + 0)
#define UART_IER    (COM1 + 1)
#define UART_FCR    (COM1 + 2)
#define UART_LCR    (COM1 + 3)
#define UART_MCR    (COM1 + 4)
#define UART_LSR    (COM1 + 5)
#define UART_SCR    (COM1 + 7)
#define UART_DLL    (COM1 + 0)
#define UART_DLM    (COM1 + 1)
#define LCR_8N1	    0x03
#define LCR_DLAB    0x80
#define FCR_ENABLE  0x07 /* and empty both FIFOs */
#define MCR_DTR_RTS 0x03
#define LSR_EMPTY   0x20 /* the holding register may be written */
#define LSR_IDLE    0x40 /* the last bit is on the line */

/* Polls of a few hundred nanoseconds each: seconds, for a reader that dawdles. */
#define PATIENCE 4000000u

static uint32_t patience = PATIENCE;

/* The scratch register holds what is written to it; an empty bus reads 0xff. */
static bool port_exists(void)
{
	outb(UART_SCR, 0x5a);
	if (inb(UART_SCR) != 0x5a)
		return false;
	outb(UART_SCR, 0xa5);
	return inb(UART_SCR) == 0xa5;
}

bool uart_init(void)
{
	if (!port_exists())
		return false;
	outb(UART_IER, 0);
	outb(UART_LCR, LCR_DLAB);
	outb(UART_DLL, 1); /* 115200 */
	outb(UART_DLM, 0);
	outb(UART_LCR, LCR_8N1);
	outb(UART_FCR, FCR_ENABLE);
	outb(UART_MCR, MCR_DTR_RTS);
	return true;
}

/* Once the port has not moved for all our patience, later bytes hardly wait for it. */
void uart_put(char c)
{
	uint32_t polls = 0;

	while (!(inb(UART_LSR) & LSR_EMPTY) && polls < patience)
		polls++;
	patience = polls < patience ? PATIENCE : 1;
	outb(UART_THR, (uint8_t)c);
}

void uart_drain(void)
{
	for (uint32_t polls = 0; polls < patience && !(inb(UART_LSR) & LSR_IDLE); polls++)
		;
}
