/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Formatting, for a kernel: no floating point, no allocation.
 */
#include <stdbool.h>
#include <stdint.h>
#include <kernel/lib/format.h>

struct sink {
	char *buf;
	size_t size;
	size_t len;
};

struct spec {
	bool left;
	bool zero;
	int width;
	int precision; /* -1: none given */
	int longs;
};

static void put(struct sink *out, char c)
{
	if (out->len + 1 < out->size)
		out->buf[out->len] = c;
	out->len++;
}

static void put_padded(struct sink *out, const struct spec *spec, const char *text, size_t len)
{
	size_t width = spec->width > 0 ? (size_t)spec->width : 0;
	size_t fill = width > len ? width - len : 0;
	char pad = spec->zero && !spec->left ? '0' : ' ';

	if (pad == '0' && fill && *text == '-') {
		put(out, *text++);
		len--;
	}
	for (size_t i = 0; i < fill && !spec->left; i++)
		put(out, pad);
	for (size_t i = 0; i < len; i++)
		put(out, text[i]);
	for (size_t i = 0; i < fill && spec->left; i++)
		put(out, ' ');
}

static void put_number(struct sink *out, const struct spec *spec, uint64_t value, unsigned int base,
		       bool negative)
{
	char digits[24];
	size_t at = sizeof(digits);

	do {
		digits[--at] = "0123456789abcdef"[value % base];
		value /= base;
	} while (value);
	if (negative)
		digits[--at] = '-';
	put_padded(out, spec, digits + at, sizeof(digits) - at);
}

static void put_string(struct sink *out, const struct spec *spec, const char *s)
{
	size_t len = 0;

	if (!s)
		s = "(null)";
	while ((spec->precision < 0 || len < (size_t)spec->precision) && s[len])
		len++;
	put_padded(out, spec, s, len);
}

static int parse_number(const char **fmt)
{
	int n = 0;

	while (**fmt >= '0' && **fmt <= '9')
		n = n * 10 + (*(*fmt)++ - '0');
	return n;
}

static uint64_t next_unsigned(const struct spec *spec, va_list *args)
{
	return spec->longs ? va_arg(*args, unsigned long) : va_arg(*args, unsigned int);
}

static void put_signed(struct sink *out, const struct spec *spec, va_list *args)
{
	int64_t value = spec->longs ? va_arg(*args, long) : va_arg(*args, int);
	uint64_t magnitude = value < 0 ? 0 - (uint64_t)value : (uint64_t)value;

	put_number(out, spec, magnitude, 10, value < 0);
}

static void parse_spec(const char **fmt, struct spec *spec, va_list *args)
{
	*spec = (struct spec){ .precision = -1 };
	for (;; (*fmt)++) {
		if (**fmt == '-')
			spec->left = true;
		else if (**fmt == '0')
			spec->zero = true;
		else
			break;
	}
	if (**fmt == '*') {
		spec->width = va_arg(*args, int);
		(*fmt)++;
		if (spec->width < 0) {
			spec->left = true;
			spec->width = -spec->width;
		}
	} else {
		spec->width = parse_number(fmt);
	}
	if (**fmt == '.') {
		(*fmt)++;
		if (**fmt == '*') {
			spec->precision = va_arg(*args, int);
			(*fmt)++;
		} else {
			spec->precision = parse_number(fmt);
		}
	}
	for (; **fmt == 'l' || **fmt == 'z'; (*fmt)++)
		spec->longs++;
}

static void put_conversion(struct sink *out, char conversion, const struct spec *spec,
			   va_list *args)
{
	char c;

	switch (conversion) {
	case 'd':
	case 'i':
		put_signed(out, spec, args);
		break;
	case 'u':
		put_number(out, spec, next_unsigned(spec, args), 10, false);
		break;
	case 'x':
		put_number(out, spec, next_unsigned(spec, args), 16, false);
		break;
	case 'p':
		put_number(out, spec, (uintptr_t)va_arg(*args, void *), 16, false);
		break;
	case 's':
		put_string(out, spec, va_arg(*args, const char *));
		break;
	case 'c':
		c = (char)va_arg(*args, int);
		put_padded(out, spec, &c, 1);
		break;
	default:
		put(out, conversion);
	}
}

int vsnformat(char *buf, size_t size, const char *fmt, va_list args)
{
	struct sink out = { .buf = buf, .size = size };
	va_list copy;

	va_copy(copy, args);
	while (*fmt) {
		struct spec spec;

		if (*fmt != '%') {
			put(&out, *fmt++);
			continue;
		}
		fmt++;
		parse_spec(&fmt, &spec, &copy);
		if (*fmt)
			put_conversion(&out, *fmt++, &spec, &copy);
	}
	va_end(copy);
	if (size)
		buf[out.len < size ? out.len : size - 1] = '\0';
	return (int)out.len;
}

int snformat(char *buf, size_t size, const char *fmt, ...)
{
	va_list args;
	int len;

	va_start(args, fmt);
	len = vsnformat(buf, size, fmt, args);
	va_end(args);
	return len;
}
