# SPDX-License-Identifier: BSD-2-Clause
"""Lines of either format into tests and results; what is no object of JSON is text."""
import json

from . import ktap
from .model import Result, Row, Test

KINDS = ('ok', 'failed', 'skipped', 'undecided')


def is_number(value):
    return isinstance(value, int) and not isinstance(value, bool)


class Parser:
    """Fed with the lines of one run; text goes to a parser of KTAP."""

    def __init__(self, run):
        self.run = run
        self.text = ktap.Parser(run)

    def take(self, line, whole):
        if not line.startswith('{"'):
            self.text.take(line, whole)
            return
        thing = json.loads(line)
        if isinstance(thing.get('text'), str):
            self.take_text(thing['text'], whole)
        elif 'stalehound' in thing:
            self.run.version = str(thing['stalehound'])
        elif 'result' in thing and 'test' in thing:
            self.take_result(thing, whole)
        elif 'crash' in thing:
            self.run.crash = str(thing['crash'])
        elif not whole:
            pass
        elif is_number(thing.get('exit_status')):
            self.run.exit_status = thing['exit_status']
        elif 'passed' in thing:
            self.run.totals = {key: ktap.number(thing.get(key, 0))
                               for key in ('passed', 'failed', 'skipped')}

    def take_text(self, text, whole):
        """A caught access comes before the result of its test."""
        match = ktap.CAUGHT.match(text)
        if match and (not self.text.test or self.text.test.name != match[1] or
                      self.text.test.whole != whole):
            self.text.test = self.test_of(match[1], whole)
        self.text.take(text, whole)

    def test_of(self, name, whole):
        if self.run.tests and (self.run.tests[-1].name, self.run.tests[-1].whole) == (name, whole):
            return self.run.tests[-1]
        self.run.tests.append(Test(name, whole))
        return self.run.tests[-1]

    def take_result(self, thing, whole):
        if thing['result'] not in KINDS:
            raise ValueError('no such result')
        test = self.test_of(str(thing['test']), whole)
        result = Result(str(thing.get('line', '')), bool(thing.get('tooth')), str(thing['result']),
                        note=str(thing.get('note', '')))
        for key, name in (('runs', 'runs'), ('runs_per_second', 'per_second'),
                          ('violations', 'violations'), ('first', 'first'), ('executions', 'runs')):
            if is_number(thing.get(key)):
                setattr(result, name, ktap.number(thing[key]))
        result.extent = str(thing.get('extent', ''))
        result.regimes = {name: ktap.number(n) for name, n in thing.get('runs_by_regime', {}).items()}
        for row in thing.get('histogram', []):
            result.rows.append(Row(ktap.number(row['count']), str(row['verdict']), '', str(row['text'])))
        test.results.append(result)
        test.failed = bool(test.failed) or result.result == 'failed'
        self.text.caught = None
