# SPDX-License-Identifier: BSD-2-Clause
"""All runs as one HTML page, which needs nothing from elsewhere."""
import os
from html import escape

from .record import wilson
from .sequence import sequence

HERE = os.path.dirname(os.path.realpath(__file__))
SCRIPT = '''
const filter = document.getElementById('filter');
const apply = () => {
  const word = filter.value.toLowerCase();
  for (const item of document.querySelectorAll('[data-name]'))
    item.hidden = !item.dataset.name.includes(word);
};
filter.addEventListener('input', apply);
const show = () => {
  const target = document.getElementById(location.hash.slice(1));
  if (target) { filter.value = ''; apply(); target.open = true; target.scrollIntoView(); }
};
addEventListener('hashchange', show);
show();
'''


def label(run):
    name = os.path.basename(run.source)
    return f'{name}:{run.first_line}' if run.first_line > 1 else name


def card(run):
    machine = run.machine
    what = [f'<span class="verdict">{run.verdict}</span> {escape(run.why)}']
    problems = [problem for problem in run.problems if problem != run.why]
    lines = ''.join(f'<li>{escape(problem)}</li>' for problem in problems)
    if machine:
        what.append(f'<br>{escape(str(machine.get("cpu", "?")))}, {machine.get("cpus", "?")} CPUs, '
                    f'hypervisor {escape(str(machine.get("hypervisor", "?")))}')
        what += [f'<br><small>{key} {escape(str(machine[key]))}</small>'
                 for key in ('microcode', 'firmware', 'product', 'kernel') if key in machine]
    if run.repeat:
        what.append(f'<br><small>{escape(run.repeat)}</small>')
    return (f'<div class="run {run.verdict}"><b>{escape(label(run))}</b>'
            f'<small>run {run.run_id or "without a name"}, stalehound {escape(run.version or "?")}</small>'
            f'{"".join(what)}{"<ul>" + lines + "</ul>" if lines else ""}</div>')


def by_machine(runs, rows):
    """A table with a column for each run."""
    head = ''.join(f'<th>{escape(label(run))}</th>' for run in runs)
    return f'<div class="scroll"><table><tr><th></th>{head}</tr>{"".join(rows)}</table></div>'


def profiles(runs):
    """What the machines keep, side by side."""
    words = sorted({word for run in runs for key in ('keeps', 'lacks')
                    for word in run.machine.get(key, [])})
    if not words:
        return ''
    rows = []
    for word in words:
        cells = []
        for run in runs:
            state = ('keeps' if word in run.machine.get('keeps', []) else
                     'no' if word in run.machine.get('lacks', []) else '?')
            cells.append(f'<td>{state}</td>')
        rows.append(f'<tr><th>{escape(word)}</th>{"".join(cells)}</tr>')
    return '<h2>What these CPUs keep stale</h2>' + by_machine(runs, rows)


def worth(test):
    """One word for a test in the matrix.  One that was begun, and not ended, is no pass."""
    kinds = {result.result for result in test.results}
    if not test.whole:
        return 'unknown'
    if 'failed' not in kinds and test.planned not in (None, len(test.results)):
        return 'unknown'
    return next((kind for kind in ('failed', 'undecided', 'ok', 'skipped') if kind in kinds), 'unknown')


WORST_FIRST = ('failed', 'unknown', 'undecided', 'ok', 'skipped')


def worst_of(run):
    """By name, the number and the worth of the worst of the run's tests that have it."""
    worst = {}
    for i, test in enumerate(run.tests):
        word = worth(test)
        if test.name not in worst or WORST_FIRST.index(word) < WORST_FIRST.index(worst[test.name][1]):
            worst[test.name] = (i, word)
    return worst


def matrix(runs):
    names = sorted({test.name for run in runs for test in run.tests})
    if not names:
        return ''
    worst = [worst_of(run) for run in runs]
    rows = []
    for name in names:
        cells = []
        for number, tests in enumerate(worst):
            i, word = tests.get(name, (0, ''))
            link = f'<a href="#run{number}-{i}">{word}</a>' if word else ''
            cells.append(f'<td class="{word}">{link}</td>')
        rows.append(f'<tr data-name="{escape(name.lower())}"><th>{escape(name)}</th>{"".join(cells)}</tr>')
    return ('<h2>Tests by machine</h2><p><input id="filter" type="search" '
            'placeholder="part of a test\'s name" aria-label="show tests whose name has"></p>' +
            by_machine(runs, rows))


def histogram(result):
    total = sum(row.count for row in result.rows) or 1
    rows = []
    for row in result.rows:
        seen = row.verdict == 'never' and row.count
        rows.append(f'<tr class="{"never-seen" if seen else ""}"><td class="number">{row.count:,}</td>'
                    f'<td>{row.verdict}</td><td><span class="bar {row.verdict}" '
                    f'style="width:{9 * row.count / total:.2f}rem"></span></td>'
                    f'<td><code>{escape(row.registers)}</code></td><td>{escape(row.text)}</td></tr>')
    return f'<div class="scroll"><table>{"".join(rows)}</table></div>' if rows else ''


def interval(hits, tried):
    low, high = wilson(hits, tried)
    return (f'<span class="interval" title="95 %: {low:.2%} to {high:.2%}">'
            f'<i style="left:{low * 100:.1f}%;right:{100 - high * 100:.1f}%"></i></span> {hits / tried:.1%}')


def teeth(test):
    rows = []
    for result in test.results:
        if not result.tooth:
            continue
        caught = f'after {result.first:,} runs' if result.first else ''
        if result.first_ms is not None:
            caught += f', {result.first_ms:,} ms'
        rate = interval(result.hits, result.tried) if result.tried else ''
        note = '' if result.first else result.note
        rows.append(f'<tr><td>{escape(result.name)}</td><td class="{result.result}">{result.result}</td>'
                    f'<td>{caught}{escape(note)}</td><td>{rate}</td></tr>')
    if not rows:
        return ''
    return ('<div class="scroll"><table><tr><th>tooth</th><th></th><th>first caught</th>'
            f'<th>then, with its 95 % interval</th></tr>{"".join(rows)}</table></div>')


def details(anchor, test):
    word = worth(test)
    out = [f'<details class="test" id="{anchor}" data-name="{escape(test.name.lower())}"'
           f'{" open" if word == "failed" else ""}><summary><b>{escape(test.name)}</b> '
           f'<span class="{word}">{word}</span></summary>']
    if not test.whole:
        out.append('<p>No seal vouches for these lines: they may be damaged, or cut off.</p>')
    out.append(f'<p>{escape(test.asks)}<small>{escape(test.source)}</small></p>')
    for result in test.results:
        if result.tooth:
            continue
        note = f': {escape(result.note)}' if result.note else ''
        runs = f'{result.runs:,} executions, {escape(result.extent)}' if result.extent else f'{result.runs:,} runs'
        out.append(f'<p>{escape(result.name)} {result.result}{note}; {runs}</p>')
        out.append(histogram(result))
    out.append(teeth(test))
    out += [sequence(caught) for caught in test.caught]
    return ''.join(out) + '</details>'


def page(runs):
    with open(os.path.join(HERE, 'style.css'), encoding='utf-8') as style:
        css = style.read()
    body = ['<h1>Can anyone still see the old page?</h1><div class="runs">', *map(card, runs), '</div>',
            matrix(runs), profiles(runs)]
    for number, run in enumerate(runs):
        if run.tests:
            body.append(f'<h2>{escape(label(run))}</h2>')
            body += [details(f'run{number}-{i}', test) for i, test in enumerate(run.tests)]
    script = f'<script>{SCRIPT}</script>' if any(run.tests for run in runs) else ''
    return ('<!doctype html><html lang="en"><head><meta charset="utf-8">'
            '<meta name="viewport" content="width=device-width,initial-scale=1">'
            f'<title>Stalehound</title><style>{css}</style></head><body>{"".join(body)}{script}</body></html>\n')
