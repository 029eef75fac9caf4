// selectors.yml → named selections.
import type { Diagnostic } from '../../errors/diagnostic.ts'
import { listOf } from '../../project/schema/collections.ts'
import { object, required } from '../../project/schema/object.ts'
import type { Read } from '../../project/schema/reader.ts'
import { flag, located, text, word } from '../../project/schema/scalars.ts'
import type { SourceFile } from '../../project/source-file.ts'
import { isNothing } from '../../project/tree.ts'
import { parseYaml } from '../../project/yaml.ts'
import { checkSelectors } from './check-selectors.ts'
import { definitionReader } from './read-definition.ts'
import type { NamedSelector } from './selection.ts'

/** The selectors of a file, and what was wrong with others. */
export interface SelectorsResult {
  readonly selectors: readonly NamedSelector[]
  readonly diagnostics: readonly Diagnostic[]
}

const selectorEntry = object(
  { name: required(located(word)), description: text, default: flag, definition: required(definitionReader) },
  { owner: 'a selector' },
)

type SelectorEntry = Read<typeof selectorEntry>

const selectorsFile = object({ selectors: required(listOf(selectorEntry)) }, { owner: 'selectors.yml' })

/** Reads `selectors.yml`. Every problem is reported at its place; a selector with one is left out. */
export function parseSelectors(file: SourceFile): SelectorsResult {
  const { root, diagnostics: syntax } = parseYaml(file)
  if (root === undefined || isNothing(root)) return { selectors: [], diagnostics: syntax }
  const findings: Diagnostic[] = []
  const found = selectorsFile.read(root, (finding) => findings.push(finding))
  const { selectors, diagnostics } = checkSelectors((found?.selectors ?? []).map(nameSelector))
  return { selectors, diagnostics: [...syntax, ...findings, ...diagnostics] }
}

function nameSelector({
  name,
  description = '',
  default: isDefault = false,
  definition,
}: SelectorEntry): NamedSelector {
  return { name: name.value, description, isDefault, definition, at: name.at }
}
