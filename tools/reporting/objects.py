# SPDX-License-Identifier: BSD-2-Clause
"""format=json into the same tests and results; what has no form of its own is text."""
import json

from . import ktap
from .model import Result, Row, Test


class Parser:
    """Fed with the lines of one run; text goes to a parser of KTAP."""

    def __init__(self, run):
        self.run = run
        self.text = ktap.Parser(run)
        self.caught = {}

    def take(self, line, whole):
        try:
            thing = json.loads(line)
        except ValueError:
            thing = None
        if not isinstance(thing, dict):
            return
        if isinstance(thing.get('text'), str):
            self.take_text(thing['text'], whole)
        elif 'stalehound' in thing:
            self.run.version = str(thing['stalehound'])
        elif 'result' in thing and 'test' in thing:
            self.take_result(thing, whole)
        elif 'crash' in thing:
            self.run.crash = str(thing['crash'])
        elif isinstance(thing.get('exit_status'), int):
            self.run.exit_status = thing['exit_status'] if whole else None
        elif 'passed' in thing:
            self.run.totals = {key: int(thing.get(key, 0)) for key in ('passed', 'failed', 'skipped')}

    def take_text(self, text, whole):
        """A caught access comes before the result of its test."""
        match = ktap.CAUGHT.match(text)
        if match and (not self.text.test or self.text.test.name != match[1]):
            self.text.test = self.test_of(match[1], whole)
        self.text.take(text, whole)

    def test_of(self, name, whole):
        if self.run.tests and self.run.tests[-1].name == name:
            return self.run.tests[-1]
        self.run.tests.append(Test(name, whole))
        return self.run.tests[-1]

    def take_result(self, thing, whole):
        test = self.test_of(str(thing['test']), whole)
        result = Result(str(thing.get('line', '')), bool(thing.get('tooth')), str(thing['result']),
                        note=str(thing.get('note', '')))
        for key, name in (('runs', 'runs'), ('runs_per_second', 'per_second'),
                          ('violations', 'violations'), ('first', 'first')):
            if isinstance(thing.get(key), int):
                setattr(result, name, thing[key])
        if isinstance(thing.get('runs_by_regime'), dict):
            result.regimes = thing['runs_by_regime']
        for row in thing.get('histogram', []):
            result.rows.append(Row(int(row['count']), str(row['verdict']), '', str(row['text'])))
        test.results.append(result)
        test.failed = bool(test.failed) or result.result == 'failed'
        self.text.caught = None
