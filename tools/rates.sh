#!/usr/bin/env bash
# SPDX-License-Identifier: BSD-2-Clause
#
# Measure how often each tooth is caught, and write it to tests/engine/rates-PLATFORM.def, from
# which the kernel knows after how many runs a miss is no chance any more.
#
# A tooth is tried until it has been caught 50 times, or for 25 s, with 2 CPUs and with 4: most
# runs have 2, and 4 compete with each other on a host of few cores.  The table has the lower
# rate.
#
# A host that is busy widens some windows and narrows others, by up to forty times.  So the table is
# measured once on an idle host and once, with --lower, on a busy one.
#
# Some tests are one boot, and what a boot has said is kept in build/rates/: a measurement that
# was cut short goes on where it was, as long as the kernel is the same.

set -u
root=$(CDPATH='' cd -- "$(dirname -- "${BASH_SOURCE[0]}")/.." && pwd)
# shellcheck source=tools/lib.sh
. "$root/tools/lib.sh"
cd "$root" || exit $EXIT_CRASH
set -f

catches=50
tests_a_boot=8
platform=tcg
fresh=
lower=
globs='*'

help()
{
	cat <<'END_OF_HELP'
Usage: tools/rates.sh [--platform tcg|bochs] [--fresh] [--lower] [run=GLOB[,GLOB…]]

Measure how often each tooth is caught, and write the platform's table.

  --platform NAME  tcg or bochs (tcg)
  --fresh          forget what earlier boots of this kernel have said
  --lower          keep the row that the table has where its rate is the lower one
  run=GLOB,…       measure these tests only; the table keeps what it has of the others

Rows of teeth that do not exist any more are dropped.

Exit status: 0 written; 1 written, but tools/rates-check.sh finds rows that are missing or wrong;
2 usage; 3 a boot ended badly; 4 a tool is missing.
END_OF_HELP
}

parse()
{
	options=(--platform --fresh --lower --help)
	while (($#)); do
		case $1 in
		-h | --help) help; exit 0 ;;
		--platform=*) platform=${1#*=} ;;
		--platform) platform=${2-}; shift ;;
		--fresh) fresh=1 ;;
		--lower) lower=1 ;;
		run=?*) globs=${1#run=} ;;
		*) unknown_option "$1" ;;
		esac
		(($# == 0)) || shift
	done
	check_choice --platform "$platform" tcg bochs
}

# The tests that are wanted and have teeth.
tests()
{
	local test glob

	tools/teeth.sh | while read -r test _; do
		for glob in ${globs//,/ }; do
			# shellcheck disable=SC2053	# a pattern
			[[ $test != $glob ]] || echo "$test"
		done
	done | sort -u
}

# boot CPUS TESTS: with commas between; its console.
boot()
{
	local words=(mutate=teeth "catches=$catches" seconds=1 format=json "run=$2")

	case $platform in
	tcg) nice -n 5 ./run-qemu.sh --direct --smp "$1" "${words[@]}" ;;
	bochs) nice -n 5 ./run-bochs.sh --smp "$1" --mem 64M --timeout 3600 "${words[@]}" ;;
	esac </dev/null
}

# measure CPUS TESTS: print the JSON lines of their teeth.
measure()
{
	local log

	log=$out/$(sha256sum <<<"$kernel $lower$*" | cut -c 1-16).json
	if [[ -n $fresh || ! -s $log ]]; then
		boot "$@" >"$log.part"
		grep -qE '^\{"exit_status":[015]\}' "$log.part" ||
			die $EXIT_CRASH "a boot ended badly: see $log.part"
		mv "$log.part" "$log"
	fi
	jq -c 'select(.tooth == true)' "$log"
}

# Of stdin, so many a line as run= takes, with commas between.
chunks()
{
	awk -v most=$tests_a_boot -v longest=255 '
		n == most || length(line) + 1 + length($0) > longest { print line; line = ""; n = 0 }
		{ line = line (n++ ? "," : "") $0 }
		END { if (n) print line }'
}

measure_all()
{
	local chunk cpus n=0 all

	all=$(tests | wc -l)
	((all > 0)) || die $EXIT_USAGE "run=$globs: no test of these has teeth"
	: >"$out/measured.json"
	while read -r chunk; do
		for cpus in $machines; do
			measure "$cpus" "$chunk" >>"$out/measured.json"
		done
		n=$((n + $(tr ',' '\n' <<<"$chunk" | wc -l)))
		say "$n of $all tests, $SECONDS s"
	done < <(tests | chunks)
}

# What was measured, as rows.  Only fair runs count when a tooth is missed (tests/engine/fair.h), so
# where most were, and the tooth shows less often in those, the runs are as many as that rate takes.
new_rows()
{
	jq -rs --arg p "$platform" '
		def row($name; $last): "\($name)(\([$p, .[0].test, .[0].line | @json] | join(", ")), \($last))";
		def taken: if .fair * 2 < .runs then .runs
			else [.runs, (.violations * .fair / ([.fair_violations, 1] | max) | ceil)] | max end;
		group_by([.test, .line])[] | map(select(.runs)) as $tried |
		if $tried == [] then row("TOOTH_HIDDEN"; .[0].note | @json)
		else $tried | min_by(.violations / taken) as $lower |
			row("TOOTH_RATE"; $lower | "\(.violations), \(taken)")
		end' "$out/measured.json"
}

# The rows of tests that were not measured; with --lower all of them.
old_rows()
{
	[[ ! -f $table ]] || grep '^TOOTH_' "$table" | awk -F '"' -v all="$lower" '
		FNR == NR { measured[$1] = 1; next }
		all || !($4 in measured)' <(tests) -
}

# Of the rows of stdin that are of one tooth, the one with the lowest rate; any rate goes before none.
lowest()
{
	awk -F '"' '
		{ tooth = $4 " " $6; split($7, n, /[,) ]+/); rate = /^TOOTH_RATE/ ? n[2] / n[3] : 2 }
		!(tooth in row) || rate < least[tooth] { row[tooth] = $0; least[tooth] = rate }
		END { for (tooth in row) print row[tooth] }'
}

# Those of stdin whose tooth exists.
living()
{
	awk -F '"' 'FNR == NR { living[$0] = 1; next } living[$4 " " $6]' <(tools/teeth.sh) -
}

write_table()
{
	{
		echo '/* SPDX-License-Identifier: BSD-2-Clause */'
		echo '/*'
		echo " * How often teeth are caught on $platform.  Written by tools/rates.sh, not by hand:"
		echo " * $emulator, with ${machines/ / and with } CPUs, on $(nproc) cores."
		echo ' */'
		{ old_rows; new_rows; } | living | lowest | sort -t '"' -k 4,4 -k 6,6
	} >"$out/table.def" && mv "$out/table.def" "$table"
	say "$table: $(grep -c '^TOOTH_RATE' "$table") rates, $(grep -c '^TOOTH_HIDDEN' "$table") teeth that cannot show"
}

parse "$@"
need_tools build matrix
build iso
table=tests/engine/rates-$platform.def
out=build/rates/$platform
mkdir -p "$out" || exit $EXIT_CRASH
# Not the table, which is in the kernel: a new one does not change what boots have said.
kernel=$({
	find kernel arch/x86_64 arch/include boot tests/litmus tests/engine tests/hw -type f ! -name 'rates*'
	find tests -maxdepth 1 -name 'litmus*.h'
} | sort | xargs cat | sha256sum)
case $platform in
tcg)
	machines='2 4'
	emulator=$(qemu-system-x86_64 --version | sed -n '1s/ (.*//p')
	;;
bochs)
	machines=4
	emulator='Bochs 2.7'
	;;
esac
measure_all
write_table
tools/rates-check.sh "$platform" >"$out/wrong" && exit
say "$(wc -l <"$out/wrong") rows are missing or wrong, see $out/wrong:"
head "$out/wrong"
exit 1
