#!/usr/bin/env bash
# SPDX-License-Identifier: BSD-2-Clause
#
# Tests of run-qemu.sh, run-bochs.sh, tools/install-deps.sh, tools/matrix.sh and those in
# tests/bench: bad input, damaged images, and every way a run can end.
#
# No machine is started: scripts.sh has stand-ins for the emulators.  hosts-test.sh has what
# a host may do to a run.

# shellcheck disable=SC2016	# some of these dollars are for other shells
set -u
# shellcheck source=tests/unit/scripts.sh
. "$(dirname -- "${BASH_SOURCE[0]}")/scripts.sh"

test_machine_usage()
{
	ends "--machine q36" 2 'QEMU has no such machine; nearest: q35' qemu --machine q36,acpi=off
	ends "--machine of a title" 2 'no such machine' qemu --machine Supported
	ends "--machine microvm without --direct" 2 'use --direct' qemu --machine microvm
	ends "--machine isapc --uefi" 2 'starts an isapc' qemu --machine isapc --uefi
	for value in max,-lm qemu32 Haswell,lm=off; do
		ends "--cpu $value --uefi" 2 'needs a CPU with 64-bit mode' qemu --cpu "$value" --uefi
	done
	ends "--cpu hasvell" 2 'QEMU has no such CPU; nearest: Haswell' qemu --cpu hasvell,-pge
	ends "--serial com5" 2 'not one of com1 com2 com3 com4 pci' qemu --serial com5
	ends "--medium floppy" 2 'not one of cd stick net' qemu --medium floppy
	ends "--medium with --direct" 2 'leave out --medium' qemu --direct --medium stick
	ends "--medium net with --iso" 2 'leave out --iso' qemu --medium net --iso x
}

test_usage()
{
	ends "unknown option" 2 'unknown option --smb; nearest: --smp' qemu --smb 2
	ends "unknown option with value" 2 'unknown option --acel; nearest: --accel' qemu --acel=tcg
	ends "unknown short option" 2 'unknown option -x' qemu -x
	ends "option without value" 2 '--smp needs a value' qemu --smp
	ends "option with empty value" 2 '--timeout needs a value' qemu --timeout=
	ends "flag with value" 2 '--uefi takes no value' qemu --uefi=1
	ends "--accel hax" 2 '--accel hax: not one of tcg kvm' qemu --accel hax
	ends "--thread dual" 2 '--thread dual: not one of multi single' qemu --thread dual
	ends "--thread with kvm" 2 '.' qemu --accel kvm --thread single
	ends "--direct --uefi" 2 'leave out --uefi' qemu --direct --uefi
	ends "--direct --iso" 2 'leave out --iso' qemu --direct --iso x
	for value in 0 x 256 9999 -1 1.5 99999999999999999999; do
		ends "--smp '$value'" 2 'not a number from 1 to 255' qemu --smp "$value"
	done
	for value in 0 x 1s; do
		ends "--timeout '$value'" 2 '--timeout.*: not a number' qemu --timeout="$value" --smp 2
	done
	for value in 16M 31 32767K 0; do
		ends "--mem $value" 2 'at least 32M is needed' qemu --mem "$value"
	done
	for value in x 2X 1.5G -1; do
		ends "--mem '$value'" 2 'not a size' qemu --mem "$value"
	done
	ends "--log into nowhere" 2 '--log /nowhere/x: cannot write' qemu --log /nowhere/x
	ends "--log onto a directory" 2 'cannot write' qemu --log "$tmp"
	ends "--qemu nowhere" 2 '--qemu nowhere: no such program' qemu --qemu nowhere
	ends "--help" 0 '' qemu --help
	ends "bochs: unknown option" 2 'nearest: --smp' bochs --spm 2
	ends "bochs: --smp 9" 2 'not a number from 1 to 8' bochs --smp 9
	ends "bochs: --cpu rizen" 2 'not one of ryzen; nearest: ryzen' bochs --cpu rizen
	ends "bochs: shell" 2 'nobody can type into this Bochs' bochs shell
	ends "bochs: --mem 4G" 2 '2047M at most' bochs --mem 4G
	ends "boot-time: unknown option" 2 'unknown option --x' "$project/tests/bench/boot-time.sh" --x
	ends "boot-time: --runs 0" 2 'not a number' "$project/tests/bench/boot-time.sh" --runs 0
	ends "bench of the model: unknown option" 2 'nearest: --check' "$project/tests/bench/model.sh" --chek
	ends "bench of the points: unknown option" 2 'nearest: --check' "$project/tests/bench/points.sh" --chek
	ends "bench of the policies: --seconds x" 2 'not a number' "$project/tests/bench/pressure.sh" --seconds x
	ends "bench of the model: --seconds 0" 2 'not a number' "$project/tests/bench/model.sh" --seconds 0
	ends "matrix: unknown option" 2 'nearest: --model-only' "$project/tools/matrix.sh" --model-onli
	ends "matrix: --jobs without value" 2 '--jobs needs a value' "$project/tools/matrix.sh" --jobs
	ends "matrix: --jobs x" 2 '--jobs x: not a number' "$project/tools/matrix.sh" --model-only --jobs=x
	ends "matrix: --jobs twice" 2 '--jobs 0: not a number' "$project/tools/matrix.sh" --jobs 2 --jobs 0
	ends "matrix: flag with a value" 2 'unknown option --keep=1; nearest: --keep' \
		"$project/tools/matrix.sh" --keep=1
	ends "matrix: -h" 0 '' "$project/tools/matrix.sh" --keep -h
	ends "deletions: unknown kind" 2 '--kind edits: must be delete or edit' \
		"$root/tools/deletions.sh" --kind=edits
	ends "deletions: no sample" 2 '--sample 0: not a number' \
		"$root/tools/deletions.sh" --kind edit --sample 0
	ends "deletions: nothing there" 2 "nothing to change matches 'nowhere.c'" \
		"$root/tools/deletions.sh" --list --only nowhere.c
	ends "matrix: --out without value" 2 '--out needs a value' "$project/tools/matrix.sh" --out=
}

test_words()
{
	local word

	for word in 'a b' "a'b" 'a"b' 'a$b' 'a;b' 'a\b' 'a`b' '' $'a\tb' $'run=\xc3\xa4' '=x' '*'; do
		ends "argument $(printf %q "$word")" 2 'an argument is a key=value word' qemu -- "$word"
	done
	ends "console=screen" 2 'use console=both' qemu console=screen
	printf -v word 'run=%04092d' 0
	ends "arguments too long" 2 '4096 characters; 4095 is the limit' qemu "$word"
}

test_images()
{
	local image=$tmp/image

	ends "no such image" 2 '--iso /nowhere: no such file' qemu --iso /nowhere
	ends "image is a directory" 2 'cannot read it' qemu --iso "$tmp"
	: >"$image"
	ends "empty image" 2 'not a Stalehound ISO \(no ISO 9660 volume\)' qemu --iso "$image"
	head -c 44000 "$tmp/our, image.iso" >"$image"
	ends "image cut short" 2 'not a Stalehound ISO \(cut short: 44000 of 49152' qemu --iso "$image"
	sed 's/stalehound-args/somebody--elses/' "$tmp/our, image.iso" >"$image"
	ends "somebody else's image" 2 "not a Stalehound ISO \\(no place" qemu --iso "$image"
	cp "$tmp/our, image.iso" "$image"
	echo "0 image" >"$image.sha256"
	ends "image with another checksum" 2 'does not match image.sha256' bochs --iso "$image"
}

# Litmus tests that are text, on their way to the kernel.
test_texts()
{
	local text="$tmp/my text.litmus" image="$tmp/our, image.iso"

	ends "no such text" 2 '--litmus /nowhere: no such file' qemu --litmus /nowhere
	ends "a text is a directory" 2 'cannot read it' bochs --litmus "$tmp"
	head -c 16385 /dev/zero >"$text"
	ends "a text too large" 2 'found 16385 bytes, expected 16384 at most' qemu --litmus "$text"
	head -c 16384 /dev/zero >"$text"
	ends "texts too large together" 2 'found [0-9]+ bytes in all, expected 65536 at most' \
		qemu --direct --litmus "$text" --litmus "$text" --litmus "$text" --litmus "$text"
	printf 'name a/b' >"$text"
	ends "an image without room for texts" 2 'has no place for litmus tests' \
		qemu --iso "$image" --litmus "$text"
	export CONSOLE='stalehound 1\n# exit status 0\n' CODE=1
	ends "texts, direct" 0 '' qemu --direct --litmus "$text" --litmus="$text"
	run cat "$tmp/bundle"
	prints "texts in one file" "# stalehound-litmus: 8 $text"$'\nname a/b\n'"# stalehound-litmus: 8 $text"$'\nname a/b\n# stalehound-litmus: end'
	{ cat "$image"; printf '%-4096s' '# stalehound-texts: none'; } >"$tmp/roomy.iso"
	printf '\32' | dd of="$tmp/roomy.iso" bs=1 seek=32848 conv=notrunc status=none
	ends "texts, in an image" 0 '' qemu --iso "$tmp/roomy.iso" --litmus "$text"
	if grep -qaF "# stalehound-litmus: 8 $text" "$tmp/medium" &&
		grep -qaF 'set texts=/boot/tests.litmus;' "$tmp/medium"; then
		ok "texts in the medium"
	else
		not_ok "texts in the medium"
	fi
	unset CONSOLE CODE
}

# medium WORD...: call tools/mkmedium.sh.
medium()
{
	"$project/tools/mkmedium.sh" "$@"
}

# Images for a stick, with words and texts.
test_media()
{
	local text="$tmp/my text.litmus" out="$tmp/my medium.iso"

	printf '#!/bin/sh\n' >"$tmp/bin/implantisomd5"
	chmod +x "$tmp/bin/implantisomd5"
	ends "medium: no name" 2 'OUT.iso is missing' medium
	ends "medium: a word in its place" 2 'seed=5: the image comes first' medium seed=5 "$out"
	ends "medium: unknown option" 2 'nearest: --litmus' medium --litmos x "$out"
	ends "medium: a word with a quote" 2 'an argument is a key=value word' medium "$out" "run='x'"
	mkdir "$tmp/directory.iso"
	ends "medium: onto a directory" 2 'not a file' medium "$tmp/directory.iso"
	ends "medium: onto its source" 2 'is that file itself' medium --iso "$tmp/roomy.iso" "$tmp/roomy.iso"
	ends "medium: with words and a text" 0 '' \
		medium --iso "$tmp/roomy.iso" --litmus "$text" "$out" run=a/b seconds=60 console=serial
	if grep -qaF "set args='run=a/b seconds=60'; set first='Stalehound: run=a/b seconds=60 console=serial'; #" "$out" &&
		grep -qaF 'set console=console=serial; set texts=/boot/tests.litmus;' "$out" &&
		grep -qaF "# stalehound-litmus: 8 $text" "$out" && sha256sum <"$out" | cmp -s - "$out.sha256"; then
		ok "medium: it has the words, the text and a checksum"
	else
		not_ok "medium: it has the words, the text and a checksum"
	fi
}

# The ends of a run: what the kernel says, what QEMU returns, what comes of it.
test_endings()
{
	export CONSOLE='stalehound 1\r\nok 1\r\n# exit status 0\r\n' CODE=1
	ends "all held" 0 '' qemu
	prints "no carriage returns" $'stalehound 1\nok 1\n# exit status 0'
	CODE=3 ends "QEMU says failed, the kernel held" 3 'status 1, but the closing line says 0' qemu
	CODE=0 ends "machine stops by itself" 3 'triple fault' qemu
	CODE=0 CONSOLE='stalehound 1\r\nok 1\r\n' COMPLAINT='qemu: terminating on signal 15 from pid 7 (sh)' \
		ends "QEMU is told to end" 3 'somebody ended QEMU by signal 15' qemu
	CODE=0 COMPLAINT='qemu: terminating on signal 15 from pid 7 (sh)' \
		ends "QEMU is told to end, at its end" 3 'somebody ended QEMU by signal 15' qemu
	CODE=134 ends "QEMU dies" 3 'killed by signal 6' qemu
	export CONSOLE='stalehound 1\r\n# exit status 1\r\n' CODE=3
	ends "a litmus failed" 1 '' qemu
	export CONSOLE='stalehound 1\r\n# exit status 2\r\n' CODE=5
	ends "the kernel rejects its arguments" 2 '' qemu
	export CONSOLE='stalehound 1\r\nBail out!\r\n# exit status 3\r\n' CODE=7
	ends "the kernel crashed" 3 '' qemu
	export CONSOLE='stalehound 1\r\nok 1\r\n' CODE=1
	ends "no closing line" 3 'status 0, but without a closing line' qemu
	CONSOLE='' COMPLAINT='qemu: no such machine' ends "QEMU does not start" 3 \
		'QEMU failed: qemu: no such machine' qemu
	CONSOLE='' COMPLAINT=$'qemu: warning: old\nqemu: no flag foo' ends "QEMU refuses what was asked for" 2 \
		'QEMU cannot make this machine: qemu: no flag foo' qemu --cpu max,foo
	CONSOLE='' ends "nothing said" 3 'without a closing line' qemu
	export CONSOLE='stalehound 1\r\n# 1 undecided\r\n# exit status 5\r\n' CODE=11
	ends "undecided" 5 '' qemu
	CODE=1 ends "QEMU says held, the kernel undecided" 3 'status 0, but the closing line says 5' qemu
	export CONSOLE='stalehound 1\r\nok 1\r\n' CODE=1
	HANG=1 ends_in_time "a time is up" 5 'no closing line within --timeout .* s' qemu
	CONSOLE='\033[2Jgrub> ' HANG=1 ends_in_time "a time is up, the loader waits" 5 \
		'nothing from the kernel within --timeout .* s; the console said: grub>' qemu
	unset CONSOLE CODE
}

test_console()
{
	export CODE=1
	CONSOLE='BIOS\r\n\033[2J\033[01;01HBooting\033[02;01Hstalehound 1\r\n# exit status 0\r\n' \
		ends "loader's noise" 0 '' qemu
	prints "only the kernel is shown" $'stalehound 1\n# exit status 0'
	CONSOLE='stalehound 1\r\n# exit status 0' ends "no newline at the end" 0 '' qemu --log "$tmp/log"
	if cmp -s "$tmp/out" "$tmp/log"; then ok "--log"; else not_ok "--log"; fi
	CONSOLE='stalehound 1\n' ends "stdout is full" 3 'cannot write to standard output' \
		bash -c '"$1" >/dev/full' - "$project/run-qemu.sh"
	unset CODE
}

test_arguments()
{
	local words=('run=a/*,b?[c]' 'seed=1' 'list') text="set args='run=a/*,b?[c] seed=1 list';"

	export CONSOLE='stalehound 1\n# exit status 0\n' CODE=1
	ends "image with a comma in its name" 0 '' qemu --iso "$tmp/our, image.iso" "${words[@]}"
	if grep -qaF "$text" "$tmp/medium" && [[ $(stat -c %s "$tmp/medium") -eq 49152 ]]; then
		ok "arguments in the medium"
	else
		not_ok "arguments in the medium"
	fi
	ends "direct" 0 '' qemu --direct --smp=3 -- "${words[@]}"
	if grep -qxF "${words[*]}" "$tmp/arguments" && grep -qx 3 "$tmp/arguments"; then
		ok "arguments for QEMU's loader"
	else
		not_ok "arguments for QEMU's loader"
	fi
	cp "$tmp/bin/qemu-system-x86_64" "$tmp/bin/another qemu"
	ends "a machine of one's own" 0 '' qemu --qemu "$tmp/bin/another qemu" --direct \
		--machine q35,hpet=off --cpu=Haswell,-pge --serial com2 --qemu-args '-rtc  clock=vm' \
		--qemu-args -no-hpet
	run tail -n 3 "$tmp/arguments"
	prints "QEMU's own options" $'-rtc\nclock=vm\n-no-hpet'
	run grep -xF -e q35,hpet=off -e Haswell,-pge -e isa-serial,iobase=0x2f8,irq=3,chardev=console \
		"$tmp/arguments"
	prints "machine, CPU and port" \
		$'q35,hpet=off\nHaswell,-pge\nisa-serial,iobase=0x2f8,irq=3,chardev=console'
	run bash -c '{ "$1" >/dev/null; cat; } <<<"still here"' - "$project/run-qemu.sh"
	prints "stdin is left alone" "still here"
	unset CONSOLE CODE
}

# What the kernel says of how to repeat a run is of the whole machine, as a shell takes it.
test_repeat()
{
	local given=(--uefi --machine q35 '--cpu=max,-pge' --smp 3 --qemu-args '-rtc clock=vm') shown

	export CODE=1 text='# repeat with: ./run-qemu.sh --smp 3 seed=1'
	shown=" --uefi --machine q35 --cpu max,-pge --qemu-args '-rtc clock=vm'"
	CONSOLE="stalehound\n$text\n# exit status 0\n" run qemu "${given[@]}"
	prints "how to repeat it" "stalehound"$'\n'"$text$shown"$'\n# exit status 0'
	CONSOLE="stalehound\n$text\n# exit status 0\n" run qemu --timeout 9 --log "$tmp/log" --accel tcg
	prints "how to repeat it, where nothing is to be added" "stalehound"$'\n'"$text"$'\n# exit status 0'
	text="{\"text\":\"$text\"}"
	CONSOLE="{\"stalehound\":1}\n$text\n{\"exit_status\":0}\n" run qemu --qemu-args '-name "a"'
	prints "how to repeat it, in JSON" \
		'{"stalehound":1}'$'\n'"${text%'"}'} --qemu-args '-name \\\"a\\\"'\"}"$'\n{"exit_status":0}'
	unset CODE
	text='# repeat with: ./run-bochs.sh --smp 2 seed=1'
	CONSOLE="stalehound\n$text\n# exit status 0\n" run bochs --mem 64M --smp 2
	prints "bochs: how to repeat it" "stalehound"$'\n'"$text --mem 64M"$'\n# exit status 0'
}

test_building()
{
	export CONSOLE='stalehound 1\n# exit status 0\n' CODE=1
	BUILD_FAILS=1 run qemu --direct
	if [[ $status -eq 3 && $(tail -n 1 "$tmp/err") == 'run-qemu.sh: make kernel failed' ]]; then
		ok "build fails"
	else
		not_ok "build fails: status $status"
	fi
	printf x | dd of="$project/build/stalehound.iso" bs=1 seek=100 conv=notrunc status=none
	ends "own image damaged" 0 'does not match its checksum; building it again' qemu
	ends "own image mended" 0 '' qemu
	unset CONSOLE CODE
}

test_bochs()
{
	CONSOLE='stalehound 1\n# exit status 1\n' ends "bochs: a litmus failed" 1 '' bochs run=x
	if grep -qaF "set args='run=x';" "$tmp/medium"; then
		ok "bochs: arguments"
	else
		not_ok "bochs: arguments"
	fi
	CONSOLE='stalehound 1\n' ends "bochs: no closing line" 3 'without a closing line' bochs
	CONSOLE='stalehound 1\n# exit status 5\n' ends "bochs: undecided" 5 '' bochs
	CONSOLE='stalehound 1\n' HANG=1 ends_in_time "bochs: a time is up" 5 \
		'no closing line within --timeout .* s' bochs
}

# install_deps PATH-PREFIX SET...: with only what PREFIX and $tmp/few have.
install_deps()
{
	local path=$1

	shift
	PATH=$path:$tmp/few "$root/tools/install-deps.sh" "$@"
}

# fake_apt NAME COMMAND: a directory with an apt-get that runs COMMAND.
fake_apt()
{
	mkdir -p "$tmp/$1"
	printf '#!/bin/sh\n[ "$1" != -n ] || shift\nexec "$@"\n' >"$tmp/$1/sudo"
	printf '#!/bin/sh\n%s\n' "$2" >"$tmp/$1/apt-get"
	chmod +x "$tmp/$1/"*
}

test_install()
{
	local command

	mkdir "$tmp/few"
	for command in bash sh env dirname mktemp rm grep sed tail cp touch chmod gcc make; do
		ln -s "$(type -P "$command" || echo /bin/true)" "$tmp/few/$command"
	done
	fake_apt works 'case "$*" in *" install "*nasm*) cp "$0" "${0%/*}/nasm" ;; esac'
	fake_apt broken 'echo "E: the disk is full" >&2; exit 100'
	fake_apt lies 'exit 0'
	ends "unknown set" 2 'unknown set everything' install_deps "$tmp/works" everything
	STALEHOUND_NO_INSTALL=1 ends "only list" 4 'missing: nasm \(packages: nasm\)' \
		install_deps "$tmp/works" build
	ends "no apt-get" 4 'nasm.*has no apt-get' install_deps "$tmp/none" build
	ends "apt-get fails" 4 '.' bash -c '"$@" 2>&1 >/dev/null | tail -n 1 >&2; exit ${PIPESTATUS[0]}' - \
		env PATH="$tmp/broken:$tmp/few" "$root/tools/install-deps.sh" build
	if grep -q 'cannot install nasm.*: E: the disk is full' "$tmp/err"; then
		ok "apt-get's reason"
	else
		not_ok "apt-get's reason"
	fi
	run install_deps "$tmp/lies" build
	if [[ $status -eq 4 ]] && grep -q 'nasm is still missing' "$tmp/err"; then
		ok "apt-get lies"
	else
		not_ok "apt-get lies: status $status"
	fi
	ends "installs" 0 'to have what "build" needs, installing nasm' install_deps "$tmp/works" build
	ends "nothing missing" 0 '' install_deps "$tmp/works" build
	printf '#!/bin/sh\necho "missing: x" >&2; exit 4\n' >"$project/tools/install-deps.sh"
	ends "tool missing" 4 'missing: x' qemu
}

make_project
test_usage
test_machine_usage
test_words
test_images
test_texts
test_media
test_endings
test_console
test_arguments
test_repeat
test_building
test_bochs
test_install
totals
