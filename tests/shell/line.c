/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * See line.h.
 *
 *	text	r u n   u n m a p / *
 *	at	          ^			left of it: to delete; from it on: shown again
 */
#include <kernel/lib/string.h>
#include <tests/shell/line.h>

#define CTRL(letter)   ((letter)&0x1f)
#define KEY_ESCAPE     0x1b
#define KEY_DELETE     0x7f /* what terminals send for the backspace key */
#define SEQUENCE_FIRST 0x40 /* a byte from here to 0x7e ends ESC [ … */

static void echo(const struct line *line, const char *text, size_t len)
{
	if (len)
		line->echo(text, len);
}

static void echo_back(const struct line *line, size_t n)
{
	while (n--)
		echo(line, "\b", 1);
}

/* Show what is right of the cursor, blanks over @gone characters, and come back. */
static void show_rest(const struct line *line, size_t gone)
{
	size_t rest = line->len - line->at;

	echo(line, line->text + line->at, rest);
	for (size_t i = 0; i < gone; i++)
		echo(line, " ", 1);
	echo_back(line, rest + gone);
}

static bool is_printable(int c)
{
	return c >= ' ' && c < KEY_DELETE;
}

void line_insert(struct line *line, const char *text, size_t len)
{
	if (len > LINE_MAX - line->len) {
		line->too_long = true;
		return;
	}
	for (size_t i = line->len; i > line->at; i--)
		line->text[i + len - 1] = line->text[i - 1];
	memcpy(line->text + line->at, text, len);
	line->len += len;
	line->text[line->len] = '\0';
	line->at += len;
	echo(line, text, len);
	show_rest(line, 0);
}

/* Remove @n characters left of the cursor. */
static void remove_left(struct line *line, size_t n)
{
	if (!n)
		return;
	for (size_t i = line->at; i <= line->len; i++)
		line->text[i - n] = line->text[i];
	line->len -= n;
	line->at -= n;
	line->too_long &= line->len != 0;
	echo_back(line, n);
	show_rest(line, n);
}

static void move_left(struct line *line, size_t n)
{
	line->at -= n;
	echo_back(line, n);
}

static void move_right(struct line *line, size_t n)
{
	echo(line, line->text + line->at, n);
	line->at += n;
}

static void remove_right(struct line *line, size_t n)
{
	move_right(line, n);
	remove_left(line, n);
}

/* The blanks before the cursor, and the word before them. */
static size_t word_left(const struct line *line)
{
	size_t n = 0;

	while (n < line->at && line->text[line->at - n - 1] == ' ')
		n++;
	while (n < line->at && line->text[line->at - n - 1] != ' ')
		n++;
	return n;
}

static void replace(struct line *line, const char *text)
{
	move_right(line, line->len - line->at);
	remove_left(line, line->len);
	line_insert(line, text, strlen(text));
}

/* Show the @n-th last line; 0: what is being typed. */
static void show_history(struct line *line, size_t n)
{
	if (n > line->nr_history)
		return;
	if (!line->shown)
		memcpy(line->typed, line->text, sizeof(line->typed));
	line->shown = n;
	replace(line, n ? line->history[n - 1] : line->typed);
}

/* Neither blanks, nor what is there already as the newest. */
static void remember(struct line *line)
{
	if (strlen(line->text) == 0 || line->text[0] == ' ' ||
	    (line->nr_history && !strcmp(line->history[0], line->text)))
		return;
	for (size_t i = LINE_HISTORY - 1; i > 0; i--)
		memcpy(line->history[i], line->history[i - 1], sizeof(line->history[i]));
	memcpy(line->history[0], line->text, sizeof(line->history[0]));
	if (line->nr_history < LINE_HISTORY)
		line->nr_history++;
}

static enum line_event finish(struct line *line, enum line_event event)
{
	echo(line, "\n", 1);
	line->escape = ESCAPE_NONE;
	if (event == LINE_DONE && line->too_long)
		return LINE_TOO_LONG;
	if (event == LINE_DONE)
		remember(line);
	return event;
}

/* Keys that a terminal sends as ESC [ N ~ or ESC [ letter, ESC O letter. */
static void take_sequence(struct line *line, int c)
{
	if (c >= '0' && c <= '9') {
		line->escape_number = (line->escape_number * 10 + (unsigned int)(c - '0')) % 1000;
		return;
	}
	if (c < SEQUENCE_FIRST)
		return;
	line->escape = ESCAPE_NONE;
	if (c == 'A')
		show_history(line, line->shown + 1);
	else if (c == 'B' && line->shown)
		show_history(line, line->shown - 1);
	else if (c == 'C' && line->at < line->len)
		move_right(line, 1);
	else if (c == 'D' && line->at)
		move_left(line, 1);
	else if (c == 'H' || (c == '~' && (line->escape_number == 1 || line->escape_number == 7)))
		move_left(line, line->at);
	else if (c == 'F' || (c == '~' && (line->escape_number == 4 || line->escape_number == 8)))
		move_right(line, line->len - line->at);
	else if (c == '~' && line->escape_number == 3 && line->at < line->len)
		remove_right(line, 1);
}

static void take_control(struct line *line, int c)
{
	size_t rest = line->len - line->at;

	switch (c) {
	case '\b':
	case KEY_DELETE:
		remove_left(line, line->at ? 1 : 0);
		break;
	case CTRL('A'):
		move_left(line, line->at);
		break;
	case CTRL('B'):
		move_left(line, line->at ? 1 : 0);
		break;
	case CTRL('D'):
		remove_right(line, rest ? 1 : 0);
		break;
	case CTRL('E'):
		move_right(line, rest);
		break;
	case CTRL('F'):
		move_right(line, rest ? 1 : 0);
		break;
	case CTRL('K'):
		remove_right(line, rest);
		break;
	case CTRL('U'):
		remove_left(line, line->at);
		break;
	case CTRL('W'):
		remove_left(line, word_left(line));
		break;
	case CTRL('P'):
		show_history(line, line->shown + 1);
		break;
	case CTRL('N'):
		if (line->shown)
			show_history(line, line->shown - 1);
		break;
	case KEY_ESCAPE:
		line->escape = ESCAPE_BEGUN;
		break;
	default:
		break;
	}
}

void line_begin(struct line *line)
{
	line->text[0] = '\0';
	line->len = 0;
	line->at = 0;
	line->too_long = false;
	line->escape = ESCAPE_NONE;
	line->shown = 0;
}

enum line_event line_take(struct line *line, int c)
{
	char letter = (char)c;

	if (c == '\n')
		return finish(line, LINE_DONE);
	if (c == CTRL('C'))
		return finish(line, LINE_DROPPED);
	if (line->escape == ESCAPE_SEQUENCE && is_printable(c)) {
		take_sequence(line, c);
		return LINE_MORE;
	}
	if (line->escape == ESCAPE_BEGUN) {
		bool begins = c == '[' || c == 'O';

		line->escape = begins ? ESCAPE_SEQUENCE : ESCAPE_NONE;
		line->escape_number = 0;
		if (begins || is_printable(c))
			return LINE_MORE;
	}
	line->escape = ESCAPE_NONE;
	if (c == '\t')
		return LINE_COMPLETE;
	if (is_printable(c))
		line_insert(line, &letter, 1);
	else
		take_control(line, c);
	return LINE_MORE;
}

void line_show(const struct line *line)
{
	echo(line, line->text, line->len);
	echo_back(line, line->len - line->at);
}
