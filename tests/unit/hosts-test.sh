#!/usr/bin/env bash
# SPDX-License-Identifier: BSD-2-Clause
#
# What a host may do to a run that has nothing to do with it: keep its CPUs for others, stop
# it, run another in the same tree, give it an odd directory or user, kill it.
#
# No machine is started: scripts.sh has stand-ins for the emulators.

# shellcheck disable=SC2016,SC2030,SC2031	# dollars for other shells, tmp of a subshell
set -u
# shellcheck source=tests/unit/scripts.sh
. "$(dirname -- "${BASH_SOURCE[0]}")/scripts.sh"
nr_aside=0

# watch MACHINE [LIMITS [HUNDREDTHS]]: what watch_console
# says of that command, its console a FIFO, if it looks at it so often.
watch()
{
	bash -c 'root=$1; . "$1/tools/lib.sh"; . "$1/tools/console.sh"
		prepare_machine
		look_every=${4-100}
		eval "$2" >"$tmp/console" &
		machine=$!
		watch_console $3 || die "$timed_out_status" "$timed_out"' - "$project" "$1" "${2-2 2 0}" "${3-100}"
}

# stay_stopped SECONDS: for a machine; though somebody else lets all that is stopped go on.
stay_stopped()
{
	local me=$BASHPID over=$tmp/over

	(
		sleep "$1"
		# The watcher may have gone, and its directory with it.
		{ : >"$over"; } 2>/dev/null
		while kill -CONT "$me" 2>/dev/null; do sleep 0.2; done
	) &
	until [[ -e $over ]]; do kill -STOP "$me"; done
}
export -f stay_stopped

# aside NAME STATUS PATTERN COMMAND...: as ends, beside what else is tested; collect counts it.
aside()
{
	nr_aside=$((nr_aside + 1))
	(
		tmp=$tmp/aside$nr_aside
		mkdir "$tmp"
		ends "$@"
	) >"$tmp/aside$nr_aside.txt" 2>&1 &
}

collect()
{
	local i

	wait
	for ((i = 1; i <= nr_aside; i++)); do
		cat "$tmp/aside$i.txt"
		if grep -q '^ok - ' "$tmp/aside$i.txt"; then
			passed=$((passed + 1))
		else
			failed=$((failed + 1))
		fi
	done
}

# The reader is stopped again and again while it reads: lines still come whole, and in order.
reads_in_pieces()
{
	watch '(for i in {1..40}; do sleep 0.05; kill -STOP $$; sleep 0.1; kill -CONT $$; done) &
		echo stalehound; for i in {1..40000}; do printf "%0200d\n" $i; done; wait
		echo "# exit status 0"' '9 9 0' 0 |
		awk '/^0/ && $0 + 0 == NR - 1 && length($0) == 200 { n++ } END { exit n != 40000 }'
}

# Time that is not the machine's own makes it no later.
test_own_time()
{
	aside "is read in pieces" 0 '' reads_in_pieces
	aside "sleeps before its first line" 3 'nothing from the kernel in 2 s' watch 'exec sleep 20'
	aside "sleeps after a line" 3 'no closing line, and no line at all in 2 s' \
		watch 'echo stalehound; exec sleep 20'
	aside "spins" 3 'no line at all in 2 s of' watch 'echo stalehound; while :; do :; done'
	aside "is stopped" 0 '' watch 'echo stalehound; stay_stopped 5; echo "# exit status 0"'
	aside "is stopped for longer than --timeout" 5 'within --timeout 3 s' \
		watch 'echo stalehound; stay_stopped 6' '2 2 3'
	aside "goes on after its end" 3 'goes on after its closing line' \
		watch 'echo stalehound; echo "# exit status 0"; exec sleep 40'
}

# The project's own Makefile, with sources that are empty and tools that are slow.  The
# compiler notes what it is asked for.
build_slowly()
{
	local tool dir

	cp "$root/Makefile" "$root/racing.mk" "$project"
	cp "$root/tools/build-id.sh" "$project/tools"
	for dir in boot kernel/{tlb,mm,options} arch/include arch/x86_64 tests/litmus tests/engine tests/hw tests/shell; do
		mkdir -p "$project/$dir"
	done
	touch "$project"/{linker.ld,tools/ksyms.sh,boot/grub.cfg,boot/args.cfg,tests/litmus.h} \
		"$project"/{kernel/options/schedule.c,kernel/tlb/a.c,tests/litmus/b.c,tests/engine/calls.c,tests/engine/world.c,tests/main.c}
	echo 1 >"$project/VERSION"
	printf '#!/bin/sh\ncp "%s" "$2"; sha256sum <"$2" >"$2.sha256"\n' "$tmp/our, image.iso" \
		>"$project/tools/mkiso.sh"
	mkdir "$tmp/slow"
	cat >"$tmp/slow/gcc" <<'END'
#!/usr/bin/env bash
for word; do :; done # the last word is the output
for source; do [[ $source != *.c ]] || echo "$source" >>"$STALEHOUND_TEST/compiled"; done
sleep 0.1
echo whole >"$word"
END
	for tool in ld nasm strip; do
		ln -s gcc "$tmp/slow/$tool"
	done
	chmod +x "$tmp/slow/gcc" "$project"/tools/*.sh
}

# Many runs at once in a tree that nobody has built: none breaks another, nor works twice.
test_together()
{
	local i pid pids words wrong=0

	export CONSOLE='stalehound 1\n# exit status 0\n' CODE=1
	build_slowly
	: >"$tmp/out"
	: >"$tmp/err"
	for i in 1 2 3; do
		rm -rf "$project/build" "$tmp/compiled"
		pids=()
		for words in '' --direct; do
			PATH=$tmp/slow:$PATH "$project/run-qemu.sh" $words >/dev/null 2>>"$tmp/err" </dev/null &
			pids+=($!)
		done
		for pid in "${pids[@]}"; do
			wait "$pid" || wrong=$((wrong + 1))
		done
		[[ $(sort "$tmp/compiled" | uniq -c | awk '{ print $1 }' | tr -d '\n') == 111111 ]] ||
			wrong=$((wrong + 1))
	done
	unset CONSOLE CODE
	if [[ $wrong -eq 0 && ! -s $tmp/err ]]; then
		ok "pairs of runs, each in a tree that is not built"
	else
		not_ok "pairs of runs in one tree: $wrong went wrong, or said something"
	fi
	make_project
}

# What a user or a host may do to a run that has nothing to do with it.
test_surroundings()
{
	local locale

	rm -rf "$project/build"
	export CONSOLE='stalehound 1\n# exit status 0\n' CODE=1
	mkdir -p "$tmp/odd, dir [x] \$y"
	TMPDIR="$tmp/odd, dir [x] \$y" ends "odd TMPDIR" 0 '' qemu
	TMPDIR=$tmp/nowhere ends "no TMPDIR" 3 "cannot make a temporary directory in $tmp/nowhere" qemu
	ends "no HOME, nearly no environment" 0 '' env -i PATH="$PATH" CONSOLE="$CONSOLE" CODE=1 \
		STALEHOUND_TEST="$STALEHOUND_TEST" "$project/run-qemu.sh"
	ends "umask 077" 0 '' bash -c 'umask 077; rm -rf "$1/build"; "$1/run-qemu.sh"' - "$project"
	ends "stdin closed" 0 '' bash -c '"$1/run-qemu.sh" <&-' - "$project"
	# Turkish has another small I; a locale that there is not makes bash itself complain.
	locale=C.UTF-8
	mkdir "$tmp/locales"
	! localedef -i tr_TR -f UTF-8 "$tmp/locales/tr_TR.UTF-8" 2>/dev/null || locale=tr_TR.UTF-8
	ends "another directory, locale $locale" 0 '' env LOCPATH="$tmp/locales" LC_ALL=$locale \
		bash -c 'cd / && "$1/run-qemu.sh" run=i/i' - "$project"
	ends "CDPATH" 0 '' bash -c 'cd "$1/.." && CDPATH=. "a project/run-qemu.sh"' - "$project"
	ends "a shell that ends at the first error" 0 '' env SHELLOPTS=errexit "$project/run-qemu.sh"
	ends "a build that fails, and MAKEFLAGS=i" 2 'x. Error 1' env MAKEFLAGS=i \
		bash -c '. "$1/tools/lib.sh" && make -s -f <(echo "x: ; @false")' - "$project"
	ln -s "$project/run-qemu.sh" "$tmp/link"
	ends "by a link" 0 '' "$tmp/link"
	if ((EUID == 0)); then
		chmod 755 "$tmp"
		ends "another user, in a tree that is not his" 3 'cannot write in .*build, where' \
			runuser -u nobody -- env PATH="$PATH" CONSOLE="$CONSOLE" CODE=1 \
			STALEHOUND_TEST="$STALEHOUND_TEST" "$project/run-qemu.sh"
	fi
	unset CONSOLE CODE
}

# unit_run PROGRAM: make unit, where the only test is this, and planted finds what it should.
unit_run()
{
	printf '#!/bin/sh\n%s\n' "$1" >"$tmp/tree/a_test"
	"$tmp/tree/tests/unit/run.sh" --quick
}

# A program that ends without a word, and a result that cannot be kept, fail make unit.
test_lost_results()
{
	mkdir -p "$tmp"/tree/{tools,tests/unit}
	cp "$root/tools/lib.sh" "$project/tools/install-deps.sh" "$tmp/tree/tools"
	cp "$root/tests/unit/run.sh" "$tmp/tree/tests/unit"
	touch "$tmp/tree/tests/unit/a_test.c"
	printf '#!/bin/sh\nseq -f "not ok - planted: %%g" 5; echo the test hangs\n' >"$tmp/tree/planted"
	printf 'all:\n\t@mkdir -p $(OUT); install -t $(OUT) a_test planted\n' >"$tmp/tree/tests/unit/Makefile"
	says "a unit test that holds" 0 '2 passed, 0 failed' unit_run 'echo "ok - a"'
	says "a unit test that fails without a word" 1 'a_test ends with status 1' unit_run 'exit 1'
	says "a unit test that is none" 1 'a_test ends with status 0' unit_run :
	rm "$tmp/tree/build/unit/a_test.txt"
	mkdir "$tmp/tree/build/unit/a_test.txt"
	says "a unit test whose result cannot be kept" 1 'not ok 1 - what a program says can be written' \
		unit_run 'echo "ok - a"'
}

# Killed from outside: the machine and the temporary files must go, too.
test_signal()
{
	local pid

	export CONSOLE='stalehound 1\n' HANG=1 TMPDIR=$tmp/temporary
	mkdir "$TMPDIR"
	rm -f "$tmp/out"
	"$project/run-qemu.sh" >"$tmp/out" 2>"$tmp/err" </dev/null &
	pid=$!
	until [[ -s $tmp/out ]]; do sleep 0.05; done
	kill -TERM $pid
	wait $pid
	if [[ $? -eq 143 && -z $(ls "$TMPDIR") && ! -s $tmp/err ]]; then
		ok "terminated"
	else
		not_ok "terminated"
	fi
	unset CONSOLE HANG TMPDIR
}

make_project
test_own_time
test_together
test_surroundings
test_lost_results
test_signal
collect
totals
