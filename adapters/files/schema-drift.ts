import type { Column } from '../../core/adapter/relation.ts'
import { diagnostic, type Diagnostic } from '../../core/errors/diagnostic.ts'
import { XformError } from '../../core/errors/xform-error.ts'
import { sameName } from './literals.ts'
import type { FileColumns } from './source-files.ts'

/**
 * Refuses files whose columns are not those of the first one and the declared ones; their order does not matter.
 * @throws XformError that names every file that differs, and the columns in which it does
 */
export function refuseDrift(
  [first, ...others]: readonly FileColumns[],
  declared: readonly Column[],
  show: (path: string) => string,
): void {
  if (first === undefined) return
  const wanted = uniqueNames([...first.names, ...declared.map(({ name }) => name)])
  const findings = [first, ...others].flatMap((one): readonly Diagnostic[] => {
    const own = uniqueNames(one.names)
    const missing = without(wanted, own)
    const added = without(own, wanted)
    if (missing.length === 0 && added.length === 0) return []
    const other = one === first ? 'columns' : show(first.file)
    return [diagnostic('files-differ', { file: show(one.file), other, missing, added })]
  })
  if (findings.length > 0) throw new XformError(findings)
}

type Names = ReadonlyMap<string, string>

function uniqueNames(names: readonly string[]): Names {
  return new Map(names.map((name) => [sameName(name), name]))
}

function without(names: Names, others: Names): readonly string[] {
  return [...names].filter(([key]) => !others.has(key)).map(([, name]) => name)
}
