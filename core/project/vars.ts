// The text of `--vars` → the values that override those under `vars:`.
import type { Diagnostic } from '../errors/diagnostic.ts'
import type { PlainValue } from './project.ts'
import { ownMap } from './schema/collections.ts'
import { isNothing } from './tree.ts'
import { parseYaml } from './yaml.ts'

/** The name under which findings point into the text of `--vars`. */
export const varsPath = '--vars'

/** Values from the command line, read. */
export interface VarsReading {
  readonly vars: Readonly<Record<string, PlainValue>>
  readonly diagnostics: readonly Diagnostic[]
}

/** Reads the text of `--vars`: a map, as YAML or JSON. */
export function readVars(text: string): VarsReading {
  const { root, diagnostics } = parseYaml({ path: varsPath, text })
  if (root === undefined || isNothing(root)) return { vars: {}, diagnostics }
  const findings = [...diagnostics]
  const vars = ownMap.read(root, (finding) => findings.push(finding))
  return { vars: vars ?? {}, diagnostics: findings }
}
