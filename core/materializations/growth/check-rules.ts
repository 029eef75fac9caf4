import type { KeyPart } from '../../adapter/dialect.ts'
import type { Reaction } from '../step.ts'
import type { GrowthInput } from './growth-input.ts'
import { growthQuery } from './growth-query.ts'

/**
 * Goes on where the expressions of `unique_key` and `dedupe_by` can be evaluated over the rows of the query. They are part of
 * statements that are xform's own, in which a database's complaint would point nowhere.
 */
export function checkRules(
  input: GrowthInput,
  { rows, key }: { readonly rows: string; readonly key: readonly KeyPart[] },
  next: () => Reaction,
): Reaction {
  const { node, own } = input
  if (own?.fingerprint === node.fingerprint) return next()
  const query = `(\n${growthQuery(input, rows).text}\n) as "_xform_rows"`
  const expressions = key.flatMap((part) => (part.kind === 'expression' ? [`(${part.sql}\n)`] : []))
  const { dedupeBy } = node.config.growth
  const checks = [
    ...(expressions.length === 0
      ? []
      : [{ key: 'unique_key', sql: `select ${expressions.join(', ')} from ${query}` }]),
    ...(dedupeBy.length === 0
      ? []
      : [{ key: 'dedupe_by', sql: `select 1 as one from ${query} order by ${dedupeBy.join(', ')}` }]),
  ]
  return checks.reduceRight<() => Reaction>(
    (then, check) => () => ({
      kind: 'steps',
      steps: [
        {
          kind: 'describe',
          label: `look at ${check.key}`,
          statement: { sql: check.sql, at: node.places[check.key] ?? node.at },
          next: then,
        },
      ],
    }),
    next,
  )()
}
