import type { projectCatalogue } from '../../../core/errors/catalogue/project.ts'
import { diagnostic } from '../../../core/errors/diagnostic.ts'
import { fileSpan } from '../../../core/errors/span.ts'
import { inFile, inFiles, inProject, inProperties, onCommand, worded, type ErrorExample } from './example.ts'

/** A line of YAML whose anchor is ten times another one: `b: &b [*a, *a, …]`. */
function multiply(name: string): string {
  const next = String.fromCodePoint((name.codePointAt(0) ?? 0) + 1)
  return `  ${next}: &${next} [${Array.from({ length: 10 }, () => `*${name}`).join(', ')}]\n`
}

/** The codes of reading a project: YAML, xform.yml, files. */
export const projectExamples: Readonly<Record<keyof typeof projectCatalogue, ErrorExample>> = {
  'yaml-syntax': inProperties(
    'models:\n  - name: "orders\n',
    'The file cannot be read as YAML. The place is where reading stopped; the cause may stand a little before it.',
  ),
  'yaml-tab': inProperties('models:\n\t- name: orders\n', 'YAML is indented with spaces only.'),
  'yaml-tag': inProperties(
    'models:\n  - name: !binary orders\n',
    'A word that begins with an exclamation mark is a tag in YAML.',
  ),
  'yaml-version': inProperties(
    '%YAML 1.1\n---\nmodels: []\n',
    'Files are read as YAML 1.2, in which `yes`, `no`, `on` and `off` are ordinary texts.',
  ),
  'yaml-several-documents': inProperties('models: []\n---\nseeds: []\n', 'A file holds one YAML document.'),
  'yaml-too-deep': inProperties(
    `models: ${'['.repeat(200)}${']'.repeat(200)}\n`,
    'Nobody writes this by hand: usually a bracket is not closed.',
  ),
  'yaml-too-large': inProperties(
    `anchors:\n  a: &a [0, 0, 0, 0, 0, 0, 0, 0, 0, 0]\n${['a', 'b', 'c', 'd', 'e', 'f'].map(multiply).join('')}`,
    'Aliases of aliases multiply what they mean. A short file can grow beyond every bound that way.',
  ),
  'yaml-unknown-alias': inProperties(
    'models:\n  - *defaults\n',
    'An alias (`*name`) must stand behind the anchor (`&name`) that it repeats.',
  ),
  'yaml-unquoted-template': inProject(
    "vars:\n  schema: {{ env('SCHEMA') }}\n",
    'Braces are a map in YAML, so a template needs quotes around it.',
  ),
  'yaml-key-not-text': inProperties(
    'models:\n  - [name]: orders\n',
    'What stands before the colon must be a text.',
  ),
  'yaml-reserved-key': inProject(
    'meta:\n  __proto__: 1\n',
    'A few names are refused as keys because programs treat them in a special way.',
  ),
  'yaml-duplicate-key': inProperties(
    'models: []\nmodels: []\n',
    'Most YAML readers silently take the last of the two.',
  ),
  'yaml-merge-not-map': inProperties(
    'models:\n  - name: orders\n    <<: revenue\n',
    'The key `<<` takes over the keys of another map.',
  ),
  'wrong-type': inProject(
    'models: [staging]\n',
    'Another kind of value is expected here: a text, a number, a list, a map.',
  ),
  'unknown-key': inProject(
    'modles: {}\n',
    'A key that xform does not know is never ignored: it might be one that you rely on.',
  ),
  'missing-key': inFile('xform.yml', 'name: bank\n', 'A key that cannot be left out is not there.'),
  'unknown-value': inProperties(
    'models:\n  - name: orders\n    config: { on_schema_change: appendnew_columns }\n',
    'Only some values can stand here.',
  ),
  'artifact-missing': onCommand(
    ['ls', '--select', 'source_status:error'],
    'A selection goes by what an earlier command found, and the file that tells it is not there.',
  ),
  'artifact-unreadable': onCommand(
    ['ls', '--select', 'source_status:error'],
    'The file of an earlier command was cut off, or changed by somebody.',
    { 'target/sources.json': '{ "results": [' },
  ),
  'not-yet': inProperties(
    'models:\n  - name: orders\n    config: { materialized: materialized_view }\n',
    'It has a meaning in the design of xform, and it is not built yet: [Limits](limits.md). It is refused, so that nobody relies on it.',
  ),
  'template-in-value': inProject(
    'target: "{{ env(\'TARGET\') }}"\n',
    'This value is taken as it stands, so a template in it would never be evaluated.',
  ),
  'unset-interpolation': inFile(
    'xform.yml',
    'name: bank\ntargets:\n  prod: { type: postgres, url: "${DATABASE_URL}" }\n',
    'A value needs an environment variable, and the variable is not there. Only the target in use is asked.',
  ),
  'bad-interpolation': inProject(
    'vars: { greeting: "${1st}" }\n',
    '`${` in a value of `xform.yml` begins the name of an environment variable.',
  ),
  'bad-env-line': inFile(
    '.env',
    'DATABASE_URL: postgres://localhost/bank\n',
    'A line of `.env` is `NAME=value`, empty, or a comment that begins with `#`. The line is not shown: it may hold a secret.',
  ),
  'unclosed-env-quote': inFile(
    '.env',
    'PASSWORD="secret\n',
    'A value of `.env` begins with a quote that does not end.',
  ),
  'bad-project-name': inFile(
    'xform.yml',
    'name: my bank\ntargets:\n  dev: { type: duckdb, path: bank.duckdb }\n',
    "The project's name stands in the names of all nodes (`model.bank.orders`).",
  ),
  'path-outside-project': inProject(
    'paths: { models: ../models }\n',
    'xform reads nothing outside the folder of the project.',
  ),
  'overlapping-paths': inProject(
    'paths: { models: sql, macros: sql/macros }\n',
    'A file would be read twice, as two different things.',
  ),
  'unknown-target': onCommand(
    ['compile', '--target', 'prd'],
    '`--target`, `XFORM_TARGET` or `target:` names a target that `xform.yml` does not have.',
  ),
  'no-target-chosen': inFile(
    'xform.yml',
    'name: bank\ntargets:\n  dev: { type: duckdb, path: dev.duckdb }\n  ci: { type: duckdb, path: ci.duckdb }\n',
    'With several targets, something has to say which one is meant.',
  ),
  'unknown-target-type': inFile(
    'xform.yml',
    'name: bank\ntargets:\n  dev: { type: duckbd, path: bank.duckdb }\n',
    'The `type` of a target names the adapter: `duckdb` or `postgres`.',
  ),
  'no-project': worded(
    diagnostic('no-project', { folder: '/home/ada', found: undefined, isFolder: true }),
    'Neither this folder nor one above it has an `xform.yml`.',
  ),
  'unreadable-file': worded(
    diagnostic(
      'unreadable-file',
      { path: 'models/orders.sql', reason: 'permission denied' },
      { at: fileSpan('models/orders.sql') },
    ),
    'A file of the project is there and cannot be read.',
  ),
  'binary-file': inFile(
    'models/revenue.sql',
    new Uint8Array([115, 101, 108, 0, 1, 2]),
    'A byte of value zero never stands in a text. The file is probably something else than its name says.',
  ),
  'not-utf8': inFile(
    'models/revenue.sql',
    new Uint8Array([...new TextEncoder().encode('select '), 0x27, 0xe9, 0x27]),
    'The file was probably saved in an older encoding, such as Latin-1.',
  ),
  'file-too-large': inFile(
    'models/revenue.sql',
    'x'.repeat(16 * 1024 * 1024 + 1),
    'Files that people write are never this large. Seeds can be of any size.',
  ),
  'not-a-file': inFile(
    'models/revenue.sql/orders.txt',
    '',
    'A folder, or something else that is not a file, has a name that ends like that of a file.',
  ),
  'not-a-folder': inFiles(
    {
      'xform.yml':
        'name: bank\ntargets:\n  dev: { type: duckdb, path: bank.duckdb }\npaths: { macros: money.sql }\n',
      'money.sql': '',
    },
    '`paths:` names folders.',
  ),
  'link-outside-project': worded(
    diagnostic('link-outside-project', { path: 'models/shared' }, { at: fileSpan('models/shared') }),
    'A symbolic link leads out of the project, whose files would then depend on what is elsewhere on the machine.',
  ),
  'colliding-files': inFiles(
    { 'models/revenue.sql': 'select 1 as a', 'models/Revenue.sql': 'select 1 as a' },
    'On many disks these two are the same file, so the project would differ from one machine to the next.',
  ),
  'cannot-write': worded(
    diagnostic(
      'cannot-write',
      { path: 'target/compiled/models/orders.sql', reason: 'no space is left on the disk' },
      { at: fileSpan('target/compiled/models/orders.sql') },
    ),
    'A file that xform makes (in `target/`, or by `init`) cannot be written. A run goes on without it.',
  ),
}
