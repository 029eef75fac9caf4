import { diagnostic, type Diagnostic } from '../../errors/diagnostic.ts'
import type { Span } from '../../errors/span.ts'
import {
  absentMethods,
  changedParts,
  methodNames,
  resourceTypes,
  resultStatuses,
  sourceStatuses,
  stateValues,
  testTypes,
} from './methods.ts'
import type { Condition, MethodName } from './selection.ts'

/** A method and what it is to look for, as the author wrote them, each with its place. */
export interface ConditionText {
  /** `tag`, `config.materialized`; undefined where the author wrote a value alone. */
  readonly method: string | undefined
  readonly methodAt: Span
  readonly value: string
  readonly valueAt: Span
}

/** A condition, or why it is none. */
export type ConditionResult =
  { readonly ok: true; readonly condition: Condition } | { readonly ok: false; readonly finding: Diagnostic }

/**
 * Reads a condition. A value alone is a path if it has a slash, a file if it ends in `.sql` or `.csv`, and a name
 * otherwise.
 */
export function parseCondition(text: ConditionText): ConditionResult {
  if (text.method === undefined) return accept({ method: guessMethod(text.value), value: text.value })
  const [name = '', ...key] = text.method.split('.')
  const method = methodNames.find((one) => one === name)
  if (method === undefined || (key.length > 0 && method !== 'config')) return refuse(refuseMethod(text, name))
  if (text.value === '')
    return refuse(diagnostic('selector-without-value', { method: text.method }, { at: text.valueAt }))
  return buildCondition(method, key, text)
}

function buildCondition(method: MethodName, key: readonly string[], text: ConditionText): ConditionResult {
  const { value } = text
  switch (method) {
    case 'config':
      if (key.length > 0 && !key.includes('')) return accept({ method, key, value })
      return refuse(diagnostic('selector-without-key', undefined, { at: text.methodAt }))
    case 'resource_type':
      return oneOf(resourceTypes, text, (found) => ({ method, value: found }))
    case 'test_type':
      return oneOf(testTypes, text, (found) => ({ method, value: found }))
    case 'source_status':
      return oneOf(sourceStatuses, text, (found) => ({ method, value: found }))
    case 'state':
      return buildState(text)
    case 'result':
      return oneOf(resultStatuses, text, (found) => ({ method, value: found }))
    case 'fqn':
    case 'path':
    case 'file':
    case 'tag':
    case 'source':
    case 'package':
    case 'exposure':
    case 'test_name':
    case 'unit_test':
    case 'selector':
      return accept({ method, value })
  }
}

/** `modified`, or a part of it: `modified.body`. dbt's older spelling of `config` is understood. */
function buildState(text: ConditionText): ConditionResult {
  const [value = '', part] = text.value.split('.')
  if (part === undefined) return oneOf(stateValues, text, (found) => ({ method: 'state', value: found }))
  const known = changedParts.find((one) => one === (part === 'configs' ? 'config' : part))
  if (value === 'modified' && known !== undefined)
    return accept({ method: 'state', value: 'modified', part: known })
  const choices = [...stateValues, ...changedParts.map((one) => `modified.${one}`)]
  const params = { method: 'state', value: text.value, choices }
  return refuse(diagnostic('unknown-selector-value', params, { at: text.valueAt }))
}

function oneOf<T extends string>(
  choices: readonly T[],
  { method = '', value, valueAt }: ConditionText,
  build: (choice: T) => Condition,
): ConditionResult {
  const found = choices.find((choice) => choice === value)
  if (found !== undefined) return accept(build(found))
  return refuse(diagnostic('unknown-selector-value', { method, value, choices }, { at: valueAt }))
}

function guessMethod(value: string): 'path' | 'file' | 'fqn' {
  if (/[/\\]/u.test(value)) return 'path'
  return /\.(?:sql|csv)$/iu.test(value) ? 'file' : 'fqn'
}

function refuseMethod({ method = '', methodAt: at }: ConditionText, name: string): Diagnostic {
  const absent = absentMethods.get(name)
  if (absent !== undefined) return diagnostic('selector-not-here', { method: name, what: absent }, { at })
  return diagnostic('unknown-selector-method', { method, methods: methodNames }, { at })
}

function accept(condition: Condition): ConditionResult {
  return { ok: true, condition }
}

function refuse(finding: Diagnostic): ConditionResult {
  return { ok: false, finding }
}
