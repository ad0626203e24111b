#!/usr/bin/env bash
# SPDX-License-Identifier: BSD-2-Clause
#
# Every tooth, a line each: its test, a blank, its mutant; read from the sources, in their order.

set -u
root=$(CDPATH='' cd -- "$(dirname -- "${BASH_SOURCE[0]}")/.." && pwd)
cd "$root" || exit 3
export LC_ALL=C

mapfile -t litmus < <(find tests/litmus -name '*.c' | sort)
awk '
	FNR == NR { text = text $0; next }
	FNR == 1 && !known {
		while (match(text, /MUTANT\([A-Z0-9_]+, *"[^"]*"/)) {
			split(substr(text, RSTART + 7, RLENGTH - 8), word, /, *"/)
			name[word[1]] = word[2]
			text = substr(text, RSTART + RLENGTH)
			known++
		}
	}
	{
		test = substr(FILENAME, length("tests/litmus/") + 1)
		sub(/\.c$/, "", test)
		for (line = $0; match(line, /TOOTH\([A-Z0-9_]+/); line = substr(line, RSTART + RLENGTH))
			print test, name[substr(line, RSTART + 6, RLENGTH - 6)]
	}' kernel/rules/mutants.def "${litmus[@]}"
