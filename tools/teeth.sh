#!/usr/bin/env bash
# SPDX-License-Identifier: BSD-2-Clause
#
# Every tooth, a line each: its test, a blank, its mutant; read from the sources, in their order.

set -u
root=$(cd -- "$(dirname -- "${BASH_SOURCE[0]}")/.." && pwd)
cd "$root" || exit 3
export LC_ALL=C

names=$(tr '\n' ' ' <kernel/rules/mutants.def | grep -oE 'MUTANT\([A-Z0-9_]+, *"[^"]*"' |
	sed -E 's/MUTANT\(([A-Z0-9_]+), *"([^"]*)"/\1 \2/')
find tests/litmus -name '*.c' | sort | while read -r file; do
	test=${file#tests/litmus/}
	grep -oE 'TOOTH\([A-Z0-9_]+' "$file" | cut -c 7- | while read -r id; do
		echo "${test%.c} $(awk -v id="$id" '$1 == id { print $2 }' <<<"$names")"
	done
done
