// The files of macros and the macros found in them → each macro's own text.
import { indexLines } from '../errors/span.ts'
import type { SourceFile } from '../project/source-file.ts'
import type { MacroTable } from '../template/macros.ts'
import type { MacroDefinition } from '../template/template.ts'

/** The text of each macro, from its `{{#macro` to its `{{/macro}}`. */
export function macroTexts(files: readonly SourceFile[], macros: MacroTable): ReadonlyMap<string, string> {
  const inFile = new Map<string, MacroDefinition[]>()
  for (const macro of macros.values()) {
    const others = inFile.get(macro.at.path)
    if (others === undefined) inFile.set(macro.at.path, [macro])
    else others.push(macro)
  }
  return new Map(files.flatMap((file) => textsIn(file, inFile.get(file.path) ?? [])))
}

function textsIn(
  file: SourceFile,
  macros: readonly MacroDefinition[],
): readonly (readonly [string, string])[] {
  const lines = indexLines(file)
  const starts = macros
    .map(({ name, at }) => ({ name, start: file.text.lastIndexOf('{{', lines.offset(at)) }))
    .toSorted((a, b) => a.start - b.start)
  return starts.map(({ name, start }, index) => {
    const next = starts[index + 1]?.start ?? file.text.length
    return [name, cutBehindClose(file.text.slice(start, next))]
  })
}

/** Between a macro's end and the next one's beginning only comments stand. */
function cutBehindClose(text: string): string {
  const close = [...text.matchAll(/\{\{~?\s*\/\s*macro\s*~?\}\}/gu)].at(-1)
  return close === undefined ? text.trimEnd() : text.slice(0, close.index + close[0].length)
}
