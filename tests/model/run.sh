#!/usr/bin/env bash
# SPDX-License-Identifier: BSD-2-Clause
#
# Tests of the model as a program: the suite in it, judged by exit status and output, how it bears a
# process that dies, and how much memory it takes.  usage.sh has what it says of bad arguments.
#
#	tests/model/run.sh [--full]
#
# Whether the model is right is the business of its own suite.

set -u
root=$(CDPATH='' cd -- "$(dirname -- "${BASH_SOURCE[0]}")/../.." && pwd)
cd "$root" || exit 3
# shellcheck source=tests/judged.sh
. tests/judged.sh
log=build/model-test
model=build/model/stalehound

mkdir -p "$log"
tools/install-deps.sh build matrix || exit 4
if ! make -s -j "$(nproc)" model; then
	echo 'not ok - the model builds'
	echo '0 passed, 1 failed'
	exit 1
fi

all_held='^# [0-9]+ passed, 0 failed, [0-9]+ skipped$'

# numbered FILE: its tests are numbered as its plan says.
numbered()
{
	awk '/^1\.\.[0-9]+$/ { plan = substr($0, 4) }
	     /^(not )?ok / { number = $1 == "ok" ? $2 : $3; if (number != ++n) wrong = 1 }
	     END { if (plan > 0 && n == plan && !wrong) print "numbered" }' "$1"
}

# each_killed FILE: each mutant is one that a test of FILE was killed by.
each_killed()
{
	"$model" mutants | awk 'NR == FNR { if ($1 == "ok" && $3 == "tooth" && !/# SKIP/) killed[$4] = 1; next }
	     { n++; if (!($1 in killed)) { print $1 " survives"; wrong = 1 } }
	     END { if (n && !wrong) print "each of " n " mutants"; exit wrong || !n }' "$1" -
}

# small FILE: eight processes, each as large as the largest there was, take less than 2 GiB.
small()
{
	awk '/processes at a time, none with more than/ { mib = $(NF - 1) }
	     END { if (mib > 0 && 8 * mib < 2048) print "small: " mib " MiB" }' "$1"
}

# The same is said however many processes share the tests, and whatever the host is busy with,
# also of tests that are cut short: the limits are steps.
jobs_agree()
{
	local jobs

	for jobs in 1 4; do
		"$model" run='control/*,unmap/share*,unmap/truncate*,swap/dirty*' jobs=$jobs seconds=1 |
			sed -E 's/[0-9.]+ s,? (policy|by)/\1/; /processes at a time/d' >"$log/jobs$jobs.txt"
	done
	cmp "$log/jobs1.txt" "$log/jobs4.txt" && echo agree
}

# stops_after JOBS: with two failures, and what other processes have begun meanwhile, and all told.
stops_after()
{
	local status

	"$model" run='unmap/un*,unmap/truncate-*,cow/*' mutate=teeth stop=2 jobs="$1" >"$log/stopped.txt"
	status=$?
	awk -v jobs="$1" '/^not ok / { failed++ }
	     /^ok .* # SKIP not run: as many tests have failed as stop= allows$/ { left++ }
	     END { exit !(left && (jobs > 1 ? failed >= 2 : failed == 2)) }' "$log/stopped.txt" &&
		[[ $(numbered "$log/stopped.txt") == numbered ]] && echo stopped
	return $status
}

# random_programs N WORD...: the same ones whatever the host, in four parts.
random_programs()
{
	local part

	for part in 1 2 3 4; do
		echo "seed=${part}00000"
	done | xargs -P "$(nproc)" -I '{}' sh -c "$model programs=$(($1 / 4)) closure=on ${*:2} {} >$log/{}.txt 2>&1"
	cat "$log"/seed=*.txt
	awk '/^not ok / { wrong = 1 } /^# [0-9]+ programs, / { n += $2 }
	     END { if (!wrong) print n " programs agree"; exit wrong }' "$log"/seed=*.txt
}

# child_of PID: one process that it has started.
child_of()
{
	awk -v parent="$1" '$4 == parent { print $1; exit }' /proc/[0-9]*/stat 2>/dev/null
}

# One process of two is killed: its test has failed, the others are as they were.
bears_a_death()
{
	local pid child status

	"$model" jobs=2 seconds=60 mutate=none run='reclaim/free-vs-third-owner,unmap/unmap-flush-tell' &
	pid=$!
	until child=$(child_of $pid) && [[ -n $child ]]; do
		kill -0 $pid || break
		sleep 0.1
	done
	kill -KILL "$child"
	wait $pid
	status=$?
	echo "status $status"
	return $status
}

# repeats LITMUS MUTANT [WORD...]: what the violation says to repeat it repeats it.
repeats()
{
	local word

	"$model" run="$1" mutate="$2" "${@:3}" >"$log/caught.txt"
	word=$(grep -o 'schedule=[^ ]*' "$log/caught.txt" | head -n 1)
	"$model" trace=on "${@:3}" "$word"
}

# Of the table that the parser has.
help_lists_rules()
{
	local rule

	for rule in $(grep -oE '"[a-z-]+"' kernel/rules/tlb_rules.def | tr -d '"'); do
		"$model" --help | grep -Eq "^  without=.* $rule( |$)" || { echo "not $rule"; return 1; }
	done
	echo 'all listed'
}

json_is_valid()
{
	"$model" format=json jobs=2 seconds=1 run='control/*,unmap/unmap*' >"$log/json.txt" || return
	jq -es 'all(type == "object")' "$log/json.txt" >/dev/null && echo json
}

# A tree of its own with a test in it whose table lacks rows, which then is taken out.
copy_of_tree()
{
	copy=$log/copy
	rm -rf "$copy"
	mkdir -p "$copy"
	cp -a arch boot kernel tests tools Makefile VERSION racing.mk linker.ld "$copy"
	mkdir "$copy/build"
	cp -a build/model "$copy/build"
	cat >"$copy/tests/litmus/unmap/lacks-rows.c" <<'END'
#include <tests/litmus.h>

static void setup(struct run *r)
{
	content(r, r->file[0], 0, OLD);
	map(r, r->x, VM_READ | VM_SHARED, r->file[0], 0);
}

static void go(struct run *r)
{
	unmap(r, r->x);
}

static void look(struct run *r)
{
	r->reg[0] = load(r, r->x);
}

LITMUS(lacks_rows) = {
	.name = "unmap/lacks-rows",
	.asks = "is what the table lacks told?",
	.source = "a test of the model's own",
	.setup = setup,
	.warm = { NULL, look },
	.cpu = { go, look },
	.regs = { "1:x" },
	.sees = { OLD },
	.outcomes = { NEVER("read what nobody wrote", 1), SOMETIMES("read it", OLD) },
	.teeth = { TOOTH(GATHER_SKIP_FLUSH, .needs = KEEPS_UNMAPPED | KEEPS_REMOTE) },
};
END
	make -s -j "$(nproc)" -C "$copy" model
}

without_it()
{
	rm "$copy/tests/litmus/unmap/lacks-rows.c"
	make -s -j "$(nproc)" -C "$copy" model && "$copy/$model" list
}

incomplete_table()
{
	if ! copy_of_tree; then
		result 'a copy of the tree builds' 'it does not'
		return
	fi
	ends 'an outcome that the table lacks is told with its registers' 1 \
		'not ok 1 sound # .*the table does not have: 1:x=FAULT' "$copy/$model" run=unmap/lacks-rows
	ends 'a test that does not hold proves nothing of its teeth' 1 \
		'tooth gather-skip-flush # SKIP the test does not hold without it' \
		"$copy/$model" run=unmap/lacks-rows
	ends 'a test that is gone is not linked' 0 '^unmap/unmap-flush-tell' without_it
	! grep -q lacks-rows "$out" || result 'a test that is gone is not listed' 'it is' "$out"
}

unit_tests()
{
	make -s -j "$(nproc)" -f arch/model/build.mk build/model/unit && build/model/unit
}

quick()
{
	local whole

	ends 'its parts, one by one' 0 '^ok - model: ' unit_tests
	# What has few executions is exhausted; of the others so many of each initial state.  Neither
	# bounds the search for a tooth.
	ends 'all tests and their teeth' 0 "$all_held" "$model" jobs=2 seconds=1 iters=200
	whole=$out
	# For tools/outcomes.sh.
	cp "$whole" "$log/whole.txt"
	ends 'tests are numbered as planned' 0 numbered numbered "$whole"
	ends 'memory for 8 processes is below 2 GiB' 0 small small "$whole"
	ends 'in 512 MiB of address space' 0 "$all_held" \
		bash -c "ulimit -v 524288; exec $model jobs=2 seconds=1 iters=50 run='reclaim/luf-f*'"
	ends 'one process or four' 0 agree jobs_agree
	ends 'a process that dies' 3 \
		'^not ok 1 reclaim/free-vs-third-owner # its process was killed by signal 9' bears_a_death
	ends 'a mutant by name' 1 'CAUGHT unmap/unmap-flush-tell: ' \
		"$model" run=unmap/unmap-flush-tell mutate=gather-skip-flush
	ends 'stop=: so many fail, the rest is told as not run' 1 stopped stops_after 1
	ends '… with what other processes have begun' 1 stopped stops_after 3
	ends 'a schedule repeats a violation' 1 'CAUGHT reclaim/luf-munmap-mmap-stale-ro: ' \
		repeats reclaim/luf-munmap-mmap-stale-ro gather-skip-luf
	ends 'what a violation needs of a CPU' 1 '^# needs of a CPU: upper-levels ' \
		"$model" run=switch/return-to-freed-table mutate=teeth
	ends 'and without it there is none' 0 'SKIP it needs of a CPU what without= leaves out' \
		"$model" run=switch/return-to-freed-table without=upper-levels
	ends 'which takes more than a part' 5 ' not caught in the part that was searched' \
		"$model" run=switch/return-to-freed-table without=upper-levels engine=bound bound=0 \
		iters=2 mutate=switch-skip-gen-check
	ends 'a shard is not the whole' 0 '# exhaustive in shard 1 of 2: ' \
		"$model" run=unmap/unmap-await-tell mutate=none shard=1/2
	ends 'without= repeats with its schedule' 1 'CAUGHT unmap/unmap-flush-tell: ' \
		repeats unmap/unmap-flush-tell gather-skip-flush without=speculation,two-entries
	ends 'the sets are what a slow account says' 0 "$all_held" \
		"$model" closure=on jobs=2 seconds=1 iters=100 mutate=none 'run=switch/return*,control/*'
	ends '100 random programs: engines, TLBs and the slow account agree' 0 '^100 programs agree' \
		random_programs 100
	ends '60 about interrupts, with store buffers' 0 '^60 programs agree' \
		random_programs 60 run=handlers,words tso=on
	ends 'without store buffers no more is claimed' 0 '# exhaustive \(SC\): ' \
		"$model" tso=off mutate=none run=elt/n5
	ends 'they are explored where they might matter' 0 'ok 2 sound, with store buffers' \
		"$model" mutate=none run=elt/n5
	oracles
	# 4 events beside 2: 2 orders without a preemption, 6 with at most one, 12 with two.
	ends 'as many executions as there are with so few preemptions' 0 '# bounded 2 .SC.: 20 executions ' \
		"$model" engine=bound bound=2 run=elt/mp mutate=none tso=off policy=eager warm=off
	ends 'and not where they cannot' 0 '# exhaustive: ' "$model" tso=off mutate=none run=elt/ipi8
	ends 'with store buffers' 0 "$all_held" \
		"$model" tso=on jobs=2 seconds=1 iters=100 mutate=none 'run=elt/*,reclaim/luf-fault*,tlb/*'
	ends 'with the debug mode' 0 "$all_held" \
		"$model" luf_debug=on jobs=2 seconds=1 iters=100 mutate=none 'run=reclaim/luf-a*,reclaim/luf-c*,reclaim/luf-s*'
	lists_and_formats
	ends 'every mutant is killed' 0 '^each of [0-9]+ mutants' each_killed "$whole"
}

# What is not about executions.
lists_and_formats()
{
	ends 'each rule of the model can be broken: see make model-mutants' 0 '^no-stale-entries: ' \
		tools/model-mutants.sh --list
	ends 'documents show what the model says' 0 '^all samples are ' tools/samples.sh --check
	ends 'docs/MODEL.md says how far it comes with each test' 0 '^each has a row' rows_of_tests
	ends 'help' 0 '^  closure=on or off' "$model" --help
	ends 'help lists each rule that without= takes' 0 '^all listed' help_lists_rules
	ends 'the list' 0 '^unmap/unmap-flush-tell +2 CPUs' "$model" list
	ends 'the mutants' 0 '^gather-skip-luf ' "$model" mutants
	ends 'json' 0 json json_is_valid
	ends 'the benchmark' 0 '^naive/dpor +[0-9.e+]+ ' "$model" bench=exploration run=unmap/unmap-flush-tell seconds=1
}

rows_of_tests()
{
	"$model" list | awk 'NR == FNR { had[$2] = 1; next }
		$3 ~ /^CPU/ && !($1 in had) { print $1 " has no row: tools/model-table.sh --missing --write"; wrong = 1 }
		END { if (!wrong) print "each has a row"; exit wrong }' <(grep -E '^\| [a-z]+/' docs/MODEL.md) -
}

# Each oracle kills a tooth before anybody has read anything wrong.
oracles()
{
	local oracle test

	while read -r test oracle; do
		ends "the $oracle oracle speaks up in $test" 0 "# killed after .* by the $oracle oracle" \
			"$model" run="$test" seconds=1
	done <<-'END'
		reclaim/luf-same-owner reuse
		unmap/retract-alone reuse
		switch/mm-destroy-lazy reuse
		switch/return-to-freed-table reuse
		cow/cow-break-no-remote-flush mapping
		migrate/luf-then-write content
		error/read-fails lost store
		fork/vs-munmap race
	END
}

full()
{
	local policy engine rule tso

	ends 'all tests and their teeth, longer' 0 "$all_held" "$model" jobs=2 seconds=10
	for policy in eager batch luf; do
		ends "policy $policy, longer" 0 "$all_held" "$model" jobs=2 seconds=60 policy=$policy
	done
	for engine in 'bound bound=2' random pct; do
		# shellcheck disable=SC2086	# two words
		ends "engine $engine" 0 "$all_held" "$model" jobs=2 seconds=2 mutate=none engine=$engine
	done
	for rule in kept-entries speculation upper-levels kept-pcid two-entries; do
		ends "engines agree without $rule" 0 '^# 100 programs' \
			"$model" programs=100 without=$rule
	done
	ends '20,000 random programs: engines, TLBs and the slow account agree' 0 '^20000 programs agree' \
		random_programs 20000
	for tso in on off; do
		ends "4000 about interrupts, tso=$tso" 0 '^4000 programs agree' \
			random_programs 4000 run=handlers,words tso=$tso
	done
	ends 'the sets of all tests are what a slow account says' 0 "$all_held" \
		"$model" closure=on jobs=2 seconds=10 mutate=none
	ends 'all tests with store buffers' 0 "$all_held" "$model" tso=on jobs=2 seconds=10 mutate=none
	ends 'all tests with the debug mode' 0 "$all_held" \
		"$model" luf_debug=on jobs=2 seconds=10 mutate=none
	ends 'every mutant is killed by some test, and by which' 0 '^ok - each of .* mutants' \
		tools/matrix.sh --model-only --seconds 2 --out "$log/matrix"
	ends 'built by clang, all tests' 0 "$all_held" clang_model jobs=2 seconds=8
}

# clang_model WORD...
clang_model()
{
	make -s -j "$(nproc)" -f arch/model/build.mk CC=clang OUT="$log/clang" &&
		"$log/clang/stalehound" "$@"
}

quick
incomplete_table
[[ ${1-} != --full ]] || full
totals
