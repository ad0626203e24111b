#!/usr/bin/env bash
# SPDX-License-Identifier: BSD-2-Clause
#
# A litmus that lacks a mandatory field must not compile, and the compiler must name
# the field; a complete one must, with gcc and with clang and the kernel's own flags.
#
# Called by tests/unit/run.sh.  One line for each case, "ok - …" or "not ok - …".

set -u
cd -- "$(dirname -- "${BASH_SOURCE[0]}")/../.." || exit 1
tmp=$(mktemp -d) || exit 1
trap 'rm -rf "$tmp"' EXIT
# The kernel's flags, but for what clang does not know.
# shellcheck disable=SC2016	# for make to expand
read -ra gcc_flags < <(make -s --no-print-directory --eval 'flags: ; @echo $(CFLAGS)' flags)
clang_flags=("${gcc_flags[@]/#-fno-tree-loop-distribute-patterns/-O2}")

# A complete litmus, a line for each field.
cat >"$tmp/complete.c" <<'END'
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
	.cpu = { nothing },
	.regs = { "0:x" },
	.sees = { OLD },
	.outcomes = { SOMETIMES("it does", OLD) },
	.teeth = { TOOTH(COW_SKIP_FLUSH) },
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

# lacks CC FIELD: without the field it does not compile, for this reason and no other.
lacks()
{
	local file=$tmp/no-$2.c what="litmus, $1: without .$2 it does not, and the compiler says so"

	sed "/^	\.$2 = /d" "$tmp/complete.c" >"$file"
	if compile "$1" "$file"; then
		echo "not ok - $what"
		echo "#   it compiles"
	elif grep -q "incomplete litmus: no \.$2" "$file.$1" &&
		[[ $(grep -c 'error:' "$file.$1") -eq 1 ]]; then
		echo "ok - $what"
	else
		echo "not ok - $what"
		sed 's/^/#   /' "$file.$1"
	fi
}

sed 's/\.teeth = .*/.control = true,/' "$tmp/complete.c" >"$tmp/control.c"

# cases CC: all of them.
cases()
{
	local field

	compiles "$1" "$tmp/complete.c" "a complete one"
	compiles "$1" "$tmp/control.c" "a control, which needs no teeth,"
	for field in name asks source setup cpu regs sees outcomes teeth; do
		lacks "$1" $field
	done
}

cases gcc >"$tmp/gcc.out" &
cases clang >"$tmp/clang.out"
wait
cat "$tmp/gcc.out" "$tmp/clang.out"
