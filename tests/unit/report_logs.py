# SPDX-License-Identifier: BSD-2-Clause
"""Logs for report_test.py, sealed by zlib's CRC.  That the kernel seals alike is for seal_test.c and
the boots.
"""
import zlib

PROMPTS = ('# stalehound> ', '# paused> ', '# held> ')
STAMP = len('[       0.000] ')
MACHINE = '''stalehound 0.1
# cpu: QEMU TCG CPU version 2.5+, 2 online, hypervisor TCGTCGTCGTCG
# features: no-pcid no-x2apic hypervisor
# memory: 242 MiB free, clock 2600 MHz
# keeps stale: leaf-read leaf-write
# does not keep: global-across-cr3 pcid-tagged (not tried)
KTAP version 1
1..2'''
SOUND = '''  KTAP version 1
  # Subtest: unmap/one
  1..2
  # asks: is it gone?
  # source: SDM vol. 3
  # 50 runs, 346 a second, policy eager,batch
  # runs by regime: eager 25, batch 25
  #          0  never     1:y=1     1:x=OLD    heard, yet read the old page
  #         50  sometimes 1:y=0     1:x=FAULT  faulted
  # Observation unmap/one Never 0 50
  ok 1 sound
  ok 2 tooth gather-skip-flush # caught after 2 runs, 3 ms; then in 28 of 41, 95% interval 531000 to 804000 per million
ok 1 unmap/one'''
BITTEN = '''  KTAP version 1
  # Subtest: unmap/two
  1..1
  # asks: and now?
# CAUGHT unmap/two, run 7: heard, yet read the old page
#   registers: 1:y=1 1:x=OLD
#   last steps (cycles, then a column a CPU: 0, 1); [frame]
#          0  clears the PTE 62417000 [db5]                kernel/mm/objects/rmap.c:168
#       2686                                              touches, as a user 62417000                  tests/engine/calls.c:228
#   actor 0 ran on CPU 0, cold, delayed by 0 cycles
  #          9  never     1:y=1     1:x=OLD    heard, yet read the old page
  # Observation unmap/two Sometimes 9 41
  not ok 1 sound # a stale access was caught
not ok 2 unmap/two'''
HELD = SOUND.replace('unmap/one', 'unmap/two').replace('ok 1 unmap', 'ok 2 unmap')


def seal(groups, run_id='5f2e91ac', last=True):
    """A log of these groups of lines."""
    out = []
    for number, group in enumerate(groups):
        begin = f'# seal {run_id} {number} '
        end = ' end' if last and number == len(groups) - 1 else ''
        text = group + '\n'
        sealed = ''.join(line for line in text.splitlines(True)
                         if not line.startswith(('# repeat with: ', *PROMPTS)))
        out.append(f'{text}{begin}{zlib.crc32((sealed + begin).encode()):08x}{end}\n')
    return ''.join(out)


def ending(passed, failed, status):
    return (f'# repeat with: ./run-qemu.sh --smp 2\n# {passed} passed, {failed} failed, 0 skipped\n'
            f'# exit status {status}')


GOOD = seal([MACHINE, SOUND, HELD, ending(2, 0, 0)])
BAD = seal([MACHINE, SOUND, BITTEN, ending(1, 1, 1)])


def objects(failed, lines_lost=0):
    """In two groups; the first may have lost lines at its head."""
    kind = 'failed' if failed else 'ok'
    groups = [['{"stalehound":"0.1"}', '{"text":"# cpu: one, 2 online, hypervisor none"}'],
             ['{"result":"%s","tooth":false,"test":"unmap/one","line":"sound","runs":9,"violations":%d,'
              '"histogram":[{"verdict":"never","count":%d,"text":"old"}]}' % (kind, failed, failed),
              '{"passed":%d,"failed":%d,"skipped":0,"seed":1}' % (not failed, failed),
              '{"exit_status":%d}' % failed]]
    out = ''
    for number, group in enumerate(groups):
        begin = f'{{"seal":"00000009 {number} '
        text = ''.join(line + '\n' for line in group)
        end = ' end' if number else ''
        out += f'{text}{begin}{zlib.crc32((text + begin).encode()):08x}{end}"}}\n'
    return out.split('\n', lines_lost)[-1]
