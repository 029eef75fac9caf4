import type { cliCatalogue } from '../../../core/errors/catalogue/cli.ts'
import { diagnostic } from '../../../core/errors/diagnostic.ts'
import { onCommand, worded, type ErrorExample } from './example.ts'

const names = ['init', 'debug', 'ls', 'compile', 'show', 'seed', 'run', 'clean']

/** The codes of the command line. */
export const cliExamples: Readonly<Record<keyof typeof cliCatalogue, ErrorExample>> = {
  'defer-unreachable': onCommand(
    ['run', '--defer', 'prod'],
    'What stands in another database cannot be read from here: [Slim CI](slim-ci.md).',
    {
      'xform.yml':
        'name: bank\ntarget: ci\ntargets:\n  ci: { type: duckdb, path: ci.duckdb }\n  prod: { type: duckdb, path: prod.duckdb }\n',
    },
  ),
  'defer-without-state': onCommand(
    ['run', '--defer'],
    'It has to be said where the rest stands: [Slim CI](slim-ci.md).',
  ),
  'one-model-to-save': onCommand(
    ['show', '--inline', 'select 1 as id', '--save-as-unit-test'],
    'A [unit test](unit-tests.md#from-rows-that-stand) is of one model of the project.',
  ),
  'files-not-saved': worded(
    diagnostic('files-not-saved', { input: "source('raw', 'payments')" }),
    'A source of [files](flows.md) has no rows in the database until a flow has read them.',
  ),
  'file-stands': worded(
    diagnostic('file-stands', { path: 'tests/fixtures/orders_example__payments.csv' }),
    'Saving a unit test writes over nothing.',
  ),
  retrying: worded(
    diagnostic(
      'retrying',
      { run: 'xform build of 2026-07-01 06:00:00 UTC', left: 3, of: 12 },
      { severity: 'note' },
    ),
    'A note: what [retry](commands.md#retry) is about to do.',
  ),
  'nothing-to-retry': onCommand(['retry'], 'A note: there is no run, or it left nothing undone.'),
  'no-command': worded(diagnostic('no-command', { commands: names }), '`xform` alone does nothing.'),
  'unknown-command': worded(
    diagnostic('unknown-command', { command: 'rnu', commands: names, suggestion: 'Did you mean "run"?' }),
    'The first word is no [command](commands.md).',
  ),
  'command-not-yet': worded(
    diagnostic('command-not-yet', { command: 'test' }),
    'dbt has the command, and xform will: [Limits](limits.md).',
  ),
  'not-standing': onCommand(
    ['catalog'],
    'A note: the [catalog](commands.md#catalog) tells of what stands in the database, and of nothing else.',
  ),
  'no-freshness': onCommand(
    ['freshness'],
    'A note: nothing has [limits](freshness.md), so there is nothing to look at.',
  ),
  'unknown-option': worded(
    diagnostic('unknown-option', { options: ['selct'], command: 'run' }),
    'The command does not have this option.',
  ),
  'wrong-option': worded(
    diagnostic('wrong-option', { problem: 'Not enough arguments following: target' }),
    'An option is there, and what stands behind it is not what it takes.',
  ),
  'wrong-number': onCommand(
    ['show', '--select', 'orders', '--limit', 'many'],
    'An option takes a whole number.',
  ),
  'unknown-reporter': onCommand(
    ['run', '--reporter', 'jnuit=report.xml'],
    'There is no [reporter](commands.md#reporters) of this name.',
  ),
  'reporter-needs-file': onCommand(
    ['run', '--reporter', 'junit'],
    'This reporter writes a file, and wants to know which.',
  ),
  'reporter-takes-no-file': onCommand(
    ['run', '--reporter', 'json=events.jsonl'],
    'This reporter writes to the standard output.',
  ),
  'unknown-resource-type': onCommand(['ls', '--resource-type', 'table'], 'There is no such kind of node.'),
  'nothing-to-show': onCommand(['show'], '`show` wants to know what.'),
  'does-not-grow': onCommand(
    ['verify', '--select', 'orders'],
    'A note: [`status`](commands.md#status) and [`verify`](commands.md#verify) are about models that grow.',
  ),
  'wrong-sample': onCommand(['verify', '--sample', 'some'], 'A sample has a size.'),
  'seed-without-sample': onCommand(['verify', '--sample-seed', 'a1'], 'The option belongs to another one.'),
  sampled: worded(
    diagnostic('sampled', { sample: '5%', seed: '03a81af3' }, { severity: 'note' }),
    'A note: how the same keys are compared again.',
  ),
  stopping: worded(
    diagnostic('stopping', undefined, { severity: 'note' }),
    'A note: Ctrl-C or a SIGTERM has arrived.',
  ),
  'unknown-adapter': worded(
    diagnostic('unknown-adapter', { type: 'sqlite', known: ['duckdb', 'postgres'] }),
    'The adapter that a target names is not part of this xform.',
  ),
}
