# SPDX-License-Identifier: BSD-2-Clause
# shellcheck shell=bash disable=SC2016	# dollars for other shells
#
# What tests of scripts share: results; and a copy of the project whose path has spaces,
# with a Makefile that builds nothing and stand-ins for the emulators that say and return
# what a test wants.
#
# To be sourced by bash, from tests/unit.

root=$(CDPATH='' cd -- "$(dirname -- "${BASH_SOURCE[0]}")/../.." && pwd)
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

# judge NAME STATUS PATTERN: the last command ended with STATUS, and said exactly one line on
# stderr, which matches PATTERN; nothing at all if PATTERN is empty.
judge()
{
	local lines=1

	[[ -n $3 ]] || lines=0
	if [[ $status -eq $2 && $(wc -l <"$tmp/err") -eq $lines && $(<"$tmp/err") =~ $3 ]]; then
		ok "$1"
	else
		not_ok "$1: status $status, expected $2 and '$3'"
	fi
}

# ends NAME STATUS PATTERN COMMAND...
ends()
{
	run "${@:4}"
	judge "$@"
}

# ends_in_time NAME STATUS PATTERN COMMAND...: with --timeout 1, or longer where the host lets
# the stand-in say nothing so soon.
ends_in_time()
{
	local limit

	for limit in 1 10 100; do
		run "${@:4}" --timeout $limit
		[[ ! $(<"$tmp/err") =~ $3 ]] || break
	done
	judge "$@"
}

# says NAME STATUS TEXT COMMAND...: ends with STATUS, and TEXT is in what it says.
says()
{
	run "${@:4}"
	if [[ $status -eq $2 && $(cat "$tmp/out" "$tmp/err") == *"$3"* ]]; then
		ok "$1"
	else
		not_ok "$1: status $status, not $2, or it does not say: $3"
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
case "$*" in
"-machine help") printf '%s\n' 'Supported machines are:' 'pc  Standard PC' 'q35  Standard PC' ; exit ;;
"-cpu help") printf '%s\n' 'Available CPUs:' 'x86 max  (all)' 'x86 Haswell  (alias)' ; exit ;;
esac
printf '%s\n' "$@" >"$STALEHOUND_TEST/arguments"
while (($#)); do
	[[ $1 != -cdrom ]] || cp "$2" "$STALEHOUND_TEST/medium"
	[[ $1 != -initrd ]] || cp "$2" "$STALEHOUND_TEST/bundle"
	shift
done
printf '%b' "${CONSOLE-}"
[[ -z ${COMPLAINT-} ]] || echo "$COMPLAINT" >&2
[[ -z ${HANG-} ]] || exec sleep 100
exit "${CODE-0}"
END
	cat >"$tmp/bin/bochs" <<'END'
#!/usr/bin/env bash
[[ "$*" != '--help cpu' ]] || { printf '%s\n' 'Supported CPU models:' '' ryzen; exit; }
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
	cp "$root/tools/lib.sh" "$root/tools/medium.sh" "$root/tools/console.sh" "$root/tools/qemu.sh" \
		"$root/tools/matrix.sh" "$root/tools/mkmedium.sh" "$project/tools"
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

# totals: the last line.
totals()
{
	echo "$passed passed, $failed failed"
	((failed == 0))
}
