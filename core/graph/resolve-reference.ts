import { diagnostic, type Diagnostic, type DiagnosticPlace } from '../errors/diagnostic.ts'
import type { Node, Reference, RefReference, SourceReference } from '../parse/node.ts'
import { calledFrom } from '../template/locate.ts'
import { indexNames, type NameIndex } from './name-index.ts'
import { createSuggester, type Suggester } from './suggester.ts'

/** What the references of a project are resolved against. */
export interface Names {
  readonly package: string
  readonly enabled: NameIndex
  readonly disabled: NameIndex
  readonly suggest: Suggester
}

/** What a reference turned out to mean. */
export type Resolution =
  | { readonly kind: 'found'; readonly node: Node }
  | { readonly kind: 'disabled'; readonly node: Node }
  | { readonly kind: 'unknown'; readonly finding: Diagnostic }

/** Indexes what references can mean, and what they would mean if it were enabled. */
export function collectNames(enabled: readonly Node[], disabled: readonly Node[], ownPackage: string): Names {
  return {
    package: ownPackage,
    enabled: indexNames(enabled),
    disabled: indexNames(disabled),
    suggest: createSuggester(),
  }
}

/** Where a finding about a reference points: for one in a macro to the macro, with the calls that led there. */
export function placeOfReference({ at, calls = [] }: Reference): DiagnosticPlace {
  return { at, related: calledFrom(calls) }
}

/** Finds the node that a reference means. */
export function resolveReference(reference: Reference, names: Names): Resolution {
  return reference.kind === 'ref' ? resolveRef(reference, names) : resolveSource(reference, names)
}

function resolveRef(reference: RefReference, names: Names): Resolution {
  const { name } = reference
  const place = placeOfReference(reference)
  if (reference.package !== undefined && reference.package !== names.package) {
    const params = { package: reference.package, name, own: names.package }
    const at = reference.packageAt ?? reference.at
    return { kind: 'unknown', finding: diagnostic('unknown-package', params, { ...place, at }) }
  }
  const node = names.enabled.referables.byName.get(name)
  if (node !== undefined) return { kind: 'found', node }
  const disabled = names.disabled.referables.byName.get(name)
  if (disabled !== undefined) return { kind: 'disabled', node: disabled }
  const sources = names.enabled.sourcesOfTable.get(name) ?? []
  const suggestion = sources.length > 0 ? undefined : names.suggest(name, names.enabled.referables.names)
  return { kind: 'unknown', finding: diagnostic('unknown-ref', { name, suggestion, sources }, place) }
}

function resolveSource(reference: SourceReference, names: Names): Resolution {
  const { source, table } = reference
  const place = placeOfReference(reference)
  const { byName, names: known } = names.enabled.sources
  const tables = byName.get(source)
  if (tables === undefined) {
    const params = { source, suggestion: names.suggest(source, known), known: known.length }
    return { kind: 'unknown', finding: diagnostic('unknown-source', params, place) }
  }
  const node = tables.byName.get(table)
  if (node !== undefined) return { kind: 'found', node }
  const params = { source, table, suggestion: names.suggest(table, tables.names) }
  return { kind: 'unknown', finding: diagnostic('unknown-source-table', params, place) }
}
