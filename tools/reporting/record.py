# SPDX-License-Identifier: BSD-2-Clause
"""One JSON object for all runs: what fleets ask for.  Its schema is schema.json."""
from math import sqrt

SCHEMA = 1


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


def result_record(result):
    record = {'name': result.name, 'kind': 'tooth' if result.tooth else 'sound',
              'result': result.result, 'runs': result.runs}
    if result.note:
        record['note'] = result.note
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


def actors(caught):
    return {'run': caught.run, 'what': caught.what, 'cpus': caught.cpus,
            'steps': [vars(step) for step in caught.steps], 'lines': caught.lines}


def run_record(run):
    return {
        'source': run.source, 'line': run.first_line, 'run_id': run.run_id,
        'version': run.version, 'verdict': run.verdict, 'why': run.why,
        'problems': run.problems, 'exit_status': run.exit_status, 'crash': run.crash,
        'repeat': run.repeat, 'virtualised_by': virtualisation(run.machine),
        'machine': run.machine,
        'tests': [{'name': test.name, 'verified': test.whole, 'asks': test.asks,
                   'source': test.source,
                   'results': [result_record(result) for result in test.results],
                   'caught': [actors(caught) for caught in test.caught]} for test in run.tests],
    }


def record(runs):
    return {'schema': SCHEMA, 'runs': [run_record(run) for run in runs]}
