#!/usr/bin/env bash
# SPDX-License-Identifier: BSD-2-Clause
#
# tools/rates-check.sh [PLATFORM…]: does the table of each platform have a row for every tooth,
# and for none that does not exist?  Is each rate one of 50 catches, or does tools/seldom.txt
# say why not?  Prints what is wrong; status 1 if anything is.

set -u
CDPATH='' cd -- "$(dirname -- "${BASH_SOURCE[0]}")/.." || exit 3
export LC_ALL=C
least=50
seldom=tools/seldom.txt
(($# > 0)) || set -- tcg bochs

# rows PLATFORM: test, mutant, catches and runs, or - and -, with tabs between.
rows()
{
	sed -nE \
		-e "s/^TOOTH_RATE\(\"$1\", \"([^\"]+)\", \"([^\"]+)\", ([0-9]+), ([0-9]+)\)$/\1\t\2\t\3\t\4/p" \
		-e "s/^TOOTH_HIDDEN\(\"$1\", \"([^\"]+)\", \"([^\"]+)\", \".+\"\)$/\1\t\2\t-\t-/p" \
		"tests/engine/rates-$1.def"
}

# Of the tests in whose rows something is not as it should be.
check()
{
	local teeth have few known

	teeth=$(tools/teeth.sh | tr ' ' '\t' | sort -u)
	have=$(rows "$1" | cut -f 1,2 | sort)
	few=$(rows "$1" | awk -F '\t' -v least=$least '$3 != "-" && $3 < least { print $1 "\t" $2 }' | sort)
	known=$(awk -F '\t' -v p="$1" '$1 == p { print $2 "\t" $3 }' $seldom | sort)
	[[ $(grep -c '^TOOTH_' "tests/engine/rates-$1.def") == $(grep -c . <<<"$have") ]] ||
		echo "tests/engine/rates-$1.def: a row that cannot be read"
	uniq -d <<<"$have" | sed "s|\$|: two rows on $1|"
	comm -23 <(echo "$teeth") <(uniq <<<"$have") | awk -F '\t' -v p="$1" \
		'{ print $1 ", " $2 ": no row on " p "; tools/rates.sh --platform " p " run=" $1 }'
	comm -13 <(echo "$teeth") <(uniq <<<"$have") | sed "s|\$|: a row on $1, and no tooth|"
	comm -23 <(grep . <<<"$few") <(grep . <<<"$known") | sed "s|\$|: caught less than $least times on $1, and $seldom does not say why|"
	comm -23 <(grep . <<<"$known") <(echo "$teeth") | sed "s|\$|: in $seldom, and no tooth|"
}

wrong=$(
	for platform in "$@"; do
		check "$platform"
	done | grep -v '^$' | tr '\t' ' '
	awk -F '\t' 'NF != 4 || $4 == "" { print FILENAME ":" FNR ": a platform, a test, a tooth and a reason" }' $seldom
)
[[ -z $wrong ]] || echo "$wrong"
[[ -z $wrong ]]
