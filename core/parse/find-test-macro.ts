import { findGenericTest } from '../checks/index.ts'
import type { MacroTable } from '../template/macros.ts'
import type { MacroDefinition } from '../template/template.ts'

/** Where macros that are tests are found. */
export interface TestMacroScope {
  readonly macros: MacroTable
  readonly package: string
  /** Whether every macro of a file is a test. */
  readonly isTestFile: (path: string) => boolean
}

/**
 * The macro that a test's name means: `test_<name>` anywhere, or `<name>` in a folder of generic tests. It comes before a test
 * of xform's own, unless that is called by its package's name (`dbt_utils.accepted_range`); a package that xform does not have
 * is left out.
 */
export function findTestMacro(
  test: string,
  { macros, package: own, isTestFile }: TestMacroScope,
): MacroDefinition | undefined {
  const [packageName, ...rest] = test.split('.')
  const isForeign = rest.length > 0 && packageName !== own
  if (isForeign && findGenericTest(test) !== undefined) return undefined
  const name = rest.length > 0 ? rest.join('.') : test
  const named = macros.get(`test_${name}`)
  if (named !== undefined) return named
  const plain = macros.get(name)
  return plain !== undefined && isTestFile(plain.at.path) ? plain : undefined
}
