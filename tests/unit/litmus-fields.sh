#!/usr/bin/env bash
# SPDX-License-Identifier: BSD-2-Clause
#
# A litmus that lacks a mandatory field, or has one that contradicts another, must not
# compile, and the compiler must name file and field; a complete one must, with gcc and with
# clang and the kernel's own flags.
#
# Called by tests/unit/run.sh.  One line for each case, "ok - …" or "not ok - …".

set -u
CDPATH='' cd -- "$(dirname -- "${BASH_SOURCE[0]}")/../.." || exit 1
tmp=$(mktemp -d) || exit 1
trap 'rm -rf "$tmp"' EXIT
# The kernel's flags, but for what clang does not know.
# shellcheck disable=SC2016	# for make to expand
read -ra gcc_flags < <(make -s --no-print-directory --eval 'flags: ; @echo $(CFLAGS)' flags)
clang_flags=("${gcc_flags[@]/#-fno-tree-loop-distribute-patterns/-O2}")

# A complete litmus, a line for each field.
mkdir "$tmp/unit"
cat >"$tmp/unit/complete.c" <<'END'
#include <tests/litmus.h>

static void nothing(struct run *r)
{
	(void)r;
}

LITMUS(complete) = {
	.name = "unit/complete",
	.asks = "does it compile?",
	.source = "itself",
	.setup = nothing,
	.warm = { NULL, nothing },
	.cpu = { nothing, nothing },
	.finish = nothing,
	.regs = { "0:x", "1:x", "file" },
	.sees = { OLD, NEW },
	.outcomes = {
		NEVER("it does not", NEW, OLD, ANY),
		SOMETIMES("it does", OLD, ANY, 1),
		SOMETIMES("it does, too", OLD, ANY, E_NOMEM),
	},
	.needs = KEEPS_READ | KEEPS_REMOTE,
	.teeth = {
		TOOTH(COW_SKIP_FLUSH, .policies = ON_LUF),
		TOOTH(COW_SKIP_FLUSH, .policies = ON_EAGER | ON_BATCH, .needs = KEEPS_READ),
	},
};
END

# compile CC FILE: leaves the compiler's words beside the file.
compile()
{
	if [[ $1 == gcc ]]; then
		"${CROSS_COMPILE-}gcc" "${gcc_flags[@]}" -c "$2" -o /dev/null 2>"$2.$1"
	else
		clang --target=x86_64-linux-gnu "${clang_flags[@]}" -c "$2" -o /dev/null 2>"$2.$1"
	fi
}

# compiles CC FILE WHAT
compiles()
{
	if compile "$1" "$2"; then
		echo "ok - litmus, $1: $3 compiles"
	else
		echo "not ok - litmus, $1: $3 compiles"
		sed 's/^/#   /' "$2.$1"
	fi
}

# refused CC MESSAGE WHAT SED: what SED makes of the complete one does not compile, and
# that is the first reason; the file is named.
refused()
{
	local dir file what="litmus, $1: $3 does not compile, and the compiler says so"

	if ! dir=$(mktemp -d "$tmp/XXXXXX") || ! mkdir "$dir/unit"; then
		echo "not ok - $what"
		return
	fi
	file=$dir/unit/complete.c
	sed -E "$4" "$tmp/unit/complete.c" >"$file"
	if cmp -s "$file" "$tmp/unit/complete.c"; then
		echo "not ok - $what"
		echo "#   nothing was changed"
	elif compile "$1" "$file"; then
		echo "not ok - $what"
		echo "#   it compiles"
	elif grep -m1 'error:' "$file.$1" | grep -qF -- "$2" && grep -qF "$file" "$file.$1"; then
		echo "ok - $what"
	else
		echo "not ok - $what"
		sed 's/^/#   /' "$file.$1"
	fi
}

# lacks CC FIELD
lacks()
{
	refused "$1" "incomplete litmus: no .$2" "one without .$2" \
		"/^	\.$2 = [^{]*,\$|^	\.$2 = .*}/d; /^	\.$2 = \{\$/,/^	\}/d"
}

contradictions()
{
	refused "$1" '.name is not the end' 'one named as another file' 's/unit.complete/unit\/other/'
	refused "$1" '.name is not the end' 'one of another family' 's/unit.complete/reclaim\/complete/'
	refused "$1" '.name is not the end' 'one of a part of a family' 's/unit.complete/nit\/complete/'
	refused "$1" '.name is not family/word' 'one without a family' 's/unit.complete/complete/'
	refused "$1" '.name is not family/word' 'one with a capital letter' 's/unit.complete/Unit\/complete/'
	refused "$1" '.name is not family/word' 'one with a long name' \
		's/"unit/"aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa/'
	refused "$1" '.cpu has a NULL' 'one with a gap in .cpu' 's/(\.cpu = \{ nothing), /\1, NULL, /'
	refused "$1" '.warm has an entry' 'one that warms an actor it does not have' \
		's/NULL, nothing \}/NULL, NULL, nothing }/'
	refused "$1" '.regs has a gap' 'one with a gap in .regs' 's/(\.regs.*"0:x"), /\1, NULL, /'
	refused "$1" 'no .on_linux_source says' 'one whose rows for Linux have no source' \
		's/^	\.teeth = \{/	.on_linux = { SOMETIMES("less", NEW, NEW, NEW) },\n&/'
	refused "$1" '.on_linux has a NEVER row' 'one with a row that forbids what is allowed on Linux' \
		's/^	\.teeth = \{/	.on_linux = { NEVER("less", NEW, NEW, NEW) },\n	.on_linux_source = "itself",\n&/'
	refused "$1" '.regs has a name that' 'one with a nameless register' 's/"1:x"/"1:"/'
	refused "$1" '.regs names an actor' 'one with a register of an actor it does not have' 's/"1:x"/"2:x"/'
	refused "$1" '.regs names an actor' 'one with a register of no actor' 's/"1:x"/"x:x"/'
	refused "$1" '.regs names an actor' 'one with a last look and no .finish' '/\.finish/d'
	refused "$1" '.regs has the same name twice' 'one with two registers of one name' 's/"1:x"/"0:x"/'
	refused "$1" '.sees has a gap' 'one with a gap in .sees' 's/\{ OLD, NEW \}/{ OLD, 0, NEW }/'
	refused "$1" '.sees has what is no value' 'one that sees ANY' 's/\{ OLD, NEW \}/{ OLD, NEW, ANY }/'
	refused "$1" '.sees has the same value twice' 'one that sees OLD twice' \
		's/\{ OLD, NEW \}/{ OLD, NEW, OLD }/'
	refused "$1" 'no NEVER in .outcomes' 'one without a NEVER' '/NEVER/d'
	refused "$1" 'no SOMETIMES in .outcomes' 'one without a SOMETIMES' '/SOMETIMES/d'
	refused "$1" '.outcomes has a gap' 'one with a gap in .outcomes' 's/NEVER/[0] = &/; s/(SOM.*does, too)/[3] = \1/'
	refused "$1" '.outcomes has a row with not as many' 'one with a row too short' 's/NEW, OLD, ANY/NEW, OLD/'
	refused "$1" '.outcomes has a row with not as many' 'one with a row too long' 's/NEW, OLD, ANY/NEW, OLD, ANY, 0/'
	refused "$1" '.outcomes has a row that does not say' 'one with a row without words' 's/"it does"/""/'
	refused "$1" '.outcomes has a value that is none' 'one with a value that is none' 's/ANY, 1/ANY, VALUE_END/'
	refused "$1" '.outcomes has a row that an earlier' 'one with a row twice' 's/E_NOMEM/1/'
	refused "$1" '.outcomes has a row that an earlier' 'one with a row that another covers' \
		's/ANY, 1\)/ANY, ANY)/; s/OLD, ANY, E_NOMEM/OLD, NEW, 3/'
	refused "$1" '.teeth has a gap' 'one with a gap in .teeth' 's/TOOTH\(.*ON_LUF/[2] = &/; s/TOOTH\(.*ON_EAGER/[0] = &/'
	refused "$1" '.teeth has the same mutant twice' 'one with a tooth twice' 's/, \.policies = ON_LUF//'
	refused "$1" '.teeth has a tooth with .tracks' 'one with a tooth of a track, and no LUF' \
		's/ON_LUF/ON_EAGER, .tracks = TRACK_PTE/'
	refused "$1" '.teeth has a tooth with .tracks' 'one with a tooth of an owner rule, and no LUF' \
		's/ON_EAGER \| ON_BATCH/ON_BATCH, .owners = OWNERS_ANY/'
	refused "$1" '.teeth has bits that are none' 'one with a tooth of an unknown policy' 's/ON_LUF/8/'
	refused "$1" '.needs has bits that are none' 'one that needs what is unknown' 's/needs = KEEPS_READ \|/needs = 1 << 20 |/'
	refused "$1" '.control has teeth' 'a control with teeth' 's/\.asks/.control = true, &/'
	refused "$1" a_file_has_one_litmus 'a second one in a file' '/^};/a LITMUS(second) = { .name = "unit/complete" };'
}

# Letters that KTAP or JSON cannot print: GCC alone looks, for clang would take seconds.
letters()
{
	refused gcc '.asks is longer' 'one with a control character in .asks' 's/does it/does\\nit/'
	refused gcc '.asks is longer' 'one with a quote in .asks' 's/does it/does \\"it\\"/'
	refused gcc '.asks is longer' 'one with a long question' "s/does it/$(printf '%0160d' 0)/"
	refused gcc '.source is longer' 'one with a backslash in .source' 's/itself/its\\\\elf/'
	refused gcc '.regs has a name longer' 'one with a tab in .regs' 's/"1:x"/"1:\\tx"/'
	refused gcc '.outcomes has a row whose text' 'one with an escape in .outcomes' 's/"it does"/"it\\033[2J"/'
}

mkdir -p "$tmp/control/unit"
sed "/\.teeth = {/,/^	}/d; s/\.asks/.control = true, &/" "$tmp/unit/complete.c" >"$tmp/control/unit/complete.c"

# cases CC: all of them.
cases()
{
	local field

	compiles "$1" "$tmp/unit/complete.c" "a complete one"
	compiles "$1" "$tmp/control/unit/complete.c" "a control, which needs no teeth,"
	for field in name asks source setup cpu regs sees outcomes teeth; do
		lacks "$1" $field
	done
	contradictions "$1"
}

{ cases gcc; letters; } >"$tmp/gcc.out" &
cases clang >"$tmp/clang.out"
wait
cat "$tmp/gcc.out" "$tmp/clang.out"
