#!/usr/bin/env bash
# SPDX-License-Identifier: BSD-2-Clause
#
# make lint: style, static analysis, and the rules of the tree.
#
#	tools/lint.sh [--full]
#
# --full: cppcheck looks at every combination of what #ifdef asks for.
#
# A check is a function that prints what is wrong, and nothing if all is well.  One
# line for each, "ok - …" or "not ok - …", and at the end "N passed, N failed".
# Exit status: 0 all passed; 1 not; 2 usage; 4 a tool is missing.

set -u
CDPATH='' cd -- "$(dirname -- "${BASH_SOURCE[0]}")/.." || exit 3
export LC_ALL=C
unset MAKEFLAGS MFLAGS MAKELEVEL
full=
if (($# > 1)) || [[ -n ${1-} && $1 != --full ]]; then
	echo 'lint.sh: only --full can be given'
	exit 2
fi
[[ ${1-} != --full ]] || full=--force
tools/install-deps.sh build lint || exit 4

# files REGEX: the project's files whose path matches it whole.
files()
{
	find . -path ./build -prune -o -path ./.git -prune -o -type f -printf '%P\n' |
		grep -Ex "$1" | sort
}

mapfile -t sources < <(files '(kernel|arch|tests)/.*\.[ch]')
mapfile -t kernel_c < <(files '(kernel|arch/x86_64|tests/(engine|hw|litmus|shell))/.*\.c|tests/text/[^/]*\.c')
mapfile -t model_c < <(files 'arch/model/.*\.c')
mapfile -t linux_c < <(files '(arch/linux|tests/text/hosted)/.*\.c')
mapfile -t portable < <(files '(kernel|tests)/.*\.[ch]')
mapfile -t kernel < <(files 'kernel/.*\.[ch]')
mapfile -t litmus < <(files 'tests/litmus/.*\.c')
mapfile -t calls < <(files 'tests/litmus(_[a-z]+)?\.h' | grep -vxF tests/litmus_check.h)
mapfile -t scripts < <(files '.*\.sh|\.ci/run')
mapfile -t text < <(files '.*(\.([chs]|asm|inc|def|ld|sh|py|cfg)|Makefile|\.ci/run|\.clang-format)')
mapfile -t documents < <(files '.*\.md')
mapfile -t code_files < <(files '.*\.([ch]|asm|inc|sh|py)|\.ci/run')
passed=0
failed=0

# check NAME FUNCTION
check()
{
	local wrong

	wrong=$($2 2>&1)
	if [[ -z $wrong ]]; then
		passed=$((passed + 1))
		echo "ok - $1"
		return
	fi
	failed=$((failed + 1))
	echo "not ok - $1"
	head -n 40 <<<"$wrong" | sed 's/^/#   /'
}

# A list that is empty would make the checks over it pass in vain.
lists_are_full()
{
	local list

	for list in sources kernel_c model_c linux_c portable kernel litmus calls scripts text documents code_files; do
		local -n paths=$list
		((${#paths[@]} > 0)) || echo "no $list found"
	done
}

formatted()
{
	local text

	text=$(clang-format --dry-run "${sources[@]}" 2>&1) || echo "clang-format ends with status $?"
	grep -F 'clang-formatted' <<<"$text" | cut -d' ' -f1 | sort -u
}

# clang_checks FLAGS FILE...
clang_checks()
{
	local flags=$1

	shift
	# shellcheck disable=SC2086	# the flags are words
	printf '%s\n' "$@" | xargs -P "$(nproc)" -n 8 clang $flags -fsyntax-only
}

# Each world's flags.
clang_is_content()
{
	clang_checks "$(make -s CC=clang print-CFLAGS)" \
		"${kernel_c[@]}"
	clang_checks "$(make -s -f arch/model/build.mk print-CFLAGS)" "${model_c[@]}"
	clang_checks "$(make -s -f arch/linux/build.mk print-CFLAGS)" "${linux_c[@]}"
}

# shellcheck disable=SC2054	# these commas are cppcheck's
cppcheck_options=(
	--enable=warning,performance,portability,style --inline-suppr
	--std=c11 --platform=unix64 -I. -Iarch/include
	# Symbols of the linker script bound tables.
	--suppress=comparePointers
	# Hardware has members that we do not use.
	--suppress=unusedStructMember
	# Declarations come first in a function, and types of parameters with the interface.
	--suppress=variableScope --suppress=constParameter
	# a & b ? c : d needs no parentheses.
	--suppress=clarifyCalculation
	# It takes WRITE_ONCE(*p, …) for a use of p, a local of the name for a global's.
	--suppress=redundantPointerOp
	--suppress=duplicateCondition:kernel/mm/frames/blkdev.c
	--suppress=shadowVariable:kernel/smp/smp.c
	# The compilers check formats; a positive constant may be printed as unsigned.
	--suppress=invalidPrintfArgType_uint
	# What is called just before never returns.
	--suppress=arrayIndexOutOfBoundsCond:arch/model/machine/sched.c
	--suppress=arrayIndexOutOfBoundsCond:arch/model/machine/tlb_set.c
	# This file is the standard library.
	--suppress=useStandardLibrary:kernel/lib/string.c --suppress=unreadVariable:kernel/lib/string.c
	# This one goes wrong on purpose.
	--suppress=nullPointer:kernel/options/crash.c
)

# cppcheck_files OPTION...: the files on stdin.
cppcheck_files()
{
	cppcheck --quiet -j "$(nproc)" "${cppcheck_options[@]}" --template='{file}:{line}: {message} [{id}]' \
		"$@" --file-list=-
}

# What refuses a litmus that is not whole is the same in all that include it, and takes most
# of the time: one litmus has it.  Without --force a -D leaves one combination of what is defined.
# Few files ask for any other, and all combinations take four times as long.
cppcheck_is_content()
{
	printf '%s\n' "${litmus[0]}" | cppcheck_files
	printf '%s\n' "${sources[@]}" | grep '\.c$' |
		cppcheck_files ${full:+"$full"} -DTESTS_LITMUS_CHECK_H '-Dlitmus_must_be_whole(l,file,length)='
}

# WRMSR takes its value in halves, which sparse reports as cut off.
sparse_is_content()
{
	printf '%s\n' "${kernel_c[@]}" "${model_c[@]}" |
		xargs -P "$(nproc)" -n 8 sparse -std=gnu11 -m64 -I. -Iarch/include 2>&1 |
		grep -vF -e 'cast truncates bits from constant value' -e 'in included file'
}

# code FILE...: FILE:LINE:TEXT of each line, with comments and strings made blank.
code()
{
	awk 'FNR == 1 { inside = 0 }
	{
		out = ""
		for (line = $0; line != ""; ) {
			if (inside) {
				end = index(line, "*/")
				line = end ? substr(line, end + 2) : ""
				inside = !end
			} else if (match(line, /\/\*|\/\/|"([^"\\]|\\.)*"/)) {
				out = out substr(line, 1, RSTART - 1)
				inside = substr(line, RSTART, 2) == "/*"
				line = substr(line, RSTART, 2) == "//" ? "" : substr(line, RSTART + RLENGTH)
			} else {
				out = out line
				line = ""
			}
		}
		print FILENAME ":" FNR ":" out
	}' "$@"
}

# none_in PATTERN WHY FILE...
none_in()
{
	local pattern=$1 why=$2

	shift 2
	code "$@" | grep -E -- "$pattern" | sed "s|\$|	<- $why|"
}

no_instructions()
{
	none_in '\b(__asm__|__asm|asm)\b' 'an instruction outside arch/' "${portable[@]}"
}

no_volatile()
{
	none_in '\bvolatile\b' 'raw volatile outside arch/' "${portable[@]}"
}

no_pte_dereference()
{
	none_in '(->|\.)v\b|(^|[^_a-z])\*ptep\b[^,;)]' 'a PTE reached other than by arch/pte.h' \
		"${kernel[@]}" | grep -v 'pte_t \*ptep'
}

# shellcheck source=tools/lint-names.sh
. tools/lint-names.sh

# What each may not include, whichever room it is in: tools/rooms.sh has those.
floors_hold()
{
	local files banned

	while read -r files banned; do
		printf '%s\n' "${portable[@]}" | grep -Ex "$files" | xargs -r grep -nE "#include <($banned)" |
			sed 's|$|	<- above its floor|'
	done <<'END'
kernel/.*|tests/(bench|engine|hw|litmus|shell|text).* arch/x86_64/
kernel/.*                             tests/
END
}

# Of TCG and of Bochs.
rates_are_known()
{
	tools/rates-check.sh
}

docs_are_fresh()
{
	tools/docs.sh --check
}

# The licence in the first two lines, and a comment of some words soon after.
heads()
{
	awk 'function judge() {
		if (file != "" && !licence) print file ": no SPDX line"
		else if (file != "" && !head) print file ": no head comment"
	     }
	     FNR == 1 { judge(); file = FILENAME; licence = head = 0 }
	     FNR > 6 { nextfile }
	     FNR <= 2 && /SPDX-License-Identifier: BSD-2-Clause/ { licence = FNR }
	     licence && FNR > licence && FNR <= licence + 4 && !/shellcheck/ &&
		/^[ \t]*(\/\*|\*|#|;|""").*[a-z][a-z]+.* [a-z]+/ { head = 1 }
	     END { judge() }' "${text[@]}"
}

# A body is what stands between { and } in the first column.  A table, *.def, may be longer than a file
# of code: nobody reads it from end to end.
lengths()
{
	awk 'FNR == 1 { open = 0 }
	     FNR == 401 { print FILENAME ": more than 400 lines" }
	     /^{/ { open = FNR }
	     /^}/ && open {
		if (FNR - open > 61) print FILENAME ":" open ": a function of " FNR - open - 1 " lines"
		open = 0
	     }' "${code_files[@]}"
}

nothing_is_left_to_do()
{
	grep -nwE 'T[O]DO|F[I]XME|X[X]X' "${text[@]}" "${documents[@]}"
}

# A suite that nobody runs holds for ever.
suites_are_run()
{
	local script

	for script in $(files 'tests/(boot|linux|model|text|unit)/[^/]*\.sh'); do
		[[ -x $script ]] || continue
		sed '/^full_suites()/,/^}/d' tools/check.sh | grep -qF "$script" && continue
		grep -lF "${script##*/}" tests/*/*.sh | grep -qvxF "$script" ||
			echo "$script: make check does not run it"
	done
}

# Where CDPATH is set, cd may lead to another tree, and says so on stdout.
trees_are_found()
{
	grep -nE '(^[[:blank:]]*|[(;&] *)cd [^&|]*dirname' "${scripts[@]}"
}

scripts_parse()
{
	local script

	for script in "${scripts[@]}"; do
		bash -n "$script"
	done
	printf '%s\0' "${scripts[@]}" | xargs -0 -P "$(nproc)" -n 4 shellcheck -x -f gcc -e SC1091
}

check 'there is something to check' lists_are_full
check 'clang-format has nothing to change' formatted
check 'clang compiles it without a warning' clang_is_content
check 'cppcheck finds nothing' cppcheck_is_content
check 'sparse finds nothing' sparse_is_content
check 'no instructions outside arch/' no_instructions
check 'no raw volatile outside arch/' no_volatile
check 'PTEs are reached through their accessors' no_pte_dereference
check 'the two worlds, the kernel and its tests use only what is theirs' floors_hold
check 'each room includes only those below it, and no ring' tools/rooms.sh
check 'every mutant is used, and is the tooth of a litmus' mutants_have_teeth
check 'the table of rates has every tooth, with 50 catches or a reason' rates_are_known
check 'litmus names match their files, and comments name litmus tests that exist' litmus_names_match
check 'docs/THREADS.md names tests and their teeth' threads_name_what_is
check 'documents show places in the source that are there' shown_places_are_right
check 'docs/WRITING-A-LITMUS.md names every call and value of tests/litmus.h' calls_are_documented
check 'tests/text/verbs.def has every call of tests/litmus.h' calls_are_verbs
check 'docs/MUTANTS.md, docs/LITMUS.md and docs/TEXT-LITMUS.md are as the source has it' docs_are_fresh
check 'every file has its licence and its head' heads
check 'no file has over 400 lines, no function over 60' lengths
check 'every suite is run' suites_are_run
check 'nothing is left to do' nothing_is_left_to_do
check 'scripts find their tree whatever CDPATH says' trees_are_found
check 'shell scripts parse, and shellcheck finds nothing' scripts_parse
echo "$passed passed, $failed failed"
((failed == 0))
