import type { Span } from '../errors/span.ts'
import type { Expression } from './template.ts'
import type { Evaluated } from './unknown.ts'

/** An argument that has been evaluated; a named one has its name. */
export interface EvaluatedArgument {
  readonly value: Evaluated
  readonly at: Span
  readonly name?: string
  readonly nameAt?: Span
  readonly expression?: Expression
}

/** A call of whatever has this name. */
export interface EvaluatedCall {
  readonly name: string
  readonly at: Span
  readonly args: readonly EvaluatedArgument[]
}
