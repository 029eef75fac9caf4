// New rows by key → a look for keys that stand more than once among them, which is an error that shows them.
import type { KeyPart } from '../adapter/dialect.ts'
import type { RelationName } from '../adapter/relation.ts'
import { diagnostic } from '../errors/diagnostic.ts'
import type { Span } from '../errors/span.ts'
import type { BuildContext } from './build-context.ts'
import type { Reaction, Step } from './step.ts'

/** How many repeated keys an error shows. */
export const shownDuplicates = 5

/** Rows, and the key by which there may be one of each. */
export interface UniqueRows {
  readonly source: RelationName
  readonly key: readonly KeyPart[]
  /** The key's parts as the author wrote them. */
  readonly parts: readonly string[]
  /** What has the rows, in words. */
  readonly what: 'new rows' | 'result'
  /** The key of the config that says it. */
  readonly config: 'key' | 'unique_key'
  readonly at: Span
}

/** Refuses rows that share a key; else goes on. */
export function refuseRepeated(
  { node, dialect }: BuildContext,
  { source, key, parts, what, config, at }: UniqueRows,
  next: () => Reaction = () => ({ kind: 'steps', steps: [] }),
): Step {
  return {
    kind: 'ask',
    label: 'look for repeated keys',
    statement: { sql: dialect.duplicateKeys(source, key, shownDuplicates), at },
    next: (rows) => {
      if (rows.length === 0) return next()
      const duplicates = rows.map((row) => ({
        key: parts.map((_, index) => row[`key_${index + 1}`] ?? null),
        copies: Number(row['copies']),
      }))
      const params = { model: node.name, key: parts, what, config, duplicates, limit: shownDuplicates }
      return { kind: 'refuse', diagnostics: [diagnostic('duplicate-keys', params, { at })] }
    },
  }
}
