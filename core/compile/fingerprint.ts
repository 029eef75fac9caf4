import { createHash } from 'node:crypto'
import type { ModelConfig } from '../parse/config.ts'

/** A short text that is equal for equal texts: the first 128 bits of SHA-256, in hexadecimal digits. */
export function fingerprint(texts: readonly string[]): string {
  const hash = createHash('sha256')
  for (const text of texts) hash.update(`${text.length}:${text}`)
  return hash.digest('hex').slice(0, 32)
}

/** Marks the fingerprint of a state that shows only what is complete. */
const final = '-final'

/** Identifies what makes a model's rows: its SQL, and what its config says of which rows stay. */
export function fingerprintOf(
  { growth, materialized, uniqueKey }: ModelConfig,
  texts: readonly string[],
): string {
  const { dedupeBy, dedupeWithin, emit } = growth
  const isKeyed = materialized === 'flow' && uniqueKey.length > 0
  const rules = isKeyed ? [JSON.stringify([uniqueKey, dedupeBy, dedupeWithin ?? null])] : []
  return `${fingerprint([...texts, ...rules])}${emit === 'final' ? final : ''}`
}

/** Whether two fingerprints are of states that show other rows, whatever their SQL says. */
export function emitsOtherwise(before: string, now: string): boolean {
  return before.endsWith(final) !== now.endsWith(final)
}
