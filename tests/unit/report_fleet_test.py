#!/usr/bin/python3
# SPDX-License-Identifier: BSD-2-Clause
"""Tests of what tools/report has for fleets: fields of the JSON, logs of the model, results by machine.

    tests/unit/report_fleet_test.py
"""
import json
import os
import subprocess
import sys
import tempfile

sys.dont_write_bytecode = True
from report_logs import (BAD, BITTEN, GOOD, HELD, MACHINE, SCHEDULE, SOUND, ending, followed,  # noqa: E402
                         seal, shard)
from report_tests import ROOT, Tests, schema_errors  # noqa: E402


def fields(tests):
    """What fleets ask for, of the machine and of the actors."""
    tests.report(BAD)
    run = json.loads(tests.read('report.json'))['runs'][0]
    machine = run['machine']
    got = (run['virtualised'], run['virtualised_by'], machine['family'], machine['model'], machine['stepping'],
           machine['microcode'], machine['firmware'], machine['product'], machine['apic_ids'])
    wanted = (True, 'TCGTCGTCGTCG', 15, 107, 1, '0x1000065', 'BIOS SeaBIOS 1.16.2 04/01/2014', 'QEMU Standard PC', [0, 3])
    tests.result('the JSON has CPU, microcode, firmware and virtualisation', '' if got == wanted else str(got))
    caught = run['tests'][1]['caught'][0]
    tests.result('… and the CPUs of the actors, by APIC id', '' if caught['apic_ids'] == [0, 3] else str(caught))
    sound = run['tests'][1]['results'][0]
    tests.result('… and the time to a failure', '' if sound.get('time_to_failure') == {'runs': 7, 'ms': None}
                 else str(sound))
    tests.expect('a Linux that tells of its machine', 5, ['unknown'],
                 seal(['stalehound 0.1\n# kernel: Linux 6.12 x86_64\n# cpu: A CPU, family 6, model 167, stepping 1, '
                       'microcode 0x1\n# cpus: 2 for this program, clock 2600 MHz\n# hypervisor: none\n# exit status 0']))
    run = json.loads(tests.read('report.json'))['runs'][0]
    got = (run['virtualised'], run['machine'].get('cpu'), run['machine'].get('microcode'), run['machine'].get('kernel'))
    tests.result('… whose fields are there', schema_errors(tests) if got == (False, 'A CPU', '0x1', 'Linux 6.12 x86_64')
                 else str(got))


def models(tests):
    """Logs of the model, sealed by tools/sealed.sh."""
    tests.expect('a counterexample that was followed', 1, ['failed'], followed())
    tests.result('… as its schema says', schema_errors(tests))
    caught = json.loads(tests.read('report.json'))['runs'][0]['tests'][0]['caught'][0]
    got = ([(step['cycles'], step['column']) for step in caught['steps']], len(caught['commands']), caught['unit'])
    tests.result('… has its steps, by CPU, and both schedules',
                 '' if got == ([(0, 0), (69, 1)], 2, 'event') else str(got))
    page = tests.read('report.html')
    missing = [word for word in (f'value="./run-qemu.sh luf_age=none {SCHEDULE}"', 'class="step owed"',
                                 '<span class="step stale">user load', 'needs of a CPU') if word not in page]
    tests.result('… on the page, with what is stale, and the commands to copy', ', '.join(missing))
    tests.expect('all shards', 0, ['passed'] * 2, shard(1), shard(2))
    results = json.loads(tests.read('report.json'))['runs'][1]['tests'][0]['results']
    got = [(result['name'], result.get('extent'), result.get('time_to_failure')) for result in results]
    tests.result('… say how much each has searched', '' if got == [
        ('sound', 'exhaustive in shard 2 of 2 (SC)', None), ('sound, with store buffers', None, None),
        ('gather-skip-luf', None, {'runs': 2, 'ms': 1250})] else str(got))
    tests.expect('a shard that is missing', 5, ['passed', 'unknown'], shard(2))
    tests.expect('a shard of other tests', 5, ['passed', 'passed', 'unknown'],
                 shard(1), seal(shard(2).replace('unmap/one', 'unmap/two').rstrip().rsplit('\n', 1)[:1]))
    tests.expect('a shard that was cut off', 5, ['passed', 'unknown'], shard(1), shard(2)[:-80])


def publications(tests):
    """A directory of results, by machine."""
    place = tests.path('results')

    def publish(*logs):
        for number, text in enumerate(logs):
            with open(tests.path(f'log{number}'), 'w', encoding='utf-8') as out:
                out.write(text)
        return subprocess.run([os.path.join(ROOT, 'tools/report'), '--out', tests.path('out'), '--results', place,
                               *(tests.path(f'log{number}') for number in range(len(logs)))],
                              capture_output=True, text=True, check=False)

    other = seal([MACHINE.replace('0x1000065', '0x1000066'), SOUND, HELD, ending(2, 0, 0)], '00000002')
    publish(GOOD, other)
    publish(GOOD, BAD)
    names = sorted(name for name in os.listdir(place) if name.endswith('.json'))
    counts = []
    for name in names:
        with open(os.path.join(place, name), encoding='utf-8') as file:
            counts.append(len(json.load(file)['runs']))
    tests.result('a file for each machine, and the same run once', '' if sorted(counts) == [1, 2] else str(counts))
    publish(seal([MACHINE, SOUND, BITTEN, ending(1, 1, 1)], '00000003'), shard(1), shard(2))
    with open(os.path.join(place, 'README.md'), encoding='utf-8') as file:
        table = file.read()
    wanted = '| 1 passed, 2 failed | unmap/two | leaf-read leaf-write |'
    tests.result('a table of the machines', '' if wanted in table and table.count('\n| [') == 2 else table)
    with open(os.path.join(place, names[0]), 'w', encoding='utf-8') as file:
        file.write('{"schema": 1}')
    done = publish(GOOD)
    tests.result('a file there that is no record', '' if done.returncode == 2 and 'is no record' in done.stderr
                 and 'Traceback' not in done.stderr else done.stderr)


def main():
    with tempfile.TemporaryDirectory() as directory:
        tests = Tests(directory)
        fields(tests)
        models(tests)
        publications(tests)
    print(f'{tests.passed} passed, {tests.failed} failed')
    return tests.failed != 0


if __name__ == '__main__':
    sys.exit(main())
