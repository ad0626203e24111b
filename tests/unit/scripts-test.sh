#!/usr/bin/env bash
# SPDX-License-Identifier: BSD-2-Clause
#
# Tests of run-qemu.sh, run-bochs.sh, tools/install-deps.sh, tools/matrix.sh and those in
# tests/bench: bad input, damaged images, and every way a run can end.
#
# No machine is started: the scripts run in a copy of the project whose path has
# spaces, with a Makefile that builds nothing and stand-ins for the emulators that
# say and return what a test wants.

# shellcheck disable=SC2016	# some of these dollars are for other shells
set -u
root=$(cd -- "$(dirname -- "${BASH_SOURCE[0]}")/../.." && pwd)
tmp=$(mktemp -d) || exit 1
trap 'rm -rf "$tmp"' EXIT
project="$tmp/a project"
passed=0
failed=0

ok()
{
	passed=$((passed + 1))
	echo "ok - $1"
}

not_ok()
{
	failed=$((failed + 1))
	echo "not ok - $1"
	sed 's/^/#   /' "$tmp/out" "$tmp/err"
}

# run COMMAND...: sets status; leaves $tmp/out and $tmp/err.
run()
{
	"$@" >"$tmp/out" 2>"$tmp/err" </dev/null
	status=$?
}

# ends NAME STATUS PATTERN COMMAND...: ends with STATUS, and says exactly one line on
# stderr, which matches PATTERN; nothing at all if PATTERN is empty.
ends()
{
	local name=$1 want=$2 pattern=$3 lines=1

	shift 3
	[[ -n $pattern ]] || lines=0
	run "$@"
	if [[ $status -eq $want && $(wc -l <"$tmp/err") -eq $lines ]] &&
		[[ $(<"$tmp/err") =~ $pattern ]]; then
		ok "$name"
	else
		not_ok "$name: status $status, expected $want and '$pattern'"
	fi
}

# prints NAME TEXT: the last command's stdout was TEXT.
prints()
{
	if [[ $(<"$tmp/out") == "$2" ]]; then
		ok "$1"
	else
		not_ok "$1: expected $2"
	fi
}

# An emulator that copies its arguments, says $CONSOLE, waits and ends.
stand_in()
{
	cat >"$tmp/bin/qemu-system-x86_64" <<'END'
#!/usr/bin/env bash
printf '%s\n' "$@" >"$STALEHOUND_TEST/arguments"
while (($#)); do
	[[ $1 != -cdrom ]] || cp "$2" "$STALEHOUND_TEST/medium"
	shift
done
printf '%b' "${CONSOLE-}"
[[ -z ${COMPLAINT-} ]] || echo "$COMPLAINT" >&2
[[ -z ${HANG-} ]] || exec sleep 100
exit "${CODE-0}"
END
	cat >"$tmp/bin/bochs" <<'END'
#!/usr/bin/env bash
cp boot.iso "$STALEHOUND_TEST/medium"
printf '%b' "${CONSOLE-}" >console
[[ -z ${HANG-} ]] || exec sleep 100
END
	chmod +x "$tmp/bin/"*
	export STALEHOUND_TEST=$tmp PATH=$tmp/bin:$PATH
}

# A volume of 24 blocks, just enough of ISO 9660 to be taken for ours.
make_iso()
{
	head -c 40960 /dev/zero | cat - "$root/boot/args.cfg" >"$1"
	printf '\1CD001' | dd of="$1" bs=1 seek=32768 conv=notrunc status=none
	printf '\30' | dd of="$1" bs=1 seek=32848 conv=notrunc status=none
}

make_project()
{
	mkdir -p "$tmp/bin" "$project/tools" "$project/tests/bench"
	cp "$root"/run-*.sh "$project"
	cp "$root/tools/lib.sh" "$root/tools/console.sh" "$root/tools/matrix.sh" "$project/tools"
	cp "$root"/tests/bench/*.sh "$project/tests/bench"
	printf '#!/bin/sh\n' >"$project/tools/install-deps.sh"
	chmod +x "$project/tools/install-deps.sh"
	make_iso "$tmp/our, image.iso"
	cat >"$project/Makefile" <<END
kernel:
	@mkdir -p build; touch build/stalehound.elf; exit \$\$BUILD_FAILS
iso: build/stalehound.iso
build/stalehound.iso:
	@cp "$tmp/our, image.iso" \$@; sha256sum \$@ >\$@.sha256
END
	stand_in
}

qemu()
{
	"$project/run-qemu.sh" "$@"
}

bochs()
{
	"$project/run-bochs.sh" "$@"
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
	ends "--help" 0 '' qemu --help
	ends "bochs: unknown option" 2 'nearest: --smp' bochs --spm 2
	ends "bochs: --smp 9" 2 'not a number from 1 to 8' bochs --smp 9
	ends "bochs: --mem 4G" 2 '2047M at most' bochs --mem 4G
	ends "boot-time: unknown option" 2 'unknown option --x' "$project/tests/bench/boot-time.sh" --x
	ends "boot-time: --runs 0" 2 'not a number' "$project/tests/bench/boot-time.sh" --runs 0
	ends "bench of the model: unknown option" 2 'nearest: --check' "$project/tests/bench/model.sh" --chek
	ends "bench of the policies: --seconds x" 2 'not a number' "$project/tests/bench/pressure.sh" --seconds x
	ends "bench of the model: --seconds 0" 2 'not a number' "$project/tests/bench/model.sh" --seconds 0
	ends "matrix: unknown option" 2 'nearest: --model-only' "$project/tools/matrix.sh" --model-onli
	ends "matrix: --jobs without value" 2 'not a number' "$project/tools/matrix.sh" --jobs
	ends "matrix: --out without value" 2 'needs a value' "$project/tools/matrix.sh" --out
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

# The ends of a run: what the kernel says, what QEMU returns, what comes of it.
test_endings()
{
	export CONSOLE='stalehound 1\r\nok 1\r\n# exit status 0\r\n' CODE=1
	ends "all held" 0 '' qemu
	prints "no carriage returns" $'stalehound 1\nok 1\n# exit status 0'
	CODE=3 ends "QEMU says failed, the kernel held" 3 'status 1, but the closing line says 0' qemu
	CODE=0 ends "machine stops by itself" 3 'triple fault' qemu
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
	CONSOLE='' ends "nothing said" 3 'without a closing line' qemu
	HANG=1 ends "hang" 3 'no closing line after 1 s' qemu --timeout 1
	CONSOLE='\033[2Jgrub> ' HANG=1 ends "loader hangs" 3 \
		'nothing from the kernel after 1 s; the console said: grub>' qemu --timeout 1
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
	run bash -c '{ "$1" >/dev/null; cat; } <<<"still here"' - "$project/run-qemu.sh"
	prints "stdin is left alone" "still here"
	unset CONSOLE CODE
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
	CONSOLE='stalehound 1\n' HANG=1 ends "bochs: hang" 3 'no closing line after 1 s' bochs --timeout 1
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
test_words
test_images
test_endings
test_console
test_arguments
test_building
test_bochs
test_signal
test_install
echo "$passed passed, $failed failed"
((failed == 0))
