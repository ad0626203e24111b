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

# A line of mutants.def each: ID NAME.
mutants()
{
	tr '\n' ' ' <kernel/rules/mutants.def | grep -oE 'MUTANT\([A-Z0-9_]+, *"[^"]*"' |
		sed -E 's/MUTANT\(([A-Z0-9_]+), *"([^"]*)"/\1 \2/'
}

mutants_have_teeth()
{
	local id name sites teeth

	sites=$(code "${kernel[@]}" tests/engine/calls*.c | grep -oE '\bmutant\([A-Z0-9_]+\)')
	teeth=$(code "${litmus[@]}" | grep -oE '\bTOOTH\([A-Z0-9_]+')
	mutants | while read -r id name; do
		grep -qxF "mutant($id)" <<<"$sites" || echo "$id is used nowhere"
		grep -qxF "TOOTH($id" <<<"$teeth" || echo "$id is no litmus' tooth"
		[[ $name == "$(tr 'A-Z_' 'a-z-' <<<"$id")" ]] || echo "$id is called '$name'"
	done
	mutants | cut -d' ' -f2 | sort | uniq -d | sed 's/$/ is the name of two mutants/'
	[[ -n $(mutants) ]] || echo "kernel/rules/mutants.def has none"
}

# Of TCG and of Bochs.
rates_are_known()
{
	tools/rates-check.sh
}

# Litmus tests that comments name, also where the name is on the next line: FILE:LINE NAME.
named_litmus()
{
	awk '{
		line = $0
		if (carry) {
			sub(/^[ \t]*\*?[ \t]*/, "", line)
			line = "Litmus " line
		}
		carry = line ~ /[Ll]itmus:?[ \t]*$/
		while (match(line, /[Ll]itmus:?[ \t]+[a-z]+\/[a-z0-9-]+/)) {
			name = substr(line, RSTART, RLENGTH)
			sub(/.*[ \t]/, "", name)
			print FILENAME ":" FNR, name
			line = substr(line, RSTART + RLENGTH)
		}
	}' "${kernel[@]}" kernel/rules/mutants.def
}

litmus_names_match()
{
	local file place name

	for file in "${litmus[@]}"; do
		name=${file#tests/litmus/}
		grep -qF ".name = \"${name%.c}\"" "$file" ||
			echo "$file does not have .name = \"${name%.c}\""
	done
	named_litmus | while read -r place name; do
		[[ -f tests/litmus/$name.c ]] || echo "$place: names $name, which does not exist"
	done
}

# In docs/THREADS.md: the tests of a row are there, and each mutant is a tooth of one of them.
threads_name_what_is()
{
	awk -F '|' 'NF == 7 && !/---/' docs/THREADS.md | while IFS='|' read -r _ what tests mutants _; do
		local paths=() name

		while read -r name; do
			paths+=("tests/litmus/$name.c")
			[[ -f tests/litmus/$name.c ]] || echo "docs/THREADS.md:$what: no test $name"
		done < <(grep -oE '[a-z]+/[a-z0-9-]+' <<<"$tests")
		grep -oE '[a-z]+(-[a-z0-9]+)+' <<<"$mutants" | while read -r name; do
			grep -qE "TOOTH\($(tr 'a-z-' 'A-Z_' <<<"$name")\b" "${paths[@]}" ||
				echo "docs/THREADS.md:$what: $name is no tooth of its tests"
		done
	done
}

# What a litmus may call, and what may be in its registers, is in the document about it.
calls_are_documented()
{
	local name

	{
		code "${calls[@]}" | cut -d : -f 3- | grep -E '^[a-z].*\(' | grep -oE '[a-z_0-9]+\(' | grep -vxF 'litmus_fn('
		code tests/litmus.h | cut -d : -f 3- | grep -oE '^	[A-Z_]{3,}( = [A-Z_]+)?,$' | grep -oE '[A-Z_]+' |
			grep -vE '^(VALUE_.*|E_FIRST|E_LAST|MUTANT.*)$'
	} | tr -d '(' | sort -u | while read -r name; do
		grep -qF "\`$name\`" docs/WRITING-A-LITMUS.md ||
			echo "docs/WRITING-A-LITMUS.md does not name $name"
	done
}

# Each call of a litmus is one of a text's, and the other way round; those
# that verbs.def names as no text's are not.
calls_are_verbs()
{
	local call='^[a-z][a-z_0-9 *]*\b([a-z_0-9]+)\(.*' not='looks|window_pages|faults_taken|ipis_sent'

	diff <(code "${calls[@]}" | cut -d : -f 3- |
		grep -vE '^(typedef|static)' | sed -nE "s/$call/\1/p" | grep -vxE "$not" | sort) \
		<(sed -nE 's/^VERB[0-9]\(([a-z_0-9]+),.*/\1/p' tests/text/verbs.def | sort) |
		sed -n 's/^</tests\/text\/verbs.def lacks/p; s/^>/tests\/litmus.h lacks/p'
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

# A body is what stands between { and } in the first column.
lengths()
{
	awk 'FNR == 1 { open = 0 }
	     FNR == 501 { print FILENAME ": more than 500 lines" }
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
check 'docs/WRITING-A-LITMUS.md names every call and value of tests/litmus.h' calls_are_documented
check 'tests/text/verbs.def has every call of tests/litmus.h' calls_are_verbs
check 'docs/MUTANTS.md, docs/LITMUS.md and docs/TEXT-LITMUS.md are as the source has it' docs_are_fresh
check 'every file has its licence and its head' heads
check 'no file has over 500 lines, no function over 60' lengths
check 'every suite is run' suites_are_run
check 'nothing is left to do' nothing_is_left_to_do
check 'scripts find their tree whatever CDPATH says' trees_are_found
check 'shell scripts parse, and shellcheck finds nothing' scripts_parse
echo "$passed passed, $failed failed"
((failed == 0))
