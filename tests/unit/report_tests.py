# SPDX-License-Identifier: BSD-2-Clause
"""What tests of tools/report share: running it on logs, and results."""
import json
import os
import subprocess

import jsonschema

ROOT = os.path.dirname(os.path.dirname(os.path.dirname(os.path.realpath(__file__))))


class Tests:
    def __init__(self, directory):
        self.directory = directory
        self.passed = self.failed = 0

    def result(self, name, problem):
        self.passed += not problem
        self.failed += bool(problem)
        print(f'not ok - report: {name}: {problem}' if problem else f'ok - report: {name}', flush=True)

    def path(self, name):
        return os.path.join(self.directory, name)

    def report(self, *logs):
        """Run it on these texts.  Its status, its lines, and its errors."""
        names = []
        for number, text in enumerate(logs):
            names.append(self.path(f'log{number}'))
            with open(names[-1], 'wb') as out:
                out.write(text if isinstance(text, bytes) else text.encode())
        done = subprocess.run([os.path.join(ROOT, 'tools/report'), '--out', self.path('out'), *names],
                              capture_output=True, text=True, check=False)
        return done.returncode, done.stdout.splitlines(), done.stderr

    def expect(self, name, status, verdicts, *logs):
        got, lines, errors = self.report(*logs)
        seen = [line.split()[0] for line in lines if not line.startswith((' ', '#'))]
        wrong = got != status or seen != verdicts or errors
        self.result(name, f'status {got}, {seen}, {errors}' if wrong else '')

    def read(self, name):
        with open(self.path(f'out/{name}'), encoding='utf-8') as file:
            return file.read()


def schema_errors(tests):
    with open(os.path.join(ROOT, 'tools/reporting/schema.json'), encoding='utf-8') as file:
        schema = json.load(file)
    text = tests.read('report.json')
    errors = [error.message for error in
              jsonschema.Draft202012Validator(schema).iter_errors(json.loads(text))]
    return '; '.join(errors) or ('NaN' if 'NaN' in text else '')
