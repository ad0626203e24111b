# SPDX-License-Identifier: BSD-2-Clause
"""What a run is worth.

failed     a result that a seal vouches for is a failure, or totals or a status that tell of one
crashed    the kernel said so
unknown    something is missing, or damaged, or contradicts itself: never a pass
undecided  it ended, with status 5
passed     every line is as it was printed, the run has ended, and all of it held
"""
import re

from . import objects
from .model import Run

SHARDS_MAX = 4096

# What a parser may raise for a line that looks like one that it knows.
DAMAGE = (ValueError, KeyError, TypeError, AttributeError, IndexError, ArithmeticError, RecursionError)


def take(run, parser, line, whole):
    """What cannot be read may have been a failure: a problem, sealed or not."""
    try:
        parser.take(line, whole)
    except DAMAGE:
        run.problems.append('a line cannot be read: ' + line[:60])


def parse(raw):
    """A run, judged."""
    run = Run(raw.source, raw.first_line, raw.run_id, problems=list(raw.problems))
    parser = objects.Parser(run)
    for group in raw.groups:
        for line in group.lines:
            take(run, parser, line.decode('utf-8', 'replace'), group.whole)
    judge(run)
    return run


def nothing(source):
    """For a log in which no run begins."""
    return Run(source, 1, None, why='no run of this kernel is in it')


def lost_shards(runs):
    """For each part of the model's search that is not there, or was asked of other tests: a run of its own."""
    wholes = {}
    for run in runs:
        if run.shard:
            name = re.sub(r', shard \d+ of \d+', '', run.version)
            wholes.setdefault((name, run.shard[1]), []).append(run)
    for (_, nr), parts in wholes.items():
        first = parts[0]
        for i in range(1, min(nr, SHARDS_MAX) + 1):
            if not any(run.shard[0] == i for run in parts):
                yield Run(first.source, first.first_line, None, why=f'shard {i} of {nr} is not here')
        for run in parts[1:]:
            if {test.name for test in run.tests} != {test.name for test in first.tests}:
                yield Run(run.source, run.first_line, None,
                          why=f'shard {run.shard[0]} of {nr} has other tests than shard {first.shard[0]}')


def count(run, kind):
    return sum(result.result == kind for test in run.tests for result in test.results)


def contradictions(run):
    """Where what was printed does not fit itself."""
    for test in run.tests:
        if test.planned is not None and len(test.results) != test.planned:
            yield f'{test.name} has {len(test.results)} of {test.planned} results'
    if run.planned is not None and len(run.tests) != run.planned:
        yield f'{len(run.tests)} of {run.planned} tests are there'
    failed = count(run, 'failed')
    if run.totals and (run.totals['failed'] > 0) != (failed > 0):
        yield f'{failed} failures are told, {run.totals["failed"]} in the totals'
    if run.exit_status == 0 and failed:
        yield 'it ended with status 0, in spite of failures'


def judge(run):
    run.problems.extend(contradictions(run))
    failed = [test.name for test in run.tests if test.whole and
              (test.failed or any(result.result == 'failed' for result in test.results))]
    if failed and run.crash is not None:
        run.problems.append(f'it crashed, too: {run.crash}')
    if failed:
        run.verdict, run.why = 'failed', ', '.join(failed)
    elif run.exit_status == 1 or run.totals and run.totals['failed']:
        run.verdict, run.why = 'failed', 'by its last lines, but what failed is lost'
    elif run.crash is not None or run.exit_status == 3:
        run.verdict, run.why = 'crashed', run.crash or 'the kernel ended with status 3'
    elif run.problems:
        run.verdict, run.why = 'unknown', run.problems[0]
    elif run.exit_status == 5:
        run.verdict, run.why = 'undecided', undecided_why(run)
    elif run.exit_status == 0 and count(run, 'ok'):
        run.verdict, run.why = 'passed', f'{count(run, "ok")} results held'
    else:
        run.verdict, run.why = 'unknown', f'it judged nothing, and ended with status {run.exit_status}'


def undecided_why(run):
    if run.machine.get('defects'):
        return run.machine['defects'][0]
    return f'{count(run, "undecided")} results had too few runs' if count(run, 'undecided') \
        else 'nothing was judged'
