#!/usr/bin/env bash
# SPDX-License-Identifier: BSD-2-Clause
#
# run-kvm.sh: is it said which machines are beneath the guest, and is nothing that goes wrong with one
# of them ever taken for a pass?
#
# No machine is started: a script stands for QEMU, with $HOST as what the host says on its serial port.

# shellcheck disable=SC2016	# dollars for other shells
set -u
# shellcheck source=tests/unit/scripts.sh
. "$(dirname -- "${BASH_SOURCE[0]}")/scripts.sh"

begun='host: linux 6.12.0\r\nhost: begins\r\n'
held='stalehound 0.1\r\n# exit status 0\r\n'

kvm()
{
	"$project/run-kvm.sh" "$@"
}

# A project whose machine is what the files beside it say.
prepare()
{
	make_project
	cp "$root/tools/linux.sh" "$root/tools/host.sh" "$project/tools"
	printf '#!/bin/sh\necho host >"$1"\n' >"$project/tools/mkhost.sh"
	chmod +x "$project/tools/mkhost.sh"
	sed -i "s|^cpuinfo=.*|cpuinfo=$tmp/cpuinfo|; s|^modules=.*|modules=$tmp/modules|
		s|^device=.*|device=$tmp/device|" "$project/run-kvm.sh"
	cat >"$tmp/bin/qemu-system-x86_64" <<'END'
#!/usr/bin/env bash
[[ "$*" != --version ]] || { echo 'QEMU emulator version 7.2.0 (of a test)'; exit; }
[[ "$*" != '-cpu help' ]] || { echo 'x86 host'; exit; }
printf '%s\n' "$@" >"$STALEHOUND_TEST/arguments"
while (($#)); do
	[[ $1 != file,id=host,path=* ]] || printf '%b' "${HOST-}" >"${1#*path=}"
	[[ $1 != -initrd ]] || cp "$2" "$STALEHOUND_TEST/initrd"
	shift
done
printf '%b' "${CONSOLE-}"
[[ -z ${COMPLAINT-} ]] || echo "$COMPLAINT" >&2
[[ -z ${HANG-} ]] || { echo $$ >"$STALEHOUND_TEST/pid"; exec sleep 100; }
exit "${CODE-0}"
END
	mkdir -p "$project/build/linux/boot" "$project/build/linux/lib/modules/6.12.0"
	: >"$project/build/linux/boot/vmlinuz-6.12.0"
	elsewhere
}

elsewhere()
{
	echo 'flags : fpu hypervisor' >"$tmp/cpuinfo"
	rm -f "$tmp/device"
}

# here FLAG MODULE PARAMETER VALUE: this machine has a KVM like that.
here()
{
	echo "flags : fpu $1 ${5-}" >"$tmp/cpuinfo"
	mkdir -p "$tmp/modules/$2/parameters"
	echo "$4" >"$tmp/modules/$2/parameters/$3"
	: >"$tmp/device"
}

# said NAME STATUS PATTERN HOST CONSOLE [WORD...]: as judge, of a host and a guest that say that.
said()
{
	HOST=$4 CONSOLE=$5 run kvm "${@:6}"
	judge "$1" "$2" "$3"
}

test_usage()
{
	ends '--npt maybe' 2 '--npt maybe: not one of on off' kvm --npt maybe
	ends '--smp 0' 2 'not a number from 1 to 255' kvm --smp 0
	ends '--mem 16M' 2 'at least 32M' kvm --mem 16M
	ends 'an unknown option' 2 'unknown option --nptt; nearest: --npt' kvm --nptt off
	ends 'no such kernel' 2 'no such file' kvm --kernel /nowhere
	ends 'not a kernel' 2 'no bzImage' kvm --kernel "$project/run-kvm.sh"
	ends 'a bad word' 2 'an argument is a key=value word' kvm 'a b'
	ends '--log into nowhere' 2 'cannot write' kvm --log /nowhere/x
	ends '--help' 0 '' kvm --help
}

# The exit port makes status S QEMU's 2S + 1.
test_verdicts()
{
	said 'what holds, holds' 0 '' "${begun}host: ended 1\r\n" "$held"
	said 'a stale access' 1 '' "${begun}host: ended 3\r\n" 'stalehound 0.1\n# exit status 1\n'
	said 'undecided' 5 '' "${begun}host: ended 11\r\n" 'stalehound 0.1\n# exit status 5\n'
	said 'no closing line' 3 'without a closing line' "${begun}host: ended 1\r\n" 'stalehound 0.1\n'
	said 'another status than the closing line' 3 'closing line says 0' "${begun}host: ended 3\r\n" "$held"
	said 'the guest stops by itself' 3 'triple fault' "${begun}host: ended 0\r\n" 'stalehound 0.1\n'
	said "the guest's QEMU is killed" 3 'killed by signal 9' "${begun}host: ended 137\r\n" "$held"
	HOST=$begun CONSOLE=$held HANG=1 ends_in_time 'a host that goes on' 3 'goes on after its closing line' kvm
	HOST=$begun HANG=1 ends_in_time 'no end in time' 5 'within --timeout .*the host said last: host: begins' kvm
}

test_hosts()
{
	said 'a module cannot be loaded' 3 'cannot run a guest: module kvm-amd: no such device' \
		'host: linux 6.12.0\nhost: failed: module kvm-amd: no such device\n' ''
	said 'another paging than asked for' 3 'cannot run a guest: KVM was to run with npt=on' \
		'host: linux 6.12.0\nhost: failed: KVM was to run with npt=on and says N\n' ''
	said 'it panics' 3 "host's Linux panicked: Fatal exception" \
		"${begun}[    9.0] Kernel panic - not syncing: Fatal exception\r\n" "$held"
	said 'it stops without a word' 3 'host stopped by itself' "$begun" "$held"
	said 'it says nothing at all' 3 'host stopped by itself' '' ''
	HOST="${begun}host: qemu: KVM internal error. Suberror: 1\r\nhost: qemu: RAX=0\r\nhost: ended 143\r\n" \
		says 'KVM gives up' 3 'KVM gave up on the guest: KVM internal error. Suberror: 1' kvm
	said 'the guest cannot be made' 2 'QEMU cannot make this machine: no such CPU' \
		"${begun}host: qemu: no such CPU\r\nhost: ended 1\r\n" ''
	HOST="${begun}[    8.0] WARNING: CPU: 1 PID: 12 at arch/x86/kvm/mmu/mmu.c:1\r\nhost: ended 1\r\n" CONSOLE=$held \
		says 'it complains of itself' 3 'complained of itself: WARNING: CPU' kvm
	HOST="${begun}[    8.0] BUG: Bad page map\r\nhost: ended 3\r\n" CONSOLE='stalehound 0.1\n# exit status 1\n' \
		says 'a complaint beside a stale access' 1 'complained of itself' kvm
	HOST="[    1.0] Oops: 1\n[    1.1] RIP: 0010:f\n[    1.2] Kernel panic - not syncing: Fatal exception\n" \
		says 'how it came to a panic' 3 'RIP: 0010:f' kvm
	said 'a complaint at boot is none of the guest' 0 '' \
		"[    1.0] WARNING: CPU: 0 at a/driver.c:1\r\n${begun}host: ended 1\r\n" "$held"
	HOST=$begun CODE=137 ends 'its QEMU is killed' 3 "host's QEMU was killed by signal 9" kvm
	CODE=0 COMPLAINT='qemu: terminating on signal 15 from pid 7 (sh)' \
		ends 'QEMU is told to end' 3 'somebody ended QEMU by signal 15' kvm
	CODE=1 COMPLAINT='qemu: no memory' ends 'its machine cannot be made' 2 'no memory' kvm
}

# A run that is stopped leaves no QEMU behind.  Without a tool nothing is started.
test_ends()
{
	local run

	rm -f "$tmp/pid"
	HOST=$begun HANG=1 "$project/run-kvm.sh" >/dev/null 2>&1 </dev/null &
	run=$!
	until [[ -s $tmp/pid ]]; do sleep 0.1; done
	kill -TERM $run
	wait $run
	status=$?
	if ((status == 143)) && ! kill -0 "$(<"$tmp/pid")" 2>/dev/null; then
		ok 'stopped'
	else
		not_ok "stopped: status $status, or its QEMU goes on"
	fi
	printf '#!/bin/sh\n[ "$2" != host ] || { echo "missing: busybox" >&2; exit 1; }\n' >"$project/tools/install-deps.sh"
	ends 'a tool is missing' 4 'missing: busybox' kvm
	printf '#!/bin/sh\n' >"$project/tools/install-deps.sh"
}

# levels NAME TEXT WORD...: what a run says before the kernel's first line.
levels()
{
	HOST="${begun}host: ended 1\n" CONSOLE=$held run kvm "${@:3}"
	sed -i '/stalehound/,$d' "$tmp/out"
	prints "$1" "$2"
}

test_levels()
{
	local linux

	linux=$(uname -r)
	levels 'an emulated host' '# host: Linux 6.12.0, KVM with nested paging (npt=on), QEMU 7.2.0
# beneath: SVM as QEMU 7.2.0'"'"'s TCG emulates it, for this machine has neither VMX nor SVM'
	levels 'in JSON' '{"text":"# host: Linux 6.12.0, KVM with shadow page tables (npt=off), QEMU 7.2.0"}
{"text":"# beneath: SVM as QEMU 7.2.0'"'"'s TCG emulates it, for this machine has neither VMX nor SVM"}' \
		--npt off format=json
	here svm kvm_amd npt Y
	CODE=1 levels "SVM, this machine's own" "# host: Linux $linux, KVM with nested paging (npt=on), QEMU 7.2.0
# beneath: SVM of this machine's own CPUs"
	run grep -cx -e kvm -e 'host,-arch-capabilities' "$tmp/arguments"
	prints "a guest of that" 2
	HANG=1 ends_in_time 'no end in time there' 5 'within --timeout [0-9]+ s$' kvm
	CODE=1 levels "SVM, but not with that paging" \
		'# host: Linux 6.12.0, KVM with shadow page tables (npt=off), QEMU 7.2.0
# beneath: SVM as QEMU 7.2.0'"'"'s TCG emulates it, for this machine'"'"'s KVM has npt=Y' --npt off
	here vmx kvm_intel ept N hypervisor
	CODE=1 levels 'VMX, of a guest' "# host: Linux $linux, KVM with shadow page tables (npt=off), QEMU 7.2.0
# beneath: VMX, as a hypervisor gives it to this machine"
	elsewhere
	HOST="${begun}host: ended 1\n" CONSOLE="stalehound 0.1\n# repeat with: ./run-qemu.sh --accel kvm --smp 3 seed=1\n" \
		run kvm --smp 3 --npt off --timeout 99
	sed -i '/# repeat with/!d' "$tmp/out"
	prints 'how to repeat it' '# repeat with: ./run-kvm.sh --smp 3 seed=1 --npt off'
}

# What the host boots from is made once, and again when something in it has changed.
test_mkhost()
{
	local file="$tmp/a host.cpio" make="$root/tools/mkhost.sh" before

	ends 'a QEMU that is a script' 3 'not a program whose libraries' "$make" "$file"
	cp "$(type -P true)" "$tmp/bin/qemu-system-x86_64"
	ends 'modules that are not there' 3 'found nothing of the modules' "$make" "$file" /nowhere
	ends 'a host' 0 '' "$make" "$file"
	run cpio --quiet -it -I "$file" init bin/busybox bin/qemu-system-x86_64 firmware/bios-256k.bin
	prints 'what is in it' $'bin/busybox\nbin/qemu-system-x86_64\nfirmware/bios-256k.bin\ninit'
	before=$(stat -c %i "$file")
	run "$make" "$file"
	run stat -c %i "$file"
	prints 'it is made once' "$before"
	cp "$(type -P false)" "$tmp/bin/qemu-system-x86_64"
	run "$make" "$file"
	run cpio --quiet -i --to-stdout -I "$file" bin/qemu-system-x86_64
	if cmp -s "$tmp/out" "$tmp/bin/qemu-system-x86_64"; then
		ok 'and again with a new QEMU'
	else
		not_ok 'and again with a new QEMU'
	fi
}

prepare
test_usage
test_verdicts
test_hosts
test_ends
test_levels
test_mkhost
totals
