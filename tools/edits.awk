# SPDX-License-Identifier: BSD-2-Clause
#
# The semantic edits of C source as clang-format leaves it: small changes that still build and
# mean something else.
#
#	swap	two statements, one behind the other, change places
#	half	one side of && or || is dropped
#	lock	a lock and its unlocks in the same function are dropped
#	off	< becomes <=, > becomes >=, and the other way round; + 1 and - 1 are dropped
#
# Prints FILE, FIRST, LAST, WHAT, NEW, separated by tabs: lines FIRST to LAST become the one
# line NEW.  FIRST and LAST of a lock are lists with commas: each such line becomes NEW.
#
# Not edited: what mutants switch (they are teeth of litmus tests themselves), declarations, and
# what only asks or tells: BUG_ON(), step(), point(), luf_debug().

function print_edit(first, last, what, new)
{
	gsub(/\t/, " ", what)
	print file "\t" first "\t" last "\t" what "\t" new
}

# --- Logical lines: a statement, or a condition up to its brace, on one line. -------------

function is_silent(s)
{
	return s ~ /^(BUG_ON|step|point|_Static_assert)\(/ || s ~ /mutant\(|luf_debug/
}

function is_statement(s)
{
	return s ~ /;$/ && s !~ /^(return|break|continue|goto|case|default|do|else|if|for|while)[^a-z_]/
}

# A declaration begins with a word, and then another word: "struct page *page = …".
function is_declaration(s)
{
	return s ~ /^(const |static |struct |enum |unsigned |int |long |bool |void |char |u?int[0-9]+_t |size_t |uintptr_t |[a-z_]+_t |[a-z_]+_fn )/
}

function is_guard(s)
{
	return s ~ /^(if|else|for|while|for_each[a-z_]*|list_for_each[a-z_]*|do)([^a-z_].*)?$/ && s !~ /[;{]$/
}

function balance(s,    opens, closes)
{
	opens = gsub(/\(/, "(", s)
	closes = gsub(/\)/, ")", s)
	return opens - closes
}

function add_line(text)
{
	if (pending == "") {
		match(text, /^\t*/)
		indent_here = RLENGTH
		begun = FNR
		sub(/^[ \t]+/, "", text)
		pending = text
	} else {
		sub(/^[ \t]+/, "", text)
		pending = pending (pending ~ /\($/ ? "" : " ") text
	}
	sub(/[ \t]*\/\*.*\*\/$/, "", pending)
	if (balance(pending) > 0 || (pending !~ /[;{}:]$/ && !is_guard(pending)))
		return
	nr++
	line[nr] = pending
	from[nr] = begun
	to[nr] = FNR
	indent[nr] = indent_here
	pending = ""
}

# --- The kinds. ----------------------------------------------------------------------------

function calls(s)
{
	return s ~ /[A-Za-z_]\(/
}

# Does it do more than set a local name?
function acts(s)
{
	return calls(s) || s ~ /^[^=]*(->|\[|\.)[^=]*[^=!<>]=[^=]/
}

function swaps(i,    a, b)
{
	a = line[i]
	b = line[i + 1]
	if (indent[i] != indent[i + 1] || is_guard(line[i - 1]) || !is_statement(a) || !is_statement(b))
		return
	if (is_declaration(a) || is_declaration(b) || is_silent(a) || is_silent(b))
		return
	if (!acts(a) || !acts(b) || !(calls(a) || calls(b)) || a == b)
		return
	print_edit(from[i], to[i + 1], "swap: " a " " b, b " " a)
}

# Where the operand begins that ends before @at, or ends that begins at @at.
function operand_from(s, at, op,    i, depth, c)
{
	depth = 0
	for (i = at - 1; i > 0; i--) {
		c = substr(s, i, 1)
		if (c == ")") depth++
		else if (c == "(" && depth-- == 0) return i + 1
		if (depth) continue
		if (substr(s, i, 2) == "||" || (op == "&&" && substr(s, i, 2) == "&&")) return i + 2
		if (substr(s, i, 2) == "= " && substr(s, i - 1, 1) !~ /[=!<>]/) return i + 2
	}
	return s ~ /^return / ? 8 : 1
}

function operand_end(s, at, op,    i, depth, c)
{
	depth = 0
	for (i = at; i <= length(s); i++) {
		c = substr(s, i, 1)
		if (c == "(") depth++
		else if (c == ")" && depth-- == 0) return i - 1
		if (depth) continue
		if (c == ";" || c == "?") return i - 1
		if (substr(s, i, 2) == "||" || (op == "&&" && substr(s, i, 2) == "&&")) return i - 1
	}
	return length(s)
}

function half(i, s, start, end, dropped,    new)
{
	if (dropped ~ /mutant\(/)
		return
	sub(/^ /, "", dropped)
	sub(/ $/, "", dropped)
	new = substr(s, 1, start - 1) substr(s, end + 1)
	if ((i, new) in seen)
		return
	seen[i, new] = 1
	print_edit(from[i], to[i], "half: without " dropped ": " s, new)
}

function halves(i,    s, at, op, left, right)
{
	s = line[i]
	if (is_silent(s) && s !~ /^(if|while|return|else if) ?/)
		return
	for (at = 1; at < length(s); at++) {
		op = substr(s, at, 2)
		if (op != "&&" && op != "||")
			continue
		left = operand_from(s, at, op)
		while (substr(s, left, 1) == " ")
			left++
		right = operand_end(s, at + 2, op)
		while (substr(s, right, 1) == " ")
			right--
		half(i, s, left, at + 2, substr(s, left, at - left))
		half(i, s, at - 1, right, substr(s, at + 2, right - at - 1))
	}
}

function swapped(s, at, len, new)
{
	return substr(s, 1, at - 1) new substr(s, at + len)
}

function off_at(i, s, what, new,    at, rest, before)
{
	rest = s
	before = 0
	while ((at = index(rest, what)) > 0) {
		print_edit(from[i], to[i], "off by one:" what "->" (new == "" ? " nothing" : new) ": " s,
			   swapped(s, before + at, length(what), new))
		before += at + length(what) - 1
		rest = substr(s, before + 1)
	}
}

function offs(i,    s)
{
	s = line[i]
	if (is_silent(s) || s ~ /^#/)
		return
	off_at(i, s, " < ", " <= ")
	off_at(i, s, " <= ", " < ")
	off_at(i, s, " > ", " >= ")
	off_at(i, s, " >= ", " > ")
	off_at(i, s, " + 1", "")
	off_at(i, s, " - 1", "")
}

# The lines of @first to @last that unlock what line @i locks.
function locks(i, last,    s, name, what, unlock, j, list)
{
	s = line[i]
	if (s !~ /^[a-z_]*lock[a-z_]*\(.*\);$/ || s ~ /unlock/ || is_guard(line[i - 1]))
		return
	name = substr(s, 1, index(s, "(") - 1)
	what = substr(s, index(s, "("))
	unlock = name
	sub(/lock/, "unlock", unlock)
	list = ""
	for (j = i + 1; j <= last; j++) {
		if (line[j] == unlock what)
			list = list "," from[j]
	}
	if (list != "")
		print_edit(from[i] list, to[i] list, "lock: " s, ";")
}

function flush_function(last,    i)
{
	for (i = 1; i <= last; i++) {
		if (i < last)
			swaps(i)
		halves(i)
		offs(i)
		locks(i, last)
	}
}

function forget()
{
	nr = 0
	pending = ""
	inside = 0
	split("", seen)
	split("", line)
}

FNR == 1 { file = FILENAME; forget(); comment = 0 }
comment { if (/\*\//) comment = 0; next }
/^[ \t]*\/\*/ { if (!/\*\//) comment = 1; next }
/^[ \t]*$/ || /^#/ { next }
/^\{/ { forget(); inside = 1; next }
/^\}/ { if (inside) flush_function(nr); forget(); next }
inside { add_line($0) }
