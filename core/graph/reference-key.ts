import type { RefReference, SourceReference } from '../parse/node.ts'

/** What a reference mentions, wherever it stands. */
export type Mention =
  Pick<RefReference, 'kind' | 'package' | 'name'> | Pick<SourceReference, 'kind' | 'source' | 'table'>

/** The key of a mention in `Graph.resolutions`: equal for equal mentions, different for different ones. */
export function referenceKey(mention: Mention): string {
  return mention.kind === 'ref'
    ? JSON.stringify(['ref', mention.package ?? null, mention.name])
    : JSON.stringify(['source', mention.source, mention.table])
}
