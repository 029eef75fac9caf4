import type { StreamedPlace } from '../adapter/problem.ts'
import type { Column } from '../adapter/relation.ts'
import type { Span } from '../errors/span.ts'

/** A seed's rows, read and typed. */
export interface SeedRows {
  readonly columns: readonly Column[]
  /**
   * The rows as CSV text, as `Session.copyIn` wants it; may be asked for again, and then reads the file again. Rejects
   * with an `XformError` when the file is not any more what it was when its types were found.
   */
  readonly csv: () => AsyncIterable<string>
  /** The place in the file of what a database refused; reads the file again, and rejects as `csv` does. */
  readonly locate: (place: StreamedPlace) => Promise<Span | undefined>
}
