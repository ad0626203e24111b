#!/usr/bin/env bash
# SPDX-License-Identifier: BSD-2-Clause
#
# Build and run the host unit tests: with ASan and UBSan in build/unit/, where stacks, heap
# and frames are filled by a pattern (paint.c), and with MemorySanitizer in
# build/unit-memory/, which sees every read of what nobody has written.
#
#	tests/unit/run.sh [--full | --quick]
#
# --full: with more patterns, and all random cases of the fuzz that are many (unit_rounds());
# --quick: the programs alone, with ASan and UBSan.
#
# One line for each test, "ok N - …" or "not ok N - …", and at the end
# "N passed, N failed".  Exit status: 0 all passed; 1 not; 4 a tool is missing.

set -u
root=$(CDPATH='' cd -- "$(dirname -- "${BASH_SOURCE[0]}")/../.." && pwd)
# shellcheck source=tools/lib.sh
. "$root/tools/lib.sh"
cd "$root" || exit 1
patterns=(a5)
unset UNIT_FULL	# what the caller's environment has
if [[ ${1-} == --full ]]; then
	patterns=(a5 00 ff 01)
	export UNIT_FULL=1 UNIT_CPU_LIMIT=600	# what hangs is told later, for all of the fuzz takes a minute
fi

# programs OUT WORD...: build them in OUT; the words are for make.
programs()
{
	local out=$1

	shift
	if ! make -s -j "$(nproc)" -f tests/unit/Makefile OUT="$out" "$@"; then
		echo "not ok - the unit tests build in $out"
		return 1
	fi
}

# run_one PROGRAM TEXT: its results in TEXT, and one for itself if it ends other than these say.
# Fails if that cannot be written.
run_one()
{
	local status

	rm -f "$2"
	"$1" >"$2" 2>&1
	status=$?
	if ((status == 0)) && grep -q '^ok - ' "$2"; then return; fi
	if ((status == 1)) && grep -q '^not ok - ' "$2"; then return; fi
	echo "not ok - ${1##*/} ends with status $status" >>"$2"
}

# run_all OUT: several at a time, for some wait; told in the order of their names.
run_all()
{
	local program programs=(tests/unit/*_test.c)

	programs=("${programs[@]##*/}")
	programs=("${programs[@]%.c}")
	# shellcheck disable=SC2016	# this dollar is for the shell that xargs starts
	printf "$1/%s\0" "${programs[@]}" | xargs -0 -P $((2 * $(nproc))) -n 1 bash -c 'run_one "$1" "$1.txt"' - ||
		echo "not ok - what a program says can be written to $1"
	for program in "${programs[@]}"; do
		cat "$1/$program.txt"
	done
}

# What is planted must be found: each of its tests fails.
plants_are_found()
{
	local out=$1 text wrong

	text=$(UNIT_CPU_LIMIT=1 "$out/planted" 2>&1)
	wrong=$(grep -c '^not ok - planted: ' <<<"$text")
	if ((wrong == 5)) && ! grep '^ok' <<<"$text" && grep -q 'the test hangs' <<<"$text"; then
		echo "ok - $out, pattern $UNIT_PATTERN: reads of what nobody has written, and a hang, are noticed"
	else
		printf '%s\n' "$text" | sed 's/^/#   /'
		echo "not ok - $out, pattern $UNIT_PATTERN: what is planted is found"
	fi
}

with_patterns()
{
	local pattern

	programs build/unit || return
	for pattern in "${patterns[@]}"; do
		export UNIT_PATTERN=$pattern
		# A report has to say where; leaks at the end of a test are nobody's loss.
		export UBSAN_OPTIONS=print_stacktrace=1
		export ASAN_OPTIONS=detect_leaks=0:max_malloc_fill_size=1048576:malloc_fill_byte=$((16#$pattern))
		run_all build/unit
		# Zeroes are what a plant takes memory for.
		[[ $pattern == 00 ]] || plants_are_found build/unit
	done
}

# What nobody has written is a mistake whatever lies there.
with_memory_sanitizer()
{
	programs build/unit-memory CC=clang SANITIZE=memory || return
	export UNIT_PATTERN=00
	run_all build/unit-memory | sed -E 's/^((not )?ok - )/\1memory: /'
	plants_are_found build/unit-memory
}

# Beside the programs run those that are one process at a time; they are told after them.
# shellcheck disable=SC2317	# it is called by its name
everything()
{
	local script pids=()

	for script in litmus-fields.sh hostile-test.sh; do
		run_one "tests/unit/$script" "build/unit/${script%.sh}.txt" &
		pids+=($!)
	done
	with_patterns
	with_memory_sanitizer
	for script in litmus-fields.sh hostile-test.sh; do
		wait "${pids[0]}" || echo "not ok - what $script says can be written to build/unit"
		pids=("${pids[@]:1}")
		cat "build/unit/${script%.sh}.txt"
	done
}

tools/install-deps.sh build lint memory || exit 4
only_one build/unit
export -f run_one
suites=everything
[[ ${1-} != --quick ]] || suites=with_patterns
$suites 9>&- | awk '
	/^ok - / { passed++; sub(/^ok/, "ok " passed + failed); print; next }
	/^not ok - / { failed++; sub(/^not ok/, "not ok " passed + failed); print; next }
	{ print (/^#/ ? "" : "#   ") $0 }
	END {
		printf "%d passed, %d failed\n", passed, failed
		exit failed > 0 || passed == 0
	}'
