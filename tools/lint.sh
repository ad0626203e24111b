#!/usr/bin/env bash
# SPDX-License-Identifier: BSD-2-Clause
#
# make lint: style, static analysis, and the rules of the tree.
#
# A check is a function that prints what is wrong, and nothing if all is well.

set -u
cd -- "$(dirname -- "${BASH_SOURCE[0]}")/.." || exit 3
tools/install-deps.sh build lint || exit 4

mapfile -t sources < <(git ls-files -co --exclude-standard '*.c' '*.h' | sort)
mapfile -t kernel_c < <(printf '%s\n' "${sources[@]}" | grep -E '^(kernel|arch|tests/(engine|hw|litmus))/.*\.c$')
mapfile -t portable < <(printf '%s\n' "${sources[@]}" | grep -E '^(kernel|tests/(engine|hw|litmus))/')
mapfile -t scripts < <(git ls-files -co --exclude-standard '*.sh' .ci/run)
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
	head -n 20 <<<"$wrong" | sed 's/^/#   /'
}

formatted()
{
	clang-format --dry-run "${sources[@]}"
}

clang_is_content()
{
	local flags

	flags=$(make -s print-CFLAGS | sed 's/-fno-tree-loop-distribute-patterns//; s/-mno-omit-leaf-frame-pointer//')
	# shellcheck disable=SC2086	# the flags are words
	printf '%s\n' "${kernel_c[@]}" | xargs -P "$(nproc)" -n 8 clang $flags -fsyntax-only
}

cppcheck_is_content()
{
	cppcheck --quiet --error-exitcode=0 --std=c11 --platform=unix64 -j "$(nproc)" -I. -Iarch/include \
		--enable=warning,performance,portability --inline-suppr \
		--suppress=unknownMacro --suppress=missingInclude --suppress=nullPointer:kernel/crash.c \
		--suppress=comparePointers `# symbols of the linker script` \
		kernel arch tests/engine tests/hw tests/litmus
}

# Comments taken out, so that they may name what the code may not use.
code()
{
	sed -E 's://.*::; s:/\*.*\*/::; /^[[:space:]]*(\/\*|\*)/d' "$1"
}

# none_in PATTERN WHY FILE...
none_in()
{
	local pattern=$1 why=$2 file

	shift 2
	for file in "$@"; do
		code "$file" | grep -nE -- "$pattern" | sed "s|^|$file: $why: |"
	done
}

no_instructions()
{
	none_in '\b(__asm__|asm)\b' 'an instruction outside arch/' "${portable[@]}"
}

no_volatile()
{
	none_in '\bvolatile\b' 'raw volatile outside arch/' "${portable[@]}"
}

no_pte_dereference()
{
	none_in '->v\b|^[[:space:]]*\*ptep? *=' 'a PTE reached other than by arch/pte.h' \
		$(printf '%s\n' "${portable[@]}" | grep '^kernel/')
}

# FLOOR: files, and what they may not include.  See docs/ARCHITECTURE.md.
floors_hold()
{
	local files banned file

	while read -r files banned; do
		for file in $files; do
			grep -nE "#include <($banned)" "$file" | sed "s|^|$file: above its floor: |"
		done
	done <<'END'
kernel/tlb/*.[ch] kernel/mm/|tests/
kernel/mm/page.[ch] kernel/mm/(mm|vma|pgtable|gather|filemap|rmap|lru|vmscan|unmap|writeback)|tests/
kernel/mm/pool.[ch] kernel/mm/(mm|pgtable|gather|filemap|rmap|lru|vmscan|unmap|writeback)|tests/
kernel/mm/pgtable.[ch] kernel/mm/(filemap|rmap|lru|vmscan|unmap|writeback)|tests/
kernel/mm/gather.[ch] kernel/mm/(filemap|rmap|lru|vmscan|unmap|writeback)|tests/
kernel/mm/rmap.[ch] kernel/mm/(vmscan|unmap|writeback)|tests/
kernel/mm/*.[ch] tests/
END
}

# A line of mutants.def each: ID NAME.
mutants()
{
	tr '\n' ' ' <kernel/mutants.def | grep -oE 'MUTANT\([A-Z0-9_]+, "[^"]*"' |
		sed -E 's/MUTANT\(([A-Z0-9_]+), "([^"]*)"/\1 \2/'
}

mutants_have_teeth()
{
	local id name

	mutants | while read -r id name; do
		grep -qrE "mutant\($id\)" kernel || echo "$id is used nowhere in kernel/"
		grep -qrE "TOOTH\($id\b" tests/litmus || echo "$id is no litmus' tooth"
		[[ $name == "$(tr 'A-Z_' 'a-z-' <<<"$id")" ]] || echo "$id is called '$name'"
	done
	mutants | cut -d' ' -f2 | sort | uniq -d | sed 's/$/ is the name of two mutants/'
}

litmus_names_match()
{
	local file name

	for file in tests/litmus/*/*.c; do
		name=${file#tests/litmus/}
		grep -qF ".name = \"${name%.c}\"" "$file" || echo "$file does not have .name = \"${name%.c}\""
	done
	grep -rnoE '[Ll]itmus:? [a-z]+/[a-z-]+' kernel | while IFS=: read -r file line name; do
		name=${name##* }
		[[ -f tests/litmus/$name.c ]] || echo "$file:$line names $name, which does not exist"
	done
}

heads_and_lengths()
{
	local file

	for file in "${sources[@]}" "${scripts[@]}" $(git ls-files '*.asm'); do
		head -n 2 "$file" | grep -q 'SPDX-License-Identifier: BSD-2-Clause' || echo "$file has no SPDX line"
		(($(wc -l <"$file") <= 500)) || echo "$file has more than 500 lines"
	done
	grep -nwE 'TODO|FIXME|XXX' "${sources[@]}" $(printf '%s\n' "${scripts[@]}" | grep -v lint.sh)
}

scripts_parse()
{
	local script

	for script in "${scripts[@]}"; do
		bash -n "$script"
	done
	! command -v shellcheck >/dev/null || shellcheck -x -e SC2046,SC1091 "${scripts[@]}"
}

check 'clang-format has nothing to change' formatted
check 'clang compiles it without a warning' clang_is_content
check 'cppcheck finds nothing' cppcheck_is_content
check 'no instructions outside arch/' no_instructions
check 'no raw volatile outside arch/' no_volatile
check 'PTEs are written through their accessors' no_pte_dereference
check 'every floor uses only those below it' floors_hold
check 'every mutant is used, and is the tooth of a litmus' mutants_have_teeth
check 'litmus names match their files, and comments name litmus tests that exist' litmus_names_match
check 'every file has its head and a decent length' heads_and_lengths
check 'shell scripts parse' scripts_parse
echo "$passed passed, $failed failed"
((failed == 0))
