// A project of models under contracts, described in few words.
import type { EngineName, Workbench } from '../support/engines.ts'

/** A column that is declared: its type, and its constraints as YAML in one line. */
export type Column = readonly [name: string, type: string, ...constraints: readonly string[]]

/** A model under a contract. */
export interface Contracted {
  readonly sql: string
  readonly columns: readonly Column[]
  /** Constraints of the whole model, each as YAML in one line. */
  readonly constraints?: readonly string[]
  /** Further lines of its entry. */
  readonly more?: readonly string[]
}

/** The files of models under contracts. */
export function contracted(models: Readonly<Record<string, Contracted>>): Readonly<Record<string, string>> {
  const files = Object.entries(models).flatMap(([name, { sql, ...declared }]) => [
    [`models/${name}.sql`, `${sql}\n`] as const,
    [`models/${name}.yml`, propertyFile('models', name, declared)] as const,
  ])
  return Object.fromEntries(files)
}

/** The property file of one entry under a contract. */
export function propertyFile(
  section: 'models' | 'seeds',
  name: string,
  { columns, constraints = [], more = [] }: Omit<Contracted, 'sql'>,
): string {
  return [
    `${section}:`,
    `  - name: ${name}`,
    '    config: { contract: { enforced: true } }',
    ...more.map((line) => `    ${line}`),
    ...(constraints.length === 0 ? [] : ['    constraints:', ...constraints.map((one) => `      - ${one}`)]),
    '    columns:',
    ...columns.flatMap(([column, type, ...own]) => [
      `      - name: ${column}`,
      `        data_type: ${type}`,
      ...(own.length === 0 ? [] : ['        constraints:', ...own.map((one) => `          - ${one}`)]),
    ]),
    '',
  ].join('\n')
}

/** The rows of a query, each as its values in one text. */
export async function rowsOf(bench: Workbench, query: string): Promise<readonly string[]> {
  const found = await bench.sql(query)
  return found.map((row) =>
    Object.values(row)
      .map((value) => value ?? 'NULL')
      .join(' '),
  )
}

/** The constraints of a table of the schema `shop`, in words, sorted. */
export async function constraintsOf(bench: Workbench, table: string): Promise<readonly string[]> {
  const query: Readonly<Record<EngineName, string>> = {
    duckdb: `
select lower(replace(constraint_type, ' ', '_')) || ' ' || coalesce(expression, constraint_column_names::varchar) as text
from duckdb_constraints() where schema_name = 'shop' and table_name = '${table}' order by 1`,
    postgres: `
select case contype when 'n' then 'not_null' when 'p' then 'primary_key' when 'u' then 'unique' when 'c' then 'check' else 'foreign_key' end
  || ' ' || case contype when 'c' then pg_get_expr(conbin, conrelid) else (
    select '[' || string_agg(attname, ', ' order by position) || ']'
    from unnest(conkey) with ordinality as k(number, position) join pg_attribute on attrelid = conrelid and attnum = k.number
  ) end || case when convalidated then '' else ' unchecked' end as text
from pg_constraint where conrelid = to_regclass('shop.${table}') and contype in ('n', 'p', 'u', 'c', 'f') order by 1`,
  }
  return (await bench.sql(query[bench.engine])).map(({ text }) => text ?? '')
}
