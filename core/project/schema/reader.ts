import type { Diagnostic } from '../../errors/diagnostic.ts'
import type { PlainValue } from '../project.ts'
import type { Tree } from '../tree.ts'

/** Takes a finding. */
export type Report = (finding: Diagnostic) => void

/** A JSON Schema (draft 2020-12), for editors. */
export type JsonSchema = Readonly<Record<string, PlainValue>>

/**
 * Reads one kind of value out of a tree. It accepts or reports, never both and never neither: where the value is not
 * what it should be, each problem is reported at its own place and `undefined` comes back.
 */
export interface Reader<T> {
  /** What it accepts, as it stands behind "expected" in a message: `text`, `a list of text`. */
  readonly expected: string
  readonly read: (tree: Tree, report: Report) => T | undefined
  readonly jsonSchema: JsonSchema
}

/** What a reader reads. */
export type Read<R> = R extends Reader<infer T> ? T : never
