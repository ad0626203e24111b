# SPDX-License-Identifier: BSD-2-Clause
# shellcheck shell=bash disable=SC2034,SC2154	# variables shared with who sources this
#
# A Linux with KVM as the guest's host, on machines without VMX and SVM: QEMU's TCG emulates SVM, Linux
# boots on that, and a second QEMU runs the guest by KVM.
#
#	QEMU, TCG	first serial port --> $tmp/host		what Linux and host-init.sh say
#	  Linux		second -------------> $tmp/console	the guest's console, nothing else
#	    QEMU, KVM
#	      the guest
#
# To be sourced by bash after tools/qemu.sh and tools/linux.sh, by a script that has its options in
# the variables npt, smp, mem_mib and those that these want.

host_mib=768		# for Linux, QEMU and the initrd that both are in
complained=		# what the host's kernel said of itself while the guest ran
panicked=		# "Kernel panic …", or nothing

# Sets host_file: the initrd of the host, kept in build/kvm for the next run.
make_host()
{
	local version=none modules=

	need_tools build host
	if [[ -z $kernel ]]; then
		find_kernel
		version=${kernel#*/boot/vmlinuz-}
		modules=${kernel%/boot/*}/lib/modules/$version
		[[ -d $modules ]] || modules=${kernel%/boot/*}/usr/lib/modules/$version
	fi
	own_directory "$root/build/kvm"
	host_file=$root/build/kvm/host-$version.cpio
	"$root/tools/mkhost.sh" "$host_file" ${modules:+"$modules"} || exit "$EXIT_CRASH"
}

# Write $tmp/initrd: the host's initrd, the guest's files, and the options of the guest's QEMU, which
# qemu_options and boot have.
add_guest()
{
	local run=$tmp/guest/run

	mkdir -p "$run" && cp "$root/build/stalehound.elf" "$run" || exit "$EXIT_CRASH"
	[[ -z $bundle ]] || cp "$bundle" "$run/tests.litmus" || exit "$EXIT_CRASH"
	printf '%s\n' -L /firmware "${qemu_options[@]}" "${boot[@]}" ${qemu_args[@]+"${qemu_args[@]}"} >"$run/qemu"
	(cd "$tmp/guest" && find run | cpio --quiet -o -H newc -R 0:0) |
		cat "$host_file" - >"$tmp/initrd" || die "$EXIT_CRASH" "cannot write $tmp/initrd"
}

# start_host: boot the host, with the guest that qemu_options and boot describe.
start_host()
{
	add_guest
	: >"$tmp/host"
	qemu_machine tcg "" "$smp" $((mem_mib + host_mib)) "" max,+svm,+npt com2
	qemu_options+=(-chardev "file,id=host,path=${tmp//,/,,}/host" -serial chardev:host)
	boot=(-kernel "$kernel" -initrd "$tmp/initrd" -append "$linux_words npt=$npt kvm_amd.npt=$([[ $npt == off ]]; echo $?)")
	qemu_args=()
	start_qemu
}

# host_said WORD: the rest of the last line "host: WORD …".
host_said()
{
	tr -d '\r' <"$tmp/host" | sed -n "s/^host: $1 \{0,1\}//p" | tail -n 1
}

# What the host said last, if it said anything.
host_last()
{
	local line

	line=$(tr -d '\r' <"$tmp/host" | grep . | tail -n 1)
	printf '%s' "${line:+; the host said last: ${line:0:200}}"
}

# Print on stderr what the guest's QEMU said.  If the host's Linux complained of itself while the guest
# ran, or panicked at any time, print what it said from then on, and set complained, panicked.
hear_host()
{
	local line begun='' told=''

	panicked=$(tr -d '\r' <"$tmp/host" | sed -n 's/.*Kernel panic - not syncing: //p' | head -n 1)
	while IFS= read -r line; do
		case $line in
		'host: begins') begun=1 ;;
		'host: qemu: '*) printf '%s\n' "${line#host: qemu: }" >&2 ;;
		esac
		if [[ -n $begun$panicked ]] && complains "$line"; then
			told=1
			complained=${complained:-$complaint}
		fi
		[[ -z $told || $line == 'host: '* ]] || printf '%s\n' "$line" >&2
	done < <(tr -d '\r' <"$tmp/host")
}

# host_verdict CODE: leave with a status.  It is the guest's only if the outer QEMU, whose exit code is
# CODE, the host, the guest's QEMU and the closing line give no reason for another.
host_verdict()
{
	local code=$1 ended failed gave_up

	if ((code == 1)) && [[ -s $tmp/errors ]]; then
		die "$EXIT_USAGE" "QEMU cannot make the host's machine: $(complaint)"
	fi
	cat "$tmp/errors" >&2
	((code < 128)) || die "$EXIT_CRASH" "the host's QEMU was killed by signal $((code - 128))"
	ended=$(host_said ended)
	if [[ $ended == 1 && -z $started ]]; then
		die "$EXIT_USAGE" "QEMU cannot make this machine: $(host_said qemu:)"
	fi
	hear_host
	[[ -z $panicked ]] || die "$EXIT_CRASH" "the host's Linux panicked: $panicked"
	failed=$(host_said failed:)
	[[ -z $failed ]] || die "$EXIT_CRASH" "the host cannot run a guest: $failed"
	[[ -n $ended ]] || die "$EXIT_CRASH" "the host stopped by itself$(host_last)"
	gave_up=$(sed -n "s/^host: qemu: .*\(KVM internal error.*\|kvm run failed.*\)/\\1/p" "$tmp/host" | head -n 1)
	[[ -z $gave_up ]] || die "$EXIT_CRASH" "KVM gave up on the guest: ${gave_up%$'\r'}"
	[[ -z $complained ]] || say "the host's kernel complained of itself: $complained"
	[[ -z $complained || $ended == 3 ]] || exit "$EXIT_CRASH"
	judge_exit "$ended"
}
