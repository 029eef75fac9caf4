import type { Span } from '../../errors/span.ts'
import type { NodeKind } from '../../parse/node.ts'
import type { ChangedPart, StateValue } from './changes.ts'

/** Which nodes are meant: plain data, as it was read from the command line or from `selectors.yml`. */
export type Selection =
  | { readonly kind: 'everything' }
  | { readonly kind: 'union'; readonly of: readonly Selection[] }
  | { readonly kind: 'intersection'; readonly of: readonly Selection[] }
  | { readonly kind: 'difference'; readonly from: Selection; readonly without: Selection }
  | Criterion

/** How far relatives are taken along: all of them, or at most so many steps; 0 is none. */
export type Reach = 'all' | number

/** One condition with the relatives of what meets it: `2+tag:nightly+`. */
export interface Criterion {
  readonly kind: 'criterion'
  /** What the author wrote. */
  readonly text: string
  readonly at: Span
  readonly condition: Condition
  readonly parents: Reach
  readonly children: Reach
  /** `@`: all children and all that they need. */
  readonly childrensParents: boolean
  /** Which tests come along, where the author says so here. */
  readonly indirectSelection?: IndirectSelection
}

/** What a node must be like. Values may have wildcards: `*`, `?`, `[ab]`, `[!ab]`. */
export type Condition =
  | { readonly method: 'fqn'; readonly value: string }
  | { readonly method: TextMethod; readonly value: string }
  | { readonly method: 'config'; readonly key: readonly string[]; readonly value: string }
  | { readonly method: 'resource_type'; readonly value: NodeKind }
  | { readonly method: 'test_type'; readonly value: TestType }
  | { readonly method: 'source_status'; readonly value: SourceStatus }
  | { readonly method: 'state'; readonly value: StateValue; readonly part?: ChangedPart }
  | { readonly method: 'result'; readonly value: string }
  | { readonly method: 'selector'; readonly value: string }

/** Methods that compare one kind of text of a node. */
export type TextMethod =
  'path' | 'file' | 'tag' | 'source' | 'package' | 'exposure' | 'test_name' | 'unit_test'

export type MethodName = Condition['method']

/** The kinds of tests; `data` are the generic and the singular ones. */
export type TestType = 'generic' | 'singular' | 'unit' | 'data'

/** What was found of a source's freshness; `fresher` has newer rows than it had before. */
export type SourceStatus = 'fresher' | 'pass' | 'warn' | 'error'

/**
 * Which tests come along with selected nodes: those that need any of them (`eager`), those that need nothing else
 * (`cautious`), those that need nothing but them, what they are built from, and sources (`buildable`), or none
 * (`empty`).
 */
export type IndirectSelection = 'eager' | 'cautious' | 'buildable' | 'empty'

/** A selection of `selectors.yml`. */
export interface NamedSelector {
  readonly name: string
  readonly description: string
  /** Whether it is used when the command line selects nothing itself. */
  readonly isDefault: boolean
  readonly definition: Selection
  /** Where its name stands. */
  readonly at: Span
}
