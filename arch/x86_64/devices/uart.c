/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * The 16550 that is the firmware's console (ACPI's SPCR), or the first one of COM1 to COM4 and PCI:
 * 115200 8N1, polled.
 */
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <arch/x86_64/cpu/insn.h>
#include <arch/x86_64/devices/console.h>
#include <arch/x86_64/devices/pci.h>

#define UART_RBR    (port + 0)
#define UART_THR    (port + 0)
#define UART_IER    (port + 1)
#define UART_FCR    (port + 2)
#define UART_LCR    (port + 3)
#define UART_MCR    (port + 4)
#define UART_LSR    (port + 5)
#define UART_SCR    (port + 7)
#define UART_DLL    (port + 0)
#define UART_DLM    (port + 1)
#define LCR_8N1	    0x03
#define LCR_DLAB    0x80
#define FCR_ENABLE  0x07 /* and empty both FIFOs */
#define MCR_DTR_RTS 0x03
#define LSR_FULL    0x01 /* a byte has come */
#define LSR_FRAMING 0x08 /* it is damaged */
#define LSR_BREAK   0x10 /* it is none: the line was held */
#define LSR_EMPTY   0x20 /* the holding register may be written */
#define LSR_IDLE    0x40 /* the last bit is on the line */

/* Polls of a few hundred nanoseconds each: some seconds, for a slow reader. */
#define PATIENCE 4000000u

static uint32_t patience = PATIENCE;

static const uint16_t com_ports[] = { 0x3f8, 0x2f8, 0x3e8, 0x2e8 };
static uint16_t port; /* 0: none */

/* The scratch register holds what is written to it; an empty bus reads 0xff. */
static bool port_exists(void)
{
	outb(UART_SCR, 0x5a);
	if (inb(UART_SCR) != 0x5a)
		return false;
	outb(UART_SCR, 0xa5);
	return inb(UART_SCR) == 0xa5;
}

static bool find_port(void)
{
	for (size_t i = 0; i < sizeof(com_ports) / sizeof(*com_ports); i++) {
		port = com_ports[i];
		if (port_exists())
			return true;
	}
	port = pci_find_uart();
	return port && port_exists();
}

static void start_port(void)
{
	outb(UART_IER, 0);
	outb(UART_LCR, LCR_DLAB);
	outb(UART_DLL, 1); /* 115200 */
	outb(UART_DLM, 0);
	outb(UART_LCR, LCR_8N1);
	outb(UART_FCR, FCR_ENABLE);
	outb(UART_MCR, MCR_DTR_RTS);
}

bool uart_init(void)
{
	bool found = find_port();

	if (found)
		start_port();
	return found;
}

bool uart_prefer(uint16_t other)
{
	uint16_t before = port;

	if (!other || other == port)
		return false;
	port = other;
	if (!port_exists()) {
		port = before;
		return false;
	}
	start_port();
	return true;
}

/*
 * If the port has not sent a byte within PATIENCE polls, each later byte waits for one poll only,
 * until the port sends again: a port that nobody reads must not stop the run.
 */
void uart_put(char c)
{
	uint32_t polls = 0;

	while (!(inb(UART_LSR) & LSR_EMPTY) && polls < patience)
		polls++;
	patience = polls < patience ? PATIENCE : 1;
	outb(UART_THR, (uint8_t)c);
}

int uart_get(void)
{
	uint8_t status = port ? inb(UART_LSR) : 0;
	uint8_t byte;

	if (!(status & LSR_FULL))
		return -1;
	byte = inb(UART_RBR);
	return status & (LSR_FRAMING | LSR_BREAK) ? -1 : byte;
}

void uart_drain(void)
{
	for (uint32_t polls = 0; polls < patience && !(inb(UART_LSR) & LSR_IDLE); polls++)
		;
}
