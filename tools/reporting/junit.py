# SPDX-License-Identifier: BSD-2-Clause
"""JUnit XML: a suite for each run, a case for each result, and one for the run itself."""
import re
from xml.etree import ElementTree

# What XML 1.0 cannot hold.
UNPRINTABLE = re.compile('[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]')


def printable(text):
    return UNPRINTABLE.sub('\N{REPLACEMENT CHARACTER}', text)


def case(suite, group, name):
    return ElementTree.SubElement(suite, 'testcase', classname=printable(group),
                                  name=printable(name), time='0')


def add_result(suite, test, result):
    node = case(suite, test.name, ('tooth ' if result.tooth else '') + result.name)
    if not test.whole:
        ElementTree.SubElement(node, 'error', type='unknown',
                               message='no seal vouches for this result').text = \
            printable(f'{result.result}: {result.note}')
    elif result.result == 'failed':
        text = '\n'.join(line for caught in test.caught for line in [caught.what, *caught.lines])
        ElementTree.SubElement(node, 'failure', type='failed',
                               message=printable(result.note)).text = printable(text)
    elif result.result in ('skipped', 'undecided'):
        ElementTree.SubElement(node, 'skipped', message=printable(f'{result.result}: {result.note}'))


def add_run(root, number, run):
    suite = ElementTree.SubElement(root, 'testsuite',
                                   name=printable(f'{run.source}:{run.first_line} run {run.run_id or number}'))
    node = case(suite, 'stalehound', 'the run')
    if run.verdict == 'failed':
        ElementTree.SubElement(node, 'failure', type='failed', message=printable(run.why)).text = \
            printable('\n'.join(run.problems))
    elif run.verdict in ('crashed', 'unknown'):
        ElementTree.SubElement(node, 'error', type=run.verdict,
                               message=printable(f'{run.verdict}: {run.why}')).text = \
            printable('\n'.join(run.problems))
    elif run.verdict == 'undecided':
        ElementTree.SubElement(node, 'skipped', message=printable(run.why))
    for test in run.tests:
        for result in test.results:
            add_result(suite, test, result)
    for key, tag in (('tests', 'testcase'), ('failures', 'testcase/failure'),
                     ('errors', 'testcase/error'), ('skipped', 'testcase/skipped')):
        suite.set(key, str(len(suite.findall(tag))))


def junit(runs):
    root = ElementTree.Element('testsuites')
    for number, run in enumerate(runs, 1):
        add_run(root, number, run)
    ElementTree.indent(root)
    return ElementTree.tostring(root, encoding='unicode', xml_declaration=True) + '\n'
