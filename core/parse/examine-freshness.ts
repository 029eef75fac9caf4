// The SQL with which an author tells how fresh a node is → what is wrong with its template.
import { diagnostic } from '../errors/diagnostic.ts'
import type { Located } from '../project/project.ts'
import type { Report } from '../project/schema/reader.ts'
import { examineHooks } from './examine-hooks.ts'
import type { ParseScope } from './parse-environment.ts'

/** Examines texts of SQL as the templates they are. They cannot mention other nodes: nothing has to stand before they are asked. */
export function examineFreshness(
  texts: readonly (Located<string> | undefined)[],
  { scope, name }: { readonly scope: ParseScope; readonly name: string },
  report: Report,
): void {
  const written = texts.filter((text) => text !== undefined)
  for (const { at } of examineHooks(written, { scope, name }, report))
    report(diagnostic('reference-in-freshness', { name }, { at }))
}
