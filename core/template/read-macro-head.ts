import { diagnostic } from '../errors/diagnostic.ts'
import { describeBlockForm } from './block-problem.ts'
import type { OpenMustache } from './mustache.ts'
import type { HeadReading } from './read-block-heads.ts'
import type { ArgumentExpression, MacroDefinition, MacroParameter, NameExpression } from './template.ts'

type MacroHead = HeadReading<Omit<MacroDefinition, 'body'>>

/** Reads `{{#macro name parameter other=default}}`, which may also be written `{{#macro name(parameter, other=default)}}`. */
export function readMacroHead(open: OpenMustache): MacroHead {
  const [first, ...rest] = open.head?.args ?? []
  if (open.head === undefined) return { ok: false, problem: undefined }
  if (first?.kind !== 'positional' || open.head.names.length > 0) {
    return { ok: false, problem: describeBlockForm(open) }
  }
  const { value } = first
  if (value.kind === 'call' && rest.length === 0) {
    return withParameters({ name: value.name, at: value.nameAt }, value.args, open)
  }
  return isPlainName(value)
    ? withParameters({ name: value.name, at: value.at }, rest, open)
    : { ok: false, problem: describeBlockForm(open, { at: value.at }) }
}

function withParameters(
  named: Pick<MacroDefinition, 'name' | 'at'>,
  args: readonly ArgumentExpression[],
  open: OpenMustache,
): MacroHead {
  const parameters: MacroParameter[] = []
  const names = new Set<string>()
  for (const argument of args) {
    const { value } = argument
    if (argument.kind === 'positional' && !isPlainName(value)) {
      return { ok: false, problem: describeBlockForm(open, { at: value.at }) }
    }
    const parameter = toParameter(argument)
    if (names.has(parameter.name)) {
      const at = argument.kind === 'named' ? argument.nameAt : value.at
      return {
        ok: false,
        problem: diagnostic('given-twice', { what: 'parameter', name: parameter.name }, { at }),
      }
    }
    names.add(parameter.name)
    parameters.push(parameter)
  }
  return { ok: true, head: { ...named, parameters } }
}

function toParameter(argument: ArgumentExpression): MacroParameter {
  if (argument.kind === 'named') return { name: argument.name, fallback: argument.value }
  return { name: argument.value.kind === 'name' ? argument.value.name : '' }
}

function isPlainName(value: ArgumentExpression['value']): value is NameExpression {
  return value.kind === 'name' && !value.name.startsWith('@')
}
