// A source's freshness as it is compiled, for tests.
import { fileSpan } from '../errors/span.ts'
import type { AgeLimit } from '../parse/age-limit.ts'
import type { FreshnessCheck } from './freshness-check.ts'

/** What is asked of a source's table (`raw.payments`) with these limits. */
export function freshnessCheck(
  name: string,
  limits: { readonly warnAfter?: AgeLimit; readonly errorAfter?: AgeLimit } = {},
): FreshnessCheck {
  const at = fileSpan('models/sources.yml')
  const { warnAfter, errorAfter } = limits
  return {
    id: `source.bank.${name}`,
    kind: 'source',
    name,
    path: at.path,
    at,
    materialized: 'source',
    relation: { schema: 'raw', name },
    freshness: {
      at,
      ...(warnAfter === undefined ? {} : { warnAfter: { value: warnAfter, at } }),
      ...(errorAfter === undefined ? {} : { errorAfter: { value: errorAfter, at } }),
    },
    reading: { kind: 'query', sql: { text: '', segments: [] }, at, around: at },
  }
}
