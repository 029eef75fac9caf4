// A call of `ref` or `source` → the reference it makes, for every stage that evaluates templates.
import { diagnostic, type Diagnostic } from '../errors/diagnostic.ts'
import type { Argument, Call } from '../template/environment.ts'
import type { Reference } from './node.ts'

/** What a call of `ref` or `source` means, or what is wrong with it. */
export type ReferenceReading =
  | { readonly ok: true; readonly reference: Reference }
  | { readonly ok: false; readonly diagnostic: Diagnostic }

/** Reads `ref('name')` or `ref('package', 'name')`. */
export function readRef(call: Call): ReferenceReading {
  const version = call.named.get('version') ?? call.named.get('v')
  if (version !== undefined) {
    return { ok: false, diagnostic: diagnostic('versioned-ref', undefined, { at: version.at }) }
  }
  const texts = readTexts(call)
  const [first, second] = texts ?? []
  const last = call.args.at(-1)
  const firstAt = call.args[0]?.at ?? call.at
  if (first === undefined || last === undefined || call.args.length > 2) {
    return refuseArguments(call, "ref('name') or ref('package', 'name')")
  }
  const place = { at: last.at, ...callsOf(call) }
  return second === undefined
    ? { ok: true, reference: { kind: 'ref', name: first, ...place } }
    : { ok: true, reference: { kind: 'ref', package: first, packageAt: firstAt, name: second, ...place } }
}

/** Reads `watermark('flow')`: what it asks of the flow makes it need the flow. */
export function readWatermark(call: Call): ReferenceReading {
  const [name] = readTexts(call) ?? []
  const [first] = call.args
  if (name === undefined || first === undefined || call.args.length > 1) {
    return refuseArguments(call, "watermark('flow')")
  }
  return { ok: true, reference: { kind: 'ref', name, at: first.at, ...callsOf(call) } }
}

/** Reads `source('source', 'table')`. The reference's place reaches from the first name to the second. */
export function readSource(call: Call): ReferenceReading {
  const [source, table] = readTexts(call) ?? []
  const [first, last, another] = call.args
  const complete = source !== undefined && table !== undefined && another === undefined
  if (!complete || first === undefined || last === undefined) {
    return refuseArguments(call, "source('source', 'table')")
  }
  const at = { ...first.at, endLine: last.at.endLine, endColumn: last.at.endColumn }
  return { ok: true, reference: { kind: 'source', source, table, at, ...callsOf(call) } }
}

/** The arguments, if they are all texts and none has a name. */
function readTexts(call: Call): readonly string[] | undefined {
  const texts = call.args.map(({ value }: Argument) => value).filter((value) => typeof value === 'string')
  return texts.length === call.args.length && call.named.size === 0 ? texts : undefined
}

function callsOf({ calls }: Call): { readonly calls?: Call['calls'] } {
  return calls.length === 0 ? {} : { calls }
}

function refuseArguments(call: Call, usage: string): ReferenceReading {
  return { ok: false, diagnostic: diagnostic('wrong-arguments', { name: call.name, usage }, { at: call.at }) }
}
