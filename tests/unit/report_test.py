#!/usr/bin/python3
# SPDX-License-Identifier: BSD-2-Clause
"""Tests of tools/report: no damage to a log makes it crash, or turns a failure into a pass.

    tests/unit/report_test.py

The logs are those of report_logs.py.
"""
import json
import os
import random
import subprocess
import sys
import tempfile
from xml.etree import ElementTree

sys.dont_write_bytecode = True
from report_tests import ROOT, Tests, schema_errors  # noqa: E402

sys.path.insert(0, os.path.join(ROOT, 'tools'))
from reporting import junit, logs, page, record, verdict  # noqa: E402
from report_logs import (BAD, BITTEN, GOOD, HELD, MACHINE, SOUND, STAMP, ending, followed,  # noqa: E402
                         objects, seal)

COPIES = 1000


def damage(rng, text, other):
    """A copy that is cut, has bits flipped, lines lost, doubled or mixed with another log's."""
    data = bytearray(text.encode())
    kind = rng.choice(['cut', 'head', 'flip', 'lose', 'double', 'mix', 'noise', 'swap'])
    if kind == 'cut':
        return data[:rng.randrange(len(data))]
    if kind == 'head':
        return data[rng.randrange(1, len(data)):]
    if kind == 'flip':
        for _ in range(rng.randint(1, 4)):
            data[rng.randrange(len(data))] ^= 1 << rng.randrange(8)
        return data
    lines = bytes(data).split(b'\n')
    at = rng.randrange(len(lines))
    if kind == 'lose':
        del lines[at:at + rng.randint(1, 5)]
    elif kind == 'double':
        lines[at:at] = lines[max(0, at - 3):at]
    elif kind == 'noise':
        lines.insert(at, bytes(rng.randrange(256) for _ in range(30)))
    elif kind == 'swap':
        to = rng.randrange(len(lines))
        lines[at], lines[to] = lines[to], lines[at]
    else:
        strangers = other.encode().split(b'\n')
        for line in strangers[:rng.randint(1, len(strangers))]:
            lines.insert(rng.randrange(len(lines)), line)
    return b'\n'.join(lines)


def sealed_lines(data):
    """A log without what no seal has to cover."""
    lines = [line[STAMP:] if line[:1] == b'[' else line for line in data.split(b'\n')]
    return b'\n'.join(line for line in lines if not line.startswith(b'# repeat with: ')).strip()


def is_as_good(copy, text):
    """It is there, whole, beside nothing but noise."""
    before, found, behind = sealed_lines(copy).partition(sealed_lines(text.encode()))
    return found and b'ok ' not in before + behind


def corrupted(tests, name, text, other):
    """No copy crashes it; none passes but one in which nothing that counts is changed."""
    rng = random.Random(7)
    problems = []
    sound = text in (GOOD, objects(0), stamped(GOOD))
    for number in range(COPIES):
        copy = bytes(damage(rng, text, other))
        runs = [verdict.parse(raw) for raw in logs.read_log('copy', copy)]
        page.page(runs)
        ElementTree.fromstring(junit.junit(runs))
        json.dumps(record.record(runs))
        held = runs and all(run.verdict == 'passed' for run in runs)
        if held and not (sound and is_as_good(copy, text)):
            problems.append(f'copy {number} passes: {[run.why for run in runs]}')
    tests.result(f'{COPIES} corrupted copies of {name}', '; '.join(problems[:3]))


def verdicts(tests):
    tests.expect('a run that held', 0, ['passed'], GOOD)
    tests.expect('a run that failed', 1, ['failed'], BAD)
    tests.expect('as objects', 0, ['passed'], objects(0))
    tests.expect('a failure, as objects', 1, ['failed'], objects(1))
    tests.expect('as objects, the last of which is not whole', 5, ['unknown'], objects(0)[:-3])
    tests.expect('CR-LF, and what firmware said', 0, ['passed'],
                 'SeaBIOS\r\n\x1b[2J\x1b[01;01HBooting ' + GOOD.replace('\n', '\r\n'))
    tests.expect('a run that was cut off', 5, ['unknown'], GOOD[:-60])
    tests.expect('a failure, then cut off', 1, ['failed'], BAD[:-60])
    tests.expect('no seals at all', 5, ['unknown'],
                 ''.join(line for line in GOOD.splitlines(True) if 'seal' not in line))
    tests.expect('a machine that started again', 5, ['unknown', 'passed'], GOOD[:600] + GOOD)
    tests.expect('two runs, of which the second failed', 1, ['passed', 'failed'], GOOD + BAD)
    tests.expect('a second run without its beginning', 1, ['passed', 'failed'], GOOD + BAD[40:])
    tests.expect('a crash', 3, ['crashed'],
                 seal([MACHINE + '\n\nBail out! stalehound: panic on CPU 0: BUG\n# exit status 3']))
    tests.expect('seals of two runs', 5, ['unknown', 'unknown'],
                 seal([MACHINE], last=False) + seal([MACHINE, SOUND, HELD, ending(2, 0, 0)], '00000001')
                 .split('\n', MACHINE.count('\n') + 2)[-1])
    tests.expect('a plan that was not kept', 5, ['unknown'], seal([MACHINE, SOUND, ending(1, 0, 0)]))
    tests.expect('undecided', 5, ['undecided'], seal([MACHINE, SOUND, HELD, ending(2, 0, 5)]))
    tests.expect('status 0 in spite of a failure', 1, ['failed'],
                 seal([MACHINE, SOUND, BITTEN, ending(1, 1, 0)]))
    tests.expect('an empty log', 5, ['unknown'], '')
    tests.expect('no log of ours', 5, ['unknown'], bytes(range(256)) * 40)


def conversation(second, passed, failed):
    """A run with a shell, in which two were run: what is typed is on the console as it was shown."""
    begin, plan = MACHINE.split('KTAP')
    plan = 'KTAP' + plan.replace('1..2', '1..1')
    return seal([begin + '# stalehound> ru\bun unmap/o\b \bone\n# from the shell: run run=unmap/one\n' + plan,
                 SOUND, '# 2 passed, 0 failed, 0 skipped\n# stalehound> hold unmap/two\n' + plan,
                 second.replace('ok 2 unmap/two', 'ok 1 unmap/two'),
                 f'# {passed} passed, {failed} failed, 0 skipped\n# stalehound> off\n# exit status {failed}'])


def shells(tests):
    """Several runs in one."""
    good = conversation(HELD, 2, 0)
    held = BITTEN.replace('#   actor 0 ran', '# held> walk x\n#         5  steps once more   a.c:1\n#   actor 0 ran')
    tests.expect('a shell in which two runs held', 0, ['passed'], good)
    tests.expect('… and in which one failed', 1, ['failed'], conversation(BITTEN, 0, 1))
    tests.expect('… and was held', 1, ['failed'], conversation(held, 0, 1))
    steps = json.loads(tests.read('report.json'))['runs'][0]['tests'][1]['caught'][0]['steps']
    tests.result('what is asked for then is no part of what was caught', '' if len(steps) == 2 else str(steps))
    tests.expect('what was typed, as a terminal has it', 0, ['passed'],
                 good.replace('ru\bun unmap/o\b \bone', 'run unmap/one'))
    tests.expect('what was typed, however often it was taken back', 0, ['passed'],
                 good.replace('ru\bun', 'ru' + '\b' * 9000 + 'un'))
    tests.expect('a shell, cut off after its first run', 5, ['unknown'], good[:good.index('# stalehound> hold')])
    tests.expect('a shell whose second run lost its test', 5, ['unknown'],
                 good.replace(HELD.replace('ok 2 unmap', 'ok 1 unmap'), ''))
    tests.expect('a prompt where a failure was', 5, ['unknown'],
                 conversation(BITTEN, 0, 1).replace('  not ok 1 sound', '# held> not ok 1', 1)
                 .replace('not ok 1 unmap/two', 'ok 1 unmap/two').replace('status 1', 'status 0'))


def lost_failures(tests):
    """A failure that a seal vouches for, or the last lines tell of, wherever it stands."""
    other = seal([MACHINE, SOUND, BITTEN, ending(1, 1, 1)], '00000001')
    tests.expect('a failure behind a run cut off, its first lines lost', 1, ['unknown', 'failed'],
                 GOOD[:600] + other.split('\n', 3)[-1])
    tests.expect('a failure told of by the last lines alone', 1, ['failed'], BAD.replace('cold', 'c@ld'))
    tests.expect('a failure, as objects, the first of which are lost', 1, ['failed'], objects(1, 1)[2:])
    twice = objects(1).split('\n')
    twice[3:3] = [twice[3].replace('"runs":9', '"runs":8'), '{"seal":"00000009 1 00000000"}']
    tests.expect('a failure told twice, damaged first', 1, ['failed'], '\n'.join(twice))
    tests.expect('a failure with times before its lines, its first lines lost', 1, ['passed', 'failed'],
                 GOOD + stamped(other).split('\n', 3)[-1])


def stamped(text):
    return ''.join(f'[{i * 7:8}.{i:03}] {line}' for i, line in enumerate(text.splitlines(True)))


def wires(tests):
    """What concentrators and terminals make of a log."""
    tests.expect('times before the lines', 0, ['passed'], stamped(GOOD))
    tests.expect('days before the lines', 0, ['passed'],
                 ''.join(f'{day} 30 04:{i:02}:07 rack7 {line}' for i, line in enumerate(GOOD.splitlines(True))
                         for day in [('Nov', 'Dec')[i > 9]]))
    tests.expect('times before objects', 1, ['failed'], stamped(objects(1)))
    tests.expect('times before the lines, and a letter changed', 5, ['unknown'],
                 stamped(GOOD).replace('1:y=1', '1:y=2', 1))
    tests.expect('colours, NULs, XON and XOFF', 0, ['passed'],
                 ''.join(f'\x1b[32m{line[:5]}\0\x11\x13{line[5:-1]}\x1b[0m\r\r\n' if len(line) > 1 else line
                         for line in GOOD.splitlines(True)))
    tests.expect('a screen cleared behind the last line', 0, ['passed'],
                 GOOD.rstrip() + '\x1b[2JSeaBIOS')
    tests.expect('UTF-16', 0, ['passed'], GOOD.encode('utf-16'))
    tests.expect('the name of an image with ours', 0, ['passed'],
                 GOOD.replace('--smp 2', "--iso '/tmp/stalehound 2.0 x/it.iso' schedule=" + 'x' * 9000))
    tests.expect('one run for each of many CPUs', 0, ['passed'] * 300, GOOD * 300)


def hostile_logs(tests):
    """Of each line a copy in which no seal fits any more, and a run for which one does."""
    lines = ['# seal 5f2e91ac ' + '9' * 5000 + ' 00000000', '{"a":' + '[' * 100000,
             '{"result":"ok","test":"a/b","histogram":[{"count":1e999,"verdict":"never","text":""}]}',
             '{"result":"ok","test":"a/b","runs":9,"violations":-3}', '{"result":"fai1ed","test":"a/b"}',
             '{"result":"ok","test":"a/b","runs":true,"runs_by_regime":{"eager":NaN}}',
             '  ok 2 tooth x # caught after 2 runs, 3 ms; then in 1 of ' + '9' * 400,
             '#   last steps (cycles, then a column a CPU: 0, 1)\n#   1  a' + ' ' * 60000 + 'x']
    head = SOUND.split('\n# CAUGHT', 1)[0].rsplit('\n', 2)[0]
    for line in lines:
        tests.expect('damaged: ' + line[:40], 5, ['unknown'],
                     seal([MACHINE], last=False) + head + '\n' + line + '\n')
        tests.result('… as its schema says', schema_errors(tests))
        tests.expect('sealed: ' + line[:40], 5, ['unknown'],
                     seal([MACHINE, head + '\n' + line + '\nok 1 unmap/one', HELD, ending(2, 0, 0)]))
        tests.result('… as its schema says', schema_errors(tests))
    odd = os.path.join(os.fsencode(tests.directory), b'\xff\x1b[2J.log')
    with open(odd, 'wb') as out:
        out.write(BAD.encode())
    done = subprocess.run([os.path.join(ROOT, 'tools/report'), '--out', tests.path('out'), odd],
                          capture_output=True, check=False, env={**os.environ, 'PYTHONIOENCODING': 'ascii'})
    tests.result('a name that is no text', '' if done.returncode == 1 and b'\x1b' not in done.stdout and
                 not done.stderr else repr(done.stderr + done.stdout))
    status, _, errors = tests.report(b'\x1f\x8b\x08')
    tests.result('a compressed log is named', '' if status == 2 and 'zcat' in errors else errors)


def pages(tests):
    """What is seen at a glance is not better than what was."""
    tests.report(seal([MACHINE, HELD, BITTEN, ending(1, 1, 1)]))
    words = [word for word in ('failed', 'ok') if f'<td class="{word}"><a' in tests.read('report.html')]
    tests.result('a test that held, and then failed, is failed', '' if words == ['failed'] else str(words))
    ids = tests.read('report.html').split(' id="')[1:]
    tests.result('two tests of one name have two places',
                 '' if len({text.split('"')[0] for text in ids}) == len(ids) else 'they have one')
    begun = SOUND.split('\n  ok 2', 1)[0] + '\n\nBail out! stalehound: panic\n# exit status 3'
    tests.report(seal([MACHINE, begun]))
    tests.result('a test that crashed half done is no pass',
                 'it is' if '<td class="ok">' in tests.read('report.html') else '')
    tests.report(BAD + GOOD + BAD)
    root = ElementTree.fromstring(tests.read('junit.xml'))
    names = {suite.get('name') for suite in root}
    bare = [node for node in root.iter() if node.tag in ('failure', 'error') and not node.get('type')]
    tests.result('JUnit has a name for each run, and a type for each failure',
                 '' if len(names) == 3 and not bare else f'{names}, {len(bare)} without a type')


def outputs(tests):
    tests.report(GOOD, BAD, objects(1))
    record = json.loads(tests.read('report.json'))
    tests.result('the JSON is as its schema says', schema_errors(tests))
    tooth = record['runs'][0]['tests'][0]['results'][1]
    wanted = ({'runs': 2, 'ms': 3}, 28, 41)
    got = (tooth.get('time_to_failure'), tooth['reproduction']['hits'], tooth['reproduction']['runs'])
    tests.result('the JSON has the time to failure, and the rate', '' if got == wanted else str(got))
    root = ElementTree.fromstring(tests.read('junit.xml'))
    got = [(suite.get('tests'), suite.get('failures')) for suite in root]
    tests.result('a failure inside is one outside, in JUnit',
                 '' if got == [('5', '0'), ('4', '2'), ('2', '2')] else str(got))
    page = tests.read('report.html')
    outside = [word for word in ('http:', 'https:', '@import', 'src=') if word in page]
    tests.result('the page needs nothing from elsewhere', ', '.join(outside))
    missing = [word for word in ('unmap/two', 'clears the PTE', 'step stale', 'leaf-write')
               if word not in page]
    tests.result('the page has tests, steps and what CPUs keep', ', '.join(missing))
    hostile = GOOD.replace('is it gone?', '<script>alert(1)</script>\x0b').encode()
    status, _, errors = tests.report(hostile)
    raw = '<script>alert' in tests.read('report.html')
    ElementTree.fromstring(tests.read('junit.xml'))
    tests.result('markup in a log stays text', errors or ('it is markup' if raw or status != 5 else ''))


def usage(tests):
    for name, words in (('no log', []), ('a log that is not there', ['/nowhere/log']),
                        ('an unknown option', ['--no', 'x'])):
        done = subprocess.run([os.path.join(ROOT, 'tools/report'), *words], capture_output=True,
                              text=True, check=False)
        tests.result(name, '' if done.returncode == 2 and 'Traceback' not in done.stderr else done.stderr)
    for name, words in (('full', '>/dev/full'), ('closed', '>&-')):
        done = subprocess.run(['sh', '-c', f'"$0" --out "$1" /dev/null {words}', os.path.join(ROOT, 'tools/report'),
                               tests.path('out')], capture_output=True, text=True, check=False)
        tests.result(f'standard output is {name}', '' if done.returncode == 2 and
                     done.stderr.startswith('report: standard output') else done.stderr or 'no word')


def main():
    with tempfile.TemporaryDirectory() as directory:
        tests = Tests(directory)
        verdicts(tests)
        shells(tests)
        lost_failures(tests)
        wires(tests)
        hostile_logs(tests)
        pages(tests)
        outputs(tests)
        usage(tests)
        corrupted(tests, 'a failure', BAD, GOOD)
        corrupted(tests, 'a pass', GOOD, BAD)
        corrupted(tests, 'a failure as objects', objects(1), objects(0))
        corrupted(tests, 'a pass as objects', objects(0), objects(1))
        corrupted(tests, 'a pass with times', stamped(GOOD), stamped(BAD))
        corrupted(tests, 'a counterexample', followed(), GOOD)
    print(f'{tests.passed} passed, {tests.failed} failed')
    return tests.failed != 0


if __name__ == '__main__':
    sys.exit(main())
