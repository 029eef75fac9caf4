// A template's statements → the macros that they call.
import { readFrontMatter } from '../parse/front-matter.ts'
import type { SourceFile } from '../project/source-file.ts'
import type { MacroTable } from '../template/macros.ts'
import { parseTemplate } from '../template/parse-template.ts'
import type { Expression, MacroDefinition, Statement } from '../template/template.ts'

/** The macros that statements call, in whatever branch; each once, in alphabetical order. */
export function macrosCalledIn(body: readonly Statement[], macros: MacroTable): readonly string[] {
  return search({ macros, parts: body, hidden: new Set() })
}

/** The macros that a macro's body and the defaults of its parameters call. */
export function macrosCalledBy({ parameters, body }: MacroDefinition, macros: MacroTable): readonly string[] {
  const defaults = parameters.flatMap(({ fallback }) => fallback ?? [])
  const hidden = new Set(parameters.map(({ name }) => name))
  return search({ macros, parts: [...defaults, ...body], hidden })
}

/** The macros that a file's template calls: nodes that are not built yet do not keep theirs. */
export function macrosCalledInFile(file: SourceFile, macros: MacroTable): readonly string[] {
  if (macros.size === 0) return []
  const { template } = parseTemplate(file, { start: readFrontMatter(file).start })
  return macrosCalledIn(template.body, macros)
}

type Part = Statement | Expression

/** Parts of a template, and the names that stand there for values of blocks and parameters instead of macros. */
interface Stretch {
  readonly parts: readonly Part[]
  readonly hidden: ReadonlySet<string>
}

/** Works through a growing list: how deep parts lie in each other does not matter. */
function search({ macros, ...whole }: Stretch & { readonly macros: MacroTable }): readonly string[] {
  if (macros.size === 0) return []
  const found = new Set<string>()
  const stretches: Stretch[] = [whole]
  for (const { parts, hidden } of stretches) {
    for (const part of parts) {
      const name = calledName(part, hidden)
      if (name !== undefined && macros.has(name)) found.add(name)
      stretches.push(...stretchesIn(part, hidden))
    }
  }
  return [...found].toSorted()
}

function calledName(part: Part, hidden: ReadonlySet<string>): string | undefined {
  if (part.kind === 'call') return part.name
  return part.kind === 'name' && part.callable && !hidden.has(part.name) ? part.name : undefined
}

const nothing: readonly Stretch[] = []

function stretchesIn(part: Part, hidden: ReadonlySet<string>): readonly Stretch[] {
  switch (part.kind) {
    case 'output':
      return [{ parts: [part.expression], hidden }]
    case 'if':
      return [{ parts: [part.condition, ...part.body, ...part.otherwise], hidden }]
    case 'each': {
      const names = part.index === undefined ? [part.item] : [part.item, part.index]
      return [
        { parts: [part.list, ...part.otherwise], hidden },
        { parts: part.body, hidden: new Set([...hidden, ...names]) },
      ]
    }
    case 'let': {
      const names = part.bindings.map(({ name }) => name)
      return [
        { parts: part.bindings.map(({ value }) => value), hidden },
        { parts: part.body, hidden: new Set([...hidden, ...names]) },
      ]
    }
    case 'field':
      return [{ parts: [part.of], hidden }]
    case 'call':
      return [{ parts: part.args.map(({ value }) => value), hidden }]
    case 'list':
      return [{ parts: part.items, hidden }]
    case 'map':
      return [{ parts: part.entries.map(({ value }) => value), hidden }]
    case 'text':
    case 'literal':
    case 'name':
    case 'invalid':
      return nothing
  }
}
