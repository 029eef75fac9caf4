import { diagnostic, type Diagnostic } from '../errors/diagnostic.ts'
import { suggest } from '../errors/suggest.ts'
import type { Span } from '../errors/span.ts'
import type { Evaluation, Frame, Scope } from './evaluation.ts'
import { builtins } from './functions/builtins.ts'
import type { Evaluated } from './unknown.ts'

/** Names that other template languages have, and what to write instead. */
const elsewhere: ReadonlyMap<string, string> = new Map([
  ['none', 'Write null.'],
  ['None', 'Write null.'],
  ['undefined', 'Write null.'],
  ['loop', 'Inside {{#each}} write @index, @first or @last.'],
  ['lookup', 'Read a field with a dot: map.key.'],
  ['run_started_at', 'Write run.started_at.'],
  ['invocation_id', 'Write run.id.'],
  ['execute', 'Templates never run queries, so there is nothing to guard against.'],
  ['run_query', 'Templates never run queries; write the query into the model.'],
  ['statement', 'Templates never run queries; write the query into the model.'],
  ['adapter', 'Write target.type to see which database the target is.'],
  ['dbt_utils', 'Packages of macros are not supported; copy the macro into a file under macros/.'],
])

const loopNames = new Set(['@first', '@last', '@index', '@key'])
const constants = ['true', 'false', 'null']

/** The value that a name stands for here: given by a block or a macro, else by the environment. */
export function lookUp({ environment }: Evaluation, { scope }: Frame, name: string): Evaluated | undefined {
  for (let around = scope; around !== undefined; around = around.outer) {
    const value = around.names.get(name)
    if (value !== undefined) return value
  }
  return environment.values.get(name)
}

/** Whether a name is the environment's own here, so that what fields it has is known for certain. */
export function isEnvironmentName({ environment }: Evaluation, { scope }: Frame, name: string): boolean {
  for (let around = scope; around !== undefined; around = around.outer) {
    if (around.names.has(name)) return false
  }
  return environment.values.has(name)
}

/** Whether something can be called by this name. */
export function isFunction({ environment }: Evaluation, name: string): boolean {
  return builtins.has(name) || environment.functions.has(name) || environment.macros.has(name)
}

/** A name that stands for nothing. With `callable` a function would have done as well. */
export function describeUnknownName(
  evaluation: Evaluation,
  frame: Frame,
  { name, callable, at }: { readonly name: string; readonly callable: boolean; readonly at: Span },
): Diagnostic {
  if (loopNames.has(name)) return diagnostic('loop-name-outside', { name }, { at })
  const values = valueNames(evaluation, frame)
  const found = suggest(name, [...values, ...functionNames(evaluation)])
  const near = found === undefined || callable || values.includes(found) ? found : `${found}()`
  const hint = elsewhere.get(name) ?? (near === undefined ? undefined : `Did you mean "${near}"?`)
  return diagnostic('unknown-name', { name, hint }, { at })
}

/** A call of something that is no function. */
export function describeUnknownFunction(
  evaluation: Evaluation,
  frame: Frame,
  { name, nameAt: at }: { readonly name: string; readonly nameAt: Span },
): Diagnostic {
  if (lookUp(evaluation, frame, name) !== undefined) return diagnostic('not-a-function', { name }, { at })
  const near = suggest(name, functionNames(evaluation))
  const hint = elsewhere.get(name) ?? (near === undefined ? undefined : `Did you mean "${near}"?`)
  return diagnostic('unknown-function', { name, hint }, { at })
}

function functionNames({ environment }: Evaluation): readonly string[] {
  return [...builtins.keys(), ...environment.functions.keys(), ...environment.macros.keys()]
}

function valueNames({ environment }: Evaluation, { scope }: Frame): readonly string[] {
  const names = [...environment.values.keys(), ...constants]
  for (let around: Scope | undefined = scope; around !== undefined; around = around.outer) {
    for (const name of around.names.keys()) names.push(name)
  }
  return names
}
