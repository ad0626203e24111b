# SPDX-License-Identifier: BSD-2-Clause
"""Logs for report_test.py, sealed by zlib's CRC.  That the kernel seals alike is for seal_test.c and
the boots.
"""
import zlib

PROMPTS = ('# stalehound> ', '# paused> ', '# held> ')
STAMP = len('[       0.000] ')
MACHINE = '''stalehound 0.1
# cpu: QEMU TCG CPU version 2.5+, 2 online, hypervisor TCGTCGTCGTCG
# cpu id: family 15, model 107, stepping 1, microcode 0x1000065
# APIC ids: 0 3
# firmware: BIOS SeaBIOS 1.16.2 04/01/2014
# machine: QEMU Standard PC
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
  # first forbidden outcome in run 7
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


MODEL = '''stalehound 0.1+g0123456789ab, the model: PCID, INVPCID, PGE, NX; set-TLBs; engine dpor, shard {} of 2
KTAP version 1
1..1'''
MODEL_TEST = '''  KTAP version 1
  # Subtest: unmap/one
  1..3
  # asks: is it gone?
  # source: SDM vol. 3
  # exhaustive in shard {0} of 2 (SC): 8 executions (0 cut short), 356 steps, at most 59 in one, 0.04 s, policy eager
  #          0  never     1:x=OLD    told, yet read the old page
  #          8  sometimes 1:x=FAULT  faulted
  # Observation unmap/one Never 0 8
  ok 1 sound
  ok 2 sound, with store buffers
  ok 3 tooth gather-skip-luf # killed after 2 executions, 1.25 s, by the data oracle
ok 1 unmap/one'''
MODEL_END = '# 3 passed, 0 failed, 0 skipped\n# exit status 0'
# A counterexample: what is caught stands before the test's own lines if a schedule= was followed.
SCHEDULE = 'schedule=1.62df5193.unmap/one.gather-skip-luf.luf-vma-same-2-0-6-0.a67b1!1b32!1.-'
WITNESS = f'''# CAUGHT unmap/one: data oracle: told, yet read the old page
#   taken away: gather-skip-luf, in settle_deferred, kernel/mm/tables/gather.c:222
#  event  a column a CPU: 0 … 1; * a step of the kernel's, [frame]
#      0  * clears the PTE 45a9b000 [13b]                kernel/mm/objects/rmap.c:173
#     69                                                user load va 45a9b000 through a STALE translation [13b]
# repeat it: build/model/stalehound trace=on {SCHEDULE}
# on metal: ./run-qemu.sh luf_age=none {SCHEDULE}
# needs of a CPU: kept-entries (it holds what an access of its own fetched)'''


def shard(number):
    """The log of one of two parts."""
    return seal([MODEL.format(number) + '\n' + MODEL_TEST.format(number) + '\n' + MODEL_END], f'0000000{number}')


def followed():
    """That of a model that followed a schedule=."""
    return seal(['stalehound 0.1, the model: engine dpor\n' + WITNESS +
                 '\nKTAP version 1\n1..1\nnot ok 1 unmap/one # told, yet read the old page\n'
                 '# 0 passed, 1 failed, 0 skipped\n# exit status 1'])
