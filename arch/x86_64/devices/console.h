/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Where console_write() goes: a serial port, the screen, or both; and where console_getc() looks:
 * at that port, and at the keyboard beside the screen.
 */
#ifndef ARCH_X86_64_DEVICES_CONSOLE_H
#define ARCH_X86_64_DEVICES_CONSOLE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

struct bootinfo;

/* First thing of all, so that everything later can complain. */
void console_init_early(void);

/* After paging_enable(): the screen too, if there is no port or the command line says so. */
void console_init(const struct bootinfo *info);

/* Before leaving: wait until everything is out, but not for ever. */
void console_drain(void);

/* COM1 to COM4, or one on PCI.  uart_init(): is there a port? */
bool uart_init(void);
/* From now on the one at I/O port @other.  False: it is that one already, 0, or none is there. */
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
