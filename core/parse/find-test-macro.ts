import type { MacroTable } from '../template/macros.ts'
import type { MacroDefinition } from '../template/template.ts'

/** Where macros that are tests are found. */
export interface TestMacroScope {
  readonly macros: MacroTable
  readonly package: string
  /** Whether every macro of a file is a test. */
  readonly isTestFile: (path: string) => boolean
}

/** The macro that a test's name means: `test_<name>` anywhere, or `<name>` in a folder of generic tests. It comes before a test of xform's own. */
export function findTestMacro(
  test: string,
  { macros, package: own, isTestFile }: TestMacroScope,
): MacroDefinition | undefined {
  const name = test.startsWith(`${own}.`) ? test.slice(own.length + 1) : test
  const named = macros.get(`test_${name}`)
  if (named !== undefined) return named
  const plain = macros.get(name)
  return plain !== undefined && isTestFile(plain.at.path) ? plain : undefined
}
