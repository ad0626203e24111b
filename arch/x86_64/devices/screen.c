/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Text on the screen, on VGA's text buffer or on a linear framebuffer.
 *
 * Text does not scroll, since reading video memory is slow: after the last row it continues in the
 * first, and the row below the current one is blank.  The very last row of the screen shows the
 * progress.
 */
#include <stdint.h>
#include <arch/x86_64/devices/console.h>
#include <arch/x86_64/devices/font.h>
#include <arch/x86_64/firmware/bootinfo.h>
#include <arch/x86_64/firmware/paging.h>

#define VGA_TEXT_PA   0xb8000
#define VGA_COLUMNS   80
#define VGA_ROWS      25
#define VGA_ATTRIBUTE 0x07 /* light grey on black */
#define VGA_REVERSED  0x70

/* A character's cell: dots are one pixel wide and two high, with room around them. */
#define CELL_WIDTH  8
#define CELL_HEIGHT (2 * FONT_HEIGHT + 2)
#define CELL_LEFT   1

static unsigned int columns, rows; /* for text; the row below is the status' */
static unsigned int column, row;
static void (*draw)(unsigned int x, unsigned int y, char c, bool reversed);

static volatile uint16_t *vga;

static volatile uint8_t *pixels;
static unsigned int pitch, pixel_size;
static uint32_t ink;

static void draw_vga(unsigned int x, unsigned int y, char c, bool reversed)
{
	unsigned int attribute = reversed ? VGA_REVERSED : VGA_ATTRIBUTE;

	vga[y * VGA_COLUMNS + x] = (uint16_t)(attribute << 8 | (uint8_t)c);
}

static void set_pixel(volatile uint8_t *at, uint32_t value)
{
	if (pixel_size == 4) {
		*(volatile uint32_t *)at = value;
		return;
	}
	for (unsigned int i = 0; i < pixel_size; i++)
		at[i] = (uint8_t)(value >> 8 * i);
}

static bool cell_dot(char c, unsigned int x, unsigned int y)
{
	if (x < CELL_LEFT || x >= CELL_LEFT + FONT_WIDTH || y >= 2 * FONT_HEIGHT)
		return false;
	return font_dot(c, x - CELL_LEFT, y / 2);
}

static void draw_pixels(unsigned int column_at, unsigned int row_at, char c, bool reversed)
{
	for (unsigned int y = 0; y < CELL_HEIGHT; y++) {
		volatile uint8_t *at = pixels + (row_at * CELL_HEIGHT + y) * pitch +
				       column_at * CELL_WIDTH * pixel_size;

		for (unsigned int x = 0; x < CELL_WIDTH; x++, at += pixel_size)
			set_pixel(at, cell_dot(c, x, y) != reversed ? ink : 0);
	}
}

static void blank_row(unsigned int y)
{
	for (unsigned int x = 0; x < columns; x++)
		draw(x, y, ' ', false);
}

static void new_line(void)
{
	column = 0;
	row = (row + 1) % rows;
	blank_row((row + 1) % rows);
}

void screen_put(char c)
{
	if (c == '\n') {
		new_line();
		return;
	}
	if (c == '\b') {
		column -= column != 0;
		return;
	}
	if (column == columns)
		new_line();
	draw(column++, row, c, false);
}

void screen_status(const char *text)
{
	for (unsigned int x = 0; x < columns; x++)
		draw(x, rows, *text ? *text++ : ' ', true);
}

/* All bits of one colour component: together they are white. */
static uint32_t component(uint8_t bits, uint8_t shift)
{
	return bits && bits < 32 && shift < 32 ? ((1u << bits) - 1) << shift : 0;
}

static bool use_framebuffer(const struct boot_framebuffer *fb)
{
	if (fb->width < CELL_WIDTH || fb->height < 3 * CELL_HEIGHT)
		return false;
	if (fb->bits_per_pixel < 15 || fb->bits_per_pixel > 32)
		return false;
	pixels = mmio_map(fb->pa, (size_t)fb->pitch * fb->height);
	pitch = fb->pitch;
	pixel_size = (fb->bits_per_pixel + 7u) / 8;
	ink = component(fb->red_bits, fb->red_shift) | component(fb->green_bits, fb->green_shift) |
	      component(fb->blue_bits, fb->blue_shift);
	columns = fb->width / CELL_WIDTH;
	rows = fb->height / CELL_HEIGHT - 1;
	draw = draw_pixels;
	return true;
}

static bool use_vga_text(void)
{
	vga = mmio_map(VGA_TEXT_PA, VGA_COLUMNS * VGA_ROWS * sizeof(*vga));
	columns = VGA_COLUMNS;
	rows = VGA_ROWS - 1;
	draw = draw_vga;
	return true;
}

bool screen_init(const struct bootinfo *info)
{
	bool found;

	if (info->screen == SCREEN_PIXELS)
		found = use_framebuffer(&info->framebuffer);
	else
		found = info->screen == SCREEN_VGA_TEXT && use_vga_text();
	for (unsigned int y = 0; found && y <= rows; y++)
		blank_row(y);
	return found;
}
