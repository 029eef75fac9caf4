import type { GrowthInput, Reading } from './growth-input.ts'
import type { Remembered } from './ledger.ts'

/** What differs from one entry to the next. */
type Entry = Pick<Remembered, 'generation' | 'batch' | 'columns' | 'rows'> &
  Partial<Pick<Remembered, 'watermark' | 'analysis' | 'late' | 'duplicates'>> & {
    /** What was read; a change log has no driver. */
    readonly reading?: Reading
  }

/** What a relation will be remembered by, as it is built now. */
export function entryOf({ node, dialect }: GrowthInput, { reading, ...now }: Entry): Remembered {
  return {
    watermark: null,
    analysis: null,
    late: 0,
    duplicates: 0,
    ...now,
    relation: dialect.relation(node.relation),
    nodeId: node.id,
    driver: reading?.driver.id ?? null,
    position: reading?.position ?? null,
    fingerprint: node.fingerprint,
  }
}
