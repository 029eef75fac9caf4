import { diagnostic } from '../../errors/diagnostic.ts'
import { unknownColumns } from '../key-columns.ts'
import type { Reaction, Step } from '../step.ts'
import type { GrowthInput, Reading } from './growth-input.ts'
import { growthQuery } from './growth-query.ts'
import { driverKey } from './rows-of-keys.ts'
import { whyWhole } from './why-whole.ts'

/**
 * Goes on where the state's key can be told from the rows of its driver, and compared with the rows of its result. The first
 * run needs neither: it says what the second would stumble over.
 */
export function checkKey(
  input: GrowthInput,
  { reading, rows }: { readonly reading: Reading; readonly rows: string },
  next: () => Reaction,
): Reaction {
  const { node, dialect } = input
  if (whyWhole(node) !== undefined) return next()
  const at = node.places['key'] ?? node.at
  const driver = `(${reading.all}) as ${dialect.quote(reading.driver.relation.name)}`
  const describe = (sql: string, follow: Extract<Step, { kind: 'describe' }>['next']): Reaction => ({
    kind: 'steps',
    steps: [{ kind: 'describe', label: 'look at the key', statement: { sql, at }, next: follow }],
  })
  return describe(`select * from ${driver}`, (columns) => {
    const named = node.config.growth.key.filter(({ name, expression }) => name === expression)
    const mentions = named.map(({ name }) => ({ key: 'key', column: name }))
    const [unknown] = unknownColumns(input, columns, mentions)
    if (unknown !== undefined) {
      const known = new Set(columns.map(({ name }) => dialect.columnIdentity(name)))
      const missing = named
        .filter(({ name }) => !known.has(dialect.columnIdentity(name)))
        .map(({ name }) => name)
      const params = { model: node.name, driver: reading.driver.name, key: missing }
      return { kind: 'refuse', diagnostics: [diagnostic('key-not-of-driver', params, { at })] }
    }
    return describe(comparison(input, driver, rows), next)
  })
}

/** A query that is never run: it names the key on both sides, and compares them. */
function comparison(input: GrowthInput, driver: string, rows: string): string {
  const { dialect } = input
  const key = driverKey(input)
  const select = key.map(({ expression }, index) => `${expression} as "_xform_key_${index + 1}"`)
  const equal = key.map(({ name }, index) =>
    dialect.nullSafeEqual(
      `"_xform_driver"."_xform_key_${index + 1}"`,
      `"_xform_rows".${dialect.quote(name)}`,
    ),
  )
  return [
    'select 1 as one from (',
    `  select ${select.join(', ')} from ${driver}`,
    ') as "_xform_driver" join (',
    growthQuery(input, rows).text,
    `) as "_xform_rows" on ${equal.join(' and ')}`,
  ].join('\n')
}
