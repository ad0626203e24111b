#!/bin/sh
# SPDX-License-Identifier: BSD-2-Clause
#
# Print NASM source for the table of function names that arch/x86_64/traps/symbols.c
# searches, made from the first link of the kernel:
#
#	tools/ksyms.sh first.elf > ksyms.asm
#
# Only functions, by address; the code that runs below the higher half is left out.
set -eu
: "${NM:=nm}"

"$NM" -n "$1" | awk '
	BEGIN { print "; made by tools/ksyms.sh"; n = offset = 0 }
	$2 ~ /^[tTwW]$/ && $1 ~ /^ffffffff8/ && $3 !~ /\./ || $3 ~ /\.(part|cold|constprop|isra)/ {
		if ($1 == last)
			next
		last = $1
		pc[n] = $1
		name[n++] = $3
	}
	END {
		print "section ksyms progbits alloc noexec nowrite align=8"
		for (i = 0; i < n; i++) {
			print "dq 0x" pc[i] ", " offset
			offset += length(name[i]) + 1
		}
		print "section ksym_names progbits alloc noexec nowrite align=1"
		for (i = 0; i < n; i++)
			print "db \"" name[i] "\", 0"
	}'
