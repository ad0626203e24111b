# SPDX-License-Identifier: BSD-2-Clause
"""A directory of results that can be published: a file for each machine, and a table of all machines.

A file is as report.json (schema.json), with the runs of one machine.  Another run of that machine is added
to it; the same run is there once, however often its log is given.
"""
import hashlib
import json
import os
import re

from . import record

IDENTITY = ('product', 'cpu', 'family', 'model', 'stepping', 'microcode', 'firmware', 'hypervisor', 'kernel')
VERDICTS = ('passed', 'failed', 'crashed', 'undecided', 'unknown')
DAMAGE = (ValueError, KeyError, IndexError, TypeError, AttributeError)


class NoRecord(Exception):
    """A file in the directory is not what this module writes."""


def file_of(machine):
    """The name of its file, from what it is."""
    identity = [str(machine.get(key, '')) for key in IDENTITY]
    name = re.sub(r'[^a-z0-9]+', '-', f'{identity[0]} {identity[1]}'.lower()).strip('-')[:60]
    return f'{name or "machine"}-{hashlib.sha256(repr(identity).encode()).hexdigest()[:8]}.json'


def read(path):
    try:
        with open(path, encoding='utf-8') as file:
            thing = json.load(file)
        if thing['schema'] != record.SCHEMA:
            raise ValueError(f'schema {thing["schema"]}, not {record.SCHEMA}')
        row(path, thing['runs'])
        return thing['runs']
    except DAMAGE as error:
        raise NoRecord(f'{path}: it is no record of a machine: {error}') from error


def content(run):
    """All of it but which log it came from."""
    return {key: value for key, value in run.items() if key not in ('source', 'line')}


def text(value):
    return str(value).replace('|', '\\|').replace('\n', ' ')


def row(path, runs):
    """A machine's line of the table, from its last run and what all came to."""
    machine = runs[-1]['machine']
    counts = ', '.join(f'{n} {verdict}' for verdict in VERDICTS
                       if (n := sum(run['verdict'] == verdict for run in runs)))
    failed = sorted({test['name'] for run in runs for test in run['tests'] if test['verified']
                     and any(result['result'] == 'failed' for result in test['results'])})
    cells = (f'[{os.path.basename(path)}]({os.path.basename(path)})',
             machine.get('product', '?'), machine.get('cpu', '?'), machine.get('microcode', '?'),
             machine.get('firmware', machine.get('kernel', '?')), runs[-1]['virtualised_by'] or 'nothing',
             runs[-1]['version'], counts, ', '.join(failed) or 'none', ' '.join(machine.get('keeps', [])) or '?')
    return f'| {" | ".join(text(cell) for cell in cells)} |'


HEAD = '''# Results, by machine

Written by `tools/report --results`. A run that no seal vouches for is unknown, never a pass.

| file | machine | CPU | microcode | firmware or kernel | virtualised by | version | runs | failed tests | keeps stale |
|---|---|---|---|---|---|---|---|---|---|
'''


def publish(directory, runs, write):
    """Add the runs that tell of their machine, and write the table anew.  @write writes a file there."""
    machines = {}
    for run in record.record(runs)['runs']:
        if run['machine'].get('cpu'):
            machines.setdefault(file_of(run['machine']), []).append(run)
    os.makedirs(directory, exist_ok=True)
    files = {name: read(os.path.join(directory, name))
             for name in sorted(os.listdir(directory)) if name.endswith('.json')}
    for name, new in machines.items():
        known = files.setdefault(name, [])
        for run in new:
            if content(run) not in map(content, known):
                known.append(run)
        write(directory, name, json.dumps({'schema': record.SCHEMA, 'runs': known}, indent=1) + '\n')
    write(directory, 'README.md', HEAD + ''.join(row(name, files[name]) + '\n' for name in sorted(files)))
