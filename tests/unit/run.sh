#!/usr/bin/env bash
# SPDX-License-Identifier: BSD-2-Clause
#
# Build and run the host unit tests, with ASan and UBSan, in build/unit/.
#
# One line for each test, "ok N - …" or "not ok N - …", and at the end
# "N passed, N failed".  Exit status: 0 all passed; 1 not; 4 a tool is missing.

set -u
cd -- "$(dirname -- "${BASH_SOURCE[0]}")/../.." || exit 1
export LC_ALL=C
# A report has to say where; leaks at the end of a test are nobody's loss.
export ASAN_OPTIONS=detect_leaks=0 UBSAN_OPTIONS=print_stacktrace=1
out=build/unit
# Make variables of a make that calls this are not for the one called here.
unset MAKEFLAGS MFLAGS MAKELEVEL

tools/install-deps.sh build lint || exit 4
mkdir -p "$out" || exit 1
if ! make -s -j "$(nproc)" -f tests/unit/Makefile OUT="$out"; then
	echo "not ok 1 - the unit tests build"
	echo "0 passed, 1 failed"
	exit 1
fi

# run_one PROGRAM: its results, and one for itself if it ends other than it should.
run_one()
{
	local status

	"$1" 2>&1
	status=$?
	((status <= 1)) || echo "not ok - ${1##*/} ends with status $status"
}

{
	for source in tests/unit/*_test.c; do
		program=${source##*/}
		run_one "$out/${program%.c}"
	done
	tests/unit/litmus-fields.sh
} | awk '
	/^ok - / { passed++; sub(/^ok/, "ok " passed + failed); print; next }
	/^not ok - / { failed++; sub(/^not ok/, "not ok " passed + failed); print; next }
	{ print (/^#/ ? "" : "#   ") $0 }
	END {
		printf "%d passed, %d failed\n", passed, failed
		exit failed > 0 || passed == 0
	}'
