# SPDX-License-Identifier: BSD-2-Clause
"""One JSON object for all runs: what fleets ask for.  Its schema is schema.json."""
from math import sqrt

SCHEMA = 2


def wilson(hits, tried, z=1.96):
    """The 95 % interval of a rate."""
    if not tried:
        return None
    p = min(hits / tried, 1.0)  # a damaged line may say anything
    middle = (p + z * z / (2 * tried)) / (1 + z * z / tried)
    half = z * sqrt(p * (1 - p) / tried + z * z / (4 * tried * tried)) / (1 + z * z / tried)
    return [max(0.0, middle - half), min(1.0, middle + half)]


def virtualisation(machine):
    """By what it is virtualised; None: by nothing that says so."""
    name = machine.get('hypervisor', '')
    return None if name in ('', 'none') else name


def virtualised(machine):
    """Whether it is, by the bit for it of CPUID; None: the log does not tell."""
    if 'hypervisor' in machine:
        return machine['hypervisor'] != 'none'
    return None


def result_record(result):
    record = {'name': result.name, 'kind': 'tooth' if result.tooth else 'sound',
              'result': result.result, 'runs': result.runs}
    if result.note:
        record['note'] = result.note
    if result.extent:
        record['extent'] = result.extent
    if result.first:
        record['time_to_failure'] = {'runs': result.first, 'ms': result.first_ms}
    hits, tried = (result.hits, result.tried) if result.tried else (result.violations, result.runs)
    if tried and (hits or not result.tooth):
        record['reproduction'] = {'hits': hits, 'runs': tried, 'interval': wilson(hits, tried)}
    if result.regimes:
        record['runs_by_regime'] = result.regimes
    if result.rows:
        record['outcomes'] = [vars(row) for row in result.rows]
    return record


def actors(caught, apic_ids):
    """A caught access, with the CPUs of its actors, by number and by APIC id; None: not known."""
    return {'run': caught.run, 'what': caught.what, 'cpus': caught.cpus,
            'apic_ids': [apic_ids[cpu] if cpu < len(apic_ids) else None for cpu in caught.cpus],
            'unit': caught.unit, 'steps': [vars(step) for step in caught.steps],
            'commands': [{'where': where, 'command': command} for where, command in caught.commands],
            'lines': caught.lines}


def run_record(run):
    apic_ids = run.machine.get('apic_ids', [])
    return {
        'source': run.source, 'line': run.first_line, 'run_id': run.run_id,
        'version': run.version, 'shard': run.shard, 'verdict': run.verdict, 'why': run.why,
        'problems': run.problems, 'exit_status': run.exit_status, 'crash': run.crash,
        'repeat': run.repeat, 'virtualised': virtualised(run.machine), 'virtualised_by': virtualisation(run.machine),
        'machine': run.machine,
        'tests': [{'name': test.name, 'verified': test.whole, 'asks': test.asks,
                   'source': test.source,
                   'results': [result_record(result) for result in test.results],
                   'caught': [actors(caught, apic_ids) for caught in test.caught]} for test in run.tests],
    }


def record(runs):
    return {'schema': SCHEMA, 'runs': [run_record(run) for run in runs]}
