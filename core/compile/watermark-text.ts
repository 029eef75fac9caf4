import type { Dialect } from '../adapter/dialect.ts'
import type { RelationName } from '../adapter/relation.ts'
import { bookkeepingSchema } from './naming.ts'

/** By these words a watermark is found again in a query that was rendered. */
export const watermarkMark = 'cast(watermark as timestamp with time zone)'

/** A flow's watermark as an expression: what was committed with its newest batch, or null where it has none. */
export function watermarkText(flow: RelationName, dialect: Dialect): string {
  const positions = dialect.relation({ schema: bookkeepingSchema, name: 'positions' })
  const relation = dialect.literal(dialect.relation(flow))
  return `(select ${watermarkMark} from ${positions} where relation = ${relation})`
}
