import { fine, refused, type Fixture } from './fixture.ts'

const twoTargets = [
  'name: shop',
  'target: ci',
  'targets:',
  '  ci: { type: duckdb, path: ci.duckdb, schema: shop }',
  '  prod: { type: duckdb, path: prod.duckdb, schema: shop }',
  '  odd: { type: duckdb }',
  '',
].join('\n')

/** `retry`, `--state` and `--defer` with nothing behind them, or the wrong thing. */
export const slimCiFixtures: readonly Fixture[] = [
  {
    name: 'a retry before there was a run',
    command: ['retry'],
    expect: fine({ code: 'nothing-to-retry', hint: '`xform build` builds', severity: 'note' }),
  },
  {
    name: 'a retry with a selection of its own',
    command: ['retry', '--select', 'orders'],
    expect: refused({ code: 'unknown-option', hint: '`xform retry --help` lists the' }),
  },
  {
    name: 'what has changed, since nobody says when',
    command: ['run', '--select', 'state:modified'],
    expect: refused({
      code: 'state-needed',
      at: '--select:1:1',
      hint: 'Keep a copy of target/manifest.json in',
    }),
  },
  {
    name: 'what has changed since a folder that there is not',
    command: ['run', '--select', 'state:modified', '--state', 'earlier'],
    expect: refused({
      code: 'artifact-missing',
      at: '--select:1:1',
      hint: '`xform build` writes it to target/;',
    }),
  },
  {
    name: 'what has changed since a folder without a manifest',
    command: ['run', '--select', 'state:new', '--state', 'earlier'],
    files: { 'earlier/run_results.json': '{}' },
    expect: refused({
      code: 'artifact-missing',
      at: '--select:1:1',
      hint: '`xform build` writes it to target/;',
    }),
  },
  {
    name: 'a manifest that is none',
    command: ['run', '--select', 'state:modified', '--state', 'earlier'],
    files: { 'earlier/manifest.json': '{"nodes": 5' },
    expect: refused({
      code: 'artifact-unreadable',
      at: '--select:1:1',
      hint: 'Remove it, and let the command that',
    }),
  },
  {
    name: 'a manifest of something else',
    command: ['run', '--select', 'state:modified', '--state', 'earlier'],
    files: { 'earlier/manifest.json': '{"name": "a-package"}' },
    expect: refused({
      code: 'artifact-unreadable',
      at: '--select:1:1',
      hint: 'Remove it, and let the command that',
    }),
  },
  {
    name: 'ways to have changed that there are not',
    command: [
      'run',
      '--select',
      'state:modifed',
      'state:modified.boddy',
      'result:failed',
      '--state',
      'target',
    ],
    earlier: [{}],
    expect: refused(
      { code: 'unknown-selector-value', at: '--select:1:7', hint: 'Did you mean "modified"?' },
      { code: 'unknown-selector-value', at: '--select:1:7', hint: 'Did you mean "modified.body"?' },
      { code: 'unknown-selector-value', at: '--select:1:8', hint: 'Did you mean "fail"?' },
    ),
  },
  {
    name: 'deferring to nothing',
    command: ['run', '--defer'],
    expect: refused({ code: 'defer-without-state', hint: 'Name a target (--defer prod), or a' }),
  },
  {
    name: 'deferring to a target that there is not',
    command: ['run', '--defer', 'prd'],
    files: { 'xform.yml': twoTargets },
    expect: refused({ code: 'unknown-target', at: 'xform.yml:3:1', hint: 'Did you mean "prod"?' }),
  },
  {
    name: 'deferring to a database that cannot be read from here',
    command: ['run', '--defer', 'prod'],
    files: { 'xform.yml': twoTargets },
    expect: refused({ code: 'defer-unreachable', hint: 'Point both at one database, each with a' }),
  },
]
