import type { compileCatalogue } from '../../../core/errors/catalogue/compile.ts'
import { diagnostic } from '../../../core/errors/diagnostic.ts'
import { fileSpan } from '../../../core/errors/span.ts'
import { inFile, inFiles, inModel, worded, type ErrorExample } from './example.ts'

const postgres = 'name: bank\ntargets:\n  prod: { type: postgres, url: postgres://localhost/bank }\n'

/** The codes of making SQL out of models. */
export const compileExamples: Readonly<Record<keyof typeof compileCatalogue, ErrorExample>> = {
  'name-too-long': inFiles(
    { 'xform.yml': postgres, [`models/${'long_'.repeat(13)}name.sql`]: 'select 1 as id' },
    'Postgres cuts names after 63 bytes, and two long names could become one relation.',
  ),
  'relation-collision': inFile(
    'models/revenue.sql',
    "{{ config(alias='orders') }} select 1 as id",
    'Two nodes have one name in the database. The second would replace the first.',
  ),
  'relation-is-source': inFiles(
    { 'models/sources.yml': 'sources:\n  - name: core\n    schema: main\n    tables: [{ name: orders }]\n' },
    'A model would replace a table that is declared as somebody else’s.',
  ),
  'reserved-schema': inFile(
    'xform.yml',
    'name: bank\ntargets:\n  dev: { type: duckdb, path: bank.duckdb, schema: _xform }\n',
    'xform keeps its own tables in the schema `_xform`.',
  ),
  'empty-name': worded(
    diagnostic('empty-name', { what: 'alias' }, { at: fileSpan('models/revenue.sql') }),
    'A name is written and empty, often because a variable is.',
  ),
  'foreign-database': inModel(
    "{{ config(database='archive') }} select 1 as id",
    'A model is built in one transaction, and a transaction writes to one database.',
  ),
  'empty-query': inModel(
    "{{#if eq(target.name, 'prod')}}select 1 as id{{/if}}",
    'The file has text in it, and its templates leave nothing of it.',
  ),
  'several-statements': inModel(
    'create index by_id on orders (id);\nselect 1 as id',
    'A model is one query.',
  ),
}
