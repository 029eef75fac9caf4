import { fine, refused, type Fixture } from './fixture.ts'

/** Words that are no command line. */
export const commandLineFixtures: readonly Fixture[] = [
  {
    name: 'no command',
    command: [],
    expect: refused({ code: 'no-command', hint: 'xform --help' }),
  },
  {
    name: 'a command that there is not',
    command: ['rnu'],
    expect: refused({ code: 'unknown-command', hint: 'Did you mean "run"?' }),
  },
  {
    name: 'a command that is nothing like any',
    command: ['deploy'],
    expect: refused({ code: 'unknown-command', hint: 'init, debug, ls, compile' }),
  },
  {
    name: 'a command that has another name in dbt',
    command: ['source', 'freshness'],
    expect: refused({ code: 'unknown-command', hint: '`xform freshness`', message: '"source"' }),
  },
  ...['run-operation'].map((command): Fixture => ({
    name: `the command ${command}, which is planned`,
    command: [command],
    expect: refused({ code: 'command-not-yet', hint: 'xform --help', message: `"${command}"` }),
  })),
  {
    name: 'a sample of no size',
    command: ['verify', '--sample', 'some'],
    expect: refused({ code: 'wrong-sample', hint: '--sample 5%', message: '"some"' }),
  },
  {
    name: 'a seed without a sample',
    command: ['verify', '--sample-seed', 'a1'],
    expect: refused({ code: 'seed-without-sample', hint: 'Add --sample 5%' }),
  },
  {
    name: 'an option that there is not',
    command: ['run', '--selct', 'orders'],
    expect: refused({ code: 'unknown-option', hint: 'Did you mean "--select"?', message: '--selct' }),
  },
  {
    name: 'an option of another command',
    command: ['compile', '--full-refresh', '--inline', 'select 1'],
    expect: refused(
      { code: 'unknown-option', hint: 'compile --help', message: '--full-refresh' },
      { code: 'unknown-option', hint: 'compile --help', message: '--inline' },
    ),
  },
  {
    name: 'a word that belongs to no option',
    command: ['run', 'orders'],
    expect: refused({ code: 'unknown-option', hint: '--select orders', message: '"orders"' }),
  },
  {
    name: 'options without what they need',
    command: ['run', '--target'],
    expect: refused({ code: 'wrong-option', hint: '--target VALUE', message: '--target needs a value' }),
  },
  {
    name: 'a value that is none of the choices',
    command: ['ls', '--output', 'yaml'],
    expect: refused({ code: 'wrong-option', hint: 'text, json, paths', message: '--output' }),
  },
  ...(
    [
      ['one end of event time', ['--event-time-start', '2024-01-01'], '--event-time-end is missing'],
      [
        'a day that there is not',
        ['--event-time-start', '2024-02-30', '--event-time-end', '2024-03-01'],
        '2024-02-30',
      ],
      [
        'ends in the wrong order',
        ['--event-time-start', '2024-02-01', '--event-time-end', '2024-01-01'],
        'not before',
      ],
      [
        'event times with a full refresh',
        ['--full-refresh', '--event-time-start', '2024-01-01', '--event-time-end', '2024-02-01'],
        '--full-refresh',
      ],
    ] as const
  ).map(([name, options, message]): Fixture => ({
    name,
    command: ['run', ...options],
    expect: refused({ code: 'wrong-option', hint: '', message }),
  })),
  {
    name: 'an option twice that can be given once',
    command: ['run', '--target', 'dev', '--target', 'prod'],
    expect: refused({ code: 'wrong-option', hint: 'once', message: '--target' }),
  },
  {
    name: 'numbers that are none',
    command: ['run', '--threads', 'many'],
    expect: refused({ code: 'wrong-number', hint: 'from 1 to 256', message: '--threads' }),
  },
  {
    name: 'numbers that are too small, too large, or not whole',
    command: ['run', '--threads', '0'],
    expect: refused({ code: 'wrong-number', hint: 'from 1 to 256' }),
  },
  {
    name: 'a number that is not whole',
    command: ['run', '--threads', '1.5'],
    expect: refused({ code: 'wrong-number', hint: 'from 1 to 256' }),
  },
  {
    name: 'a number that is huge',
    command: ['run', '--threads', '99999999999999999999'],
    expect: refused({ code: 'wrong-number', hint: 'from 1 to 256' }),
  },
  {
    name: 'a limit of rows that is none, and no model either',
    command: ['show', '--limit', '-1'],
    expect: refused(
      { code: 'wrong-number', hint: 'from 0 to 1000000' },
      { code: 'nothing-to-show', hint: '--select orders' },
    ),
  },
  {
    name: 'a reporter that there is not',
    command: ['run', '--reporter', 'jnuit=report.xml'],
    expect: refused({ code: 'unknown-reporter', hint: 'Did you mean "junit"?' }),
  },
  {
    name: 'a reporter without its file, and one with a file that it does not take',
    command: ['run', '--reporter', 'junit', '--reporter', 'github=x'],
    expect: refused(
      { code: 'reporter-needs-file', hint: '--reporter junit=FILE' },
      { code: 'reporter-takes-no-file', hint: '--reporter github' },
    ),
  },
  {
    name: 'a reporter whose file cannot be written',
    command: ['run', '--reporter', 'junit=no/such/folder/report.xml'],
    expect: fine({
      code: 'listener-failed',
      hint: 'not affected',
      severity: 'warning',
      message: 'no/such/folder',
    }),
  },
  {
    name: 'a kind of node that there is not',
    command: ['ls', '--resource-type', 'table'],
    expect: refused({ code: 'unknown-resource-type', hint: 'model, seed, source' }),
  },
  {
    name: 'variables that are no map',
    command: ['run', '--vars', 'start_date'],
    expect: refused({ code: 'wrong-type', at: '--vars:1:1', hint: 'key: value' }),
  },
  {
    name: 'variables that are broken YAML',
    command: ['run', '--vars', '{ start: 1'],
    expect: refused({ code: 'yaml-syntax', at: '--vars:1:1', hint: 'Close it' }),
  },
  {
    name: 'variables twice, and with the key __proto__',
    command: ['run', '--vars', '{ a: 1, a: 2, __proto__: 3 }'],
    expect: refused(
      { code: 'yaml-duplicate-key', at: '--vars:1:9', hint: 'Keep one' },
      { code: 'yaml-reserved-key', at: '--vars:1:15', hint: 'another name' },
    ),
  },
  {
    name: 'a query of the command line with a broken template',
    command: ['show', '--inline', "select *\nfrom {{ ref('ordres') }}"],
    expect: refused({ code: 'unknown-ref', at: 'xform_inline.sql:2:13', hint: 'Did you mean "orders"?' }),
  },
  {
    name: 'a query of the command line that is empty',
    command: ['show', '--inline', ' '],
    expect: refused({ code: 'empty-model', at: 'xform_inline.sql:1:1', hint: 'Write a query' }),
  },
  {
    name: 'problems of the options and of the project, all at once',
    command: ['run', '--threads', 'many', '--select', 'tags:x'],
    files: { 'models/revenue.sql': "select * from {{ ref('ordres') }}\n" },
    expect: refused(
      { code: 'wrong-number', hint: 'from 1 to 256' },
      { code: 'unknown-ref', at: 'models/revenue.sql:1:22', hint: 'Did you mean "orders"?' },
    ),
  },
]
