// The templates of all macro files → one table of macros.
import { diagnostic, type Diagnostic } from '../errors/diagnostic.ts'
import { isReservedName } from './reserved-names.ts'
import type { Signature } from './signature.ts'
import type { Expression, MacroDefinition, Template } from './template.ts'

/** The macros of a project, by name. */
export type MacroTable = ReadonlyMap<string, MacroDefinition>

/** Gathers the macros of many files; of two with one name the first is kept, and the second is reported. */
export function collectMacros(templates: readonly Template[]): {
  readonly macros: MacroTable
  readonly diagnostics: readonly Diagnostic[]
} {
  const macros = new Map<string, MacroDefinition>()
  const diagnostics: Diagnostic[] = []
  for (const macro of templates.flatMap((template) => template.macros)) {
    const { name, at } = macro
    const first = macros.get(name)
    if (isReservedName(name)) {
      diagnostics.push(diagnostic('reserved-macro-name', { name }, { at }))
    } else if (first === undefined) {
      macros.set(name, macro)
    } else {
      const related = [{ message: `"${name}" is defined here first`, at: first.at }]
      diagnostics.push(diagnostic('duplicate-macro', { name }, { at, related }))
    }
  }
  return { macros, diagnostics }
}

/** What a macro takes. */
export function signatureOf({ name, parameters }: MacroDefinition): Signature {
  return {
    name,
    parameters: parameters.map((parameter) =>
      parameter.fallback === undefined
        ? { name: parameter.name }
        : { name: parameter.name, fallback: showDefault(parameter.fallback) },
    ),
  }
}

function showDefault(fallback: Expression): string {
  if (fallback.kind !== 'literal') return '…'
  return typeof fallback.value === 'string' ? `'${fallback.value}'` : String(fallback.value)
}
