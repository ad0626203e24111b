/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * The devices of console_write(): a serial port, the screen, or both; and of console_getc(): that
 * port, and with the screen the keyboard.
 */
#ifndef ARCH_X86_64_DEVICES_CONSOLE_H
#define ARCH_X86_64_DEVICES_CONSOLE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

struct bootinfo;

/* Called first, so that everything later can print. */
void console_init_early(void);

/* After paging_enable(): the screen too, if there is no port or the command line says so. */
void console_init(const struct bootinfo *info);

/* Before leaving: wait until everything is sent, but not for ever. */
void console_drain(void);

/* COM1 to COM4, or one on PCI.  uart_init(): is there a port? */
bool uart_init(void);
/* Switch to the UART at I/O port @other.  False: it is in use already, 0, or there is none. */
bool uart_prefer(uint16_t other);
void uart_put(char c);
int uart_get(void); /* the next byte, or -1: there is none */
void uart_drain(void);

/* The screen.  screen_init(): is there one? */
bool screen_init(const struct bootinfo *info);
void screen_put(char c);
/* Show @text in the last row, which nothing else is written to. */
void screen_status(const char *text);

/* The next character that is typed, or -1: there is none. */
int keyboard_get(void);

#endif
