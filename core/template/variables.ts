// The project's variables and its environment → the functions `var`, `env` and `env_var`.
import { diagnostic, type DiagnosticCode } from '../errors/diagnostic.ts'
import { didYouMean } from '../errors/suggest.ts'
import type { PlainValue } from '../project/project.ts'
import { refuse, succeed, type TemplateFunction } from './environment.ts'
import { bindArguments } from './signature.ts'
import { describeKind, isList } from './truthy.ts'
import type { Value } from './value.ts'

/** What `var` and `env` may read. */
export interface Variables {
  readonly vars: Readonly<Record<string, PlainValue>>
  readonly env: Readonly<Record<string, string>>
}

/**
 * The functions that read variables: `var('name', default)` for those of the project and the command line, and
 * `env('NAME', default)`, also called `env_var`, for the process's environment. One that is missing and has no default
 * is an error; it is never null or empty by itself.
 */
export function variableFunctions({ vars, env }: Variables): ReadonlyMap<string, TemplateFunction> {
  const readEnvironment = readFrom(env, 'unset-environment-variable')
  return new Map([
    ['var', readFrom(vars, 'unset-variable')],
    ['env', readEnvironment],
    ['env_var', readEnvironment],
  ])
}

/** A value of YAML or of the command line as a value of templates. */
export function toValue(plain: PlainValue): Value {
  if (plain === null || typeof plain !== 'object') return plain
  if (isPlainList(plain)) return plain.map(toValue)
  return {
    kind: 'map',
    entries: new Map(Object.entries(plain).map(([key, value]) => [key, toValue(value)])),
  }
}

/** A value of templates as a plain one: SQL becomes its text. */
export function fromValue(value: Value): PlainValue {
  if (value === null || typeof value !== 'object') return value
  if (isList(value)) return value.map(fromValue)
  if (value.kind === 'sql') return value.text
  return Object.fromEntries([...value.entries].map(([key, entry]) => [key, fromValue(entry)]))
}

function isPlainList(plain: PlainValue): plain is readonly PlainValue[] {
  return Array.isArray(plain)
}

function readFrom(
  variables: Readonly<Record<string, PlainValue>>,
  missing: Extract<DiagnosticCode, 'unset-variable' | 'unset-environment-variable'>,
): TemplateFunction {
  return (call) => {
    const parameters = [{ name: 'name' }, { name: 'default', fallback: '…' }]
    const bound = bindArguments({ name: call.name, parameters }, call)
    if (!bound.ok) return refuse(bound.diagnostics[0])
    const [name, fallback] = bound.args
    if (typeof name?.value !== 'string') {
      const given = describeKind(name?.value ?? null)
      const params = { name: call.name, expected: 'a name in quotes as its first argument', given }
      return refuse(diagnostic('wrong-argument-type', params, { at: name?.at ?? call.at }))
    }
    const value = Object.hasOwn(variables, name.value) ? variables[name.value] : undefined
    if (value !== undefined) return succeed(toValue(value))
    if (fallback !== undefined) return succeed(fallback.value)
    const suggestion = didYouMean(name.value, Object.keys(variables))
    return refuse(diagnostic(missing, { name: name.value, suggestion }, { at: name.at }))
  }
}
