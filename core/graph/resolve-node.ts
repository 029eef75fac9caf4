import { diagnostic, type Diagnostic } from '../errors/diagnostic.ts'
import type { Span } from '../errors/span.ts'
import type { Node, NodeId, Reference } from '../parse/node.ts'
import { describeNode } from './describe-node.ts'
import { referenceKey } from './reference-key.ts'
import { placeOfReference, resolveReference, type Names, type Resolution } from './resolve-reference.ts'

/** A node with what its references mean. */
export interface ResolvedNode {
  readonly node: Node
  /** The key of each mention → the mentioned node. */
  readonly resolutions: ReadonlyMap<string, NodeId>
  /** Whether it is a test that cannot be run, because something that it tests is disabled. */
  readonly leftOut: boolean
  readonly diagnostics: readonly Diagnostic[]
}

/**
 * Resolves every reference of a node. A test that is declared on something disabled, or on what does not exist (which
 * has been reported where it is described), is left out without a word.
 */
export function resolveNode(node: Node, names: Names): ResolvedNode {
  const resolutions = new Map<string, NodeId>()
  const diagnostics: Diagnostic[] = []
  let leftOut = false
  for (const [index, reference] of referencesOf(node).entries()) {
    const found = resolveReference(reference, names)
    if (found.kind === 'found') {
      resolutions.set(referenceKey(reference), found.node.id)
    } else if (index === 0 && isDeclaredOn(node, found)) {
      leftOut = true
    } else if (found.kind === 'disabled') {
      leftOut ||= isTest(node)
      diagnostics.push(reportDisabled(node, reference, found.node))
    } else {
      diagnostics.push(found.finding)
    }
  }
  return { node, resolutions, leftOut, diagnostics }
}

/** What a node mentions, in the order in which it does. */
export function referencesOf(node: Node): readonly Reference[] {
  return node.kind === 'source' ? [] : node.references
}

function isTest(node: Node): boolean {
  return node.kind === 'test' || node.kind === 'unit_test'
}

/** Whether a node is a test that is declared on what its first reference means. */
function isDeclaredOn(node: Node, first: Exclude<Resolution, { kind: 'found' }>): boolean {
  if (node.kind === 'unit_test') return first.kind === 'disabled'
  return node.kind === 'test' && node.test.form === 'generic'
}

function reportDisabled(node: Node, reference: Reference, disabled: Node): Diagnostic {
  const leftOut = isTest(node)
  const params = { what: describeNode(disabled), by: describeNode(node), leftOut }
  const { at, related = [] } = placeOfReference(reference)
  return diagnostic('disabled-ref', params, {
    at,
    severity: leftOut ? 'warning' : 'error',
    related: [{ message: 'It is disabled here', at: placeOfDisabling(disabled) }, ...related],
  })
}

function placeOfDisabling(node: Node): Span {
  return ('places' in node ? node.places['enabled'] : undefined) ?? node.at
}
