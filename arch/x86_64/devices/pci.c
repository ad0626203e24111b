/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Configuration space by ports (PCI Local Bus 3.0, 3.2.2.3.2), every function of every bus.
 */
#include <stdbool.h>
#include <arch/x86_64/cpu/insn.h>
#include <arch/x86_64/devices/pci.h>

#define CONFIG_ADDRESS 0xcf8
#define CONFIG_DATA    0xcfc
#define CONFIG_ENABLE  0x80000000u
#define NR_SLOTS       (256 * 32) /* buses times devices */
#define NR_FUNCTIONS   8
#define REG_ID	       0x00
#define REG_COMMAND    0x04
#define COMMAND_IO     1u
#define COMMAND_BITS   0xffff /* the rest is status, whose bits are cleared by writing 1 */
#define REG_CLASS      0x08
#define CLASS_16550    0x070002 /* simple communication, serial, 16550 */
#define REG_HEADER     0x0c
#define HEADER_MULTI   (1u << 23)
#define REG_BAR0       0x10
#define BAR_IO	       1u
#define BAR_IO_PORT    0xfffcu
#define NOBODY	       0xffffffffu

static void select_register(uint32_t slot, uint32_t function, uint32_t reg)
{
	outl(CONFIG_ADDRESS, CONFIG_ENABLE | slot << 11 | function << 8 | reg);
}

static uint32_t read_config(uint32_t slot, uint32_t function, uint32_t reg)
{
	select_register(slot, function, reg);
	return inl(CONFIG_DATA);
}

static uint16_t uart_at(uint32_t slot, uint32_t function)
{
	uint32_t bar = read_config(slot, function, REG_BAR0);
	uint32_t command = read_config(slot, function, REG_COMMAND) & COMMAND_BITS;

	if (read_config(slot, function, REG_CLASS) >> 8 != CLASS_16550 || !(bar & BAR_IO) ||
	    !(bar & BAR_IO_PORT))
		return 0;
	select_register(slot, function, REG_COMMAND);
	outl(CONFIG_DATA, command | COMMAND_IO);
	return (uint16_t)(bar & BAR_IO_PORT);
}

/* If there is no PCI, nothing keeps what is written to the address register. */
static bool has_config_space(void)
{
	select_register(0, 0, REG_ID);
	return inl(CONFIG_ADDRESS) == CONFIG_ENABLE;
}

uint16_t pci_find_uart(void)
{
	if (!has_config_space())
		return 0;
	for (uint32_t slot = 0; slot < NR_SLOTS; slot++) {
		uint32_t functions = 1;

		if (read_config(slot, 0, REG_ID) == NOBODY)
			continue;
		if (read_config(slot, 0, REG_HEADER) & HEADER_MULTI)
			functions = NR_FUNCTIONS;
		for (uint32_t function = 0; function < functions; function++) {
			uint16_t port = uart_at(slot, function);

			if (port)
				return port;
		}
	}
	return 0;
}
