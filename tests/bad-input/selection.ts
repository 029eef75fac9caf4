import { fine, refused, type Fixture } from './fixture.ts'

const select = (...words: readonly string[]): readonly string[] => ['run', ...words]
const selectors = (text: string): Fixture['files'] => ({ 'selectors.yml': text })

/** `--select`, `--exclude`, `--selector` and selectors.yml. */
export const selectionFixtures: readonly Fixture[] = [
  {
    name: 'a name that nothing has',
    command: select('--select', 'ordrs'),
    expect: fine({
      code: 'selects-nothing',
      at: '--select:1:1',
      hint: 'Did you mean "orders"?',
      severity: 'warning',
    }),
  },
  {
    name: 'a tag and a path that nothing has',
    command: select('--select', 'orders tag:nightly path:models/staging'),
    expect: fine(
      { code: 'selects-nothing', at: '--select:1:8', hint: 'xform ls', severity: 'warning' },
      { code: 'selects-nothing', at: '--select:1:20', hint: 'xform ls', severity: 'warning' },
    ),
  },
  {
    name: 'nothing at all',
    command: select('--select', ' '),
    expect: refused({ code: 'empty-selection', at: '--select:1:1', hint: 'leave the option out' }),
  },
  {
    name: 'commas and operators with nothing beside them',
    command: select('--select', 'orders,,tag:a', '--exclude', '+'),
    expect: refused(
      { code: 'empty-criterion', at: '--exclude:1:1', hint: '+orders' },
      { code: 'empty-criterion', at: '--select:1:8', hint: 'A comma stands between' },
    ),
  },
  {
    name: 'operators that do not go together',
    command: select('--select', '@orders+ @2+orders'),
    expect: refused(
      { code: 'bad-graph-operator', at: '--select:1:1', hint: 'Write +orders' },
      { code: 'bad-graph-operator', at: '--select:1:10', hint: 'Write +orders' },
    ),
  },
  {
    name: 'methods that there are not, or that are about what there is not',
    command: select('--select', 'tags:nightly state:changed result:broken group:finance model:orders'),
    expect: refused(
      { code: 'unknown-selector-method', at: '--select:1:1', hint: 'Did you mean "tag:"?' },
      { code: 'unknown-selector-value', at: '--select:1:20', hint: 'modified' },
      { code: 'unknown-selector-value', at: '--select:1:35', hint: 'error' },
      { code: 'selector-not-here', at: '--select:1:42', hint: 'Use tags' },
      { code: 'unknown-selector-method', at: '--select:1:56', hint: 'selected by its name alone' },
    ),
  },
  {
    name: 'methods without what they need',
    command: select('--select', 'tag: config:view resource_type:table'),
    expect: refused(
      { code: 'selector-without-value', at: '--select:1:5', hint: 'right behind the colon' },
      { code: 'selector-without-key', at: '--select:1:6', hint: 'config.materialized:view' },
      { code: 'unknown-selector-value', at: '--select:1:32', hint: 'Write one of' },
    ),
  },
  {
    name: 'a selector that there is not, without and with a selectors.yml',
    command: select('--selector', 'nigtly'),
    files: selectors('selectors:\n  - { name: nightly, definition: orders }\n'),
    expect: refused({ code: 'unknown-selector', at: '--selector:1:1', hint: 'Did you mean "nightly"?' }),
  },
  {
    name: 'a selector where there is no selectors.yml',
    command: select('--selector', 'nightly'),
    expect: refused({ code: 'unknown-selector', at: '--selector:1:1', hint: 'selectors.yml' }),
  },
  {
    name: 'a selector together with --select',
    command: select('--selector', 'nightly', '--select', 'orders'),
    files: selectors('selectors:\n  - { name: nightly, definition: orders }\n'),
    expect: refused({ code: 'selector-with-select', at: '--selector:1:1', hint: 'selector:name' }),
  },
  {
    name: 'selectors that are wrong in every way',
    files: selectors(
      [
        'selectors:',
        '  - { name: a, definition: "selector:b" }',
        '  - { name: b, definition: "selector:a" }',
        '  - { name: c, definition: orders, default: true }',
        '  - { name: c, definition: orders }',
        '  - { name: d, definition: orders, default: true }',
        '  - { name: e, defintion: orders }',
        '  - { name: f, definition: { union: orders } }',
        '  - { name: g, definition: { method: tags, value: x } }',
        '  - { name: h, definition: "selector:zzz" }',
        '  - { name: i, definition: { tag: a, path: b } }',
        '  - { name: j, definition: "@x+" }',
      ].join('\n'),
    ),
    command: select('--selector', 'c'),
    expect: refused(
      { code: 'selector-cycle', at: 'selectors.yml:2:13', hint: 'Take one' },
      { code: 'duplicate-selector', at: 'selectors.yml:5:13', hint: 'Rename one' },
      { code: 'several-default-selectors', at: 'selectors.yml:6:13', hint: 'Keep `default: true`' },
      { code: 'missing-key', at: 'selectors.yml:7:5', hint: 'Add `definition:`' },
      { code: 'unknown-key', at: 'selectors.yml:7:16', hint: 'Did you mean "definition"?' },
      { code: 'wrong-type', at: 'selectors.yml:8:37', hint: 'as a list: [orders]' },
      { code: 'unknown-selector-method', at: 'selectors.yml:9:38', hint: 'Did you mean "tag:"?' },
      { code: 'unknown-selector', at: 'selectors.yml:10:29', hint: 'The selectors are' },
      { code: 'wrong-type', at: 'selectors.yml:11:28', hint: 'tag: nightly' },
      { code: 'bad-graph-operator', at: 'selectors.yml:12:29', hint: 'Write +orders' },
    ),
  },
  {
    name: 'a selectors.yml that is broken, although nobody asks for a selector',
    files: selectors('selectors: [\n'),
    expect: refused({ code: 'yaml-syntax', at: 'selectors.yml:1:12', hint: 'Close it with ]' }),
  },
]
