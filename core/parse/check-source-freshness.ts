// What a source's table says of its freshness → what about it contradicts itself, or has no effect.
import { diagnostic } from '../errors/diagnostic.ts'
import type { FilesConfig } from '../project/files/files-config.ts'
import type { Report } from '../project/schema/reader.ts'
import type { sourceGrammar } from './config-keys.ts'
import { checkFreshness } from './freshness.ts'
import { reportUnused, valueOf, type Said } from './said.ts'

type SourceSaid = Said<typeof sourceGrammar.keys>

/** What is checked: what all places say, what the table itself says, and whether it is made of files. */
export interface CheckedSource {
  readonly said: SourceSaid
  readonly own: SourceSaid
  readonly files: FilesConfig | undefined
}

/** Reports contradictions as errors and keys without effect as warnings, each where it was said. */
export function checkSourceFreshness({ said, own, files }: CheckedSource, report: Report): void {
  reportLoadedAtTwice([said], report)
  checkFreshness(said.freshness, report)
  const unused = (key: 'loaded_at_field' | 'filter', because: string): void => {
    // What the source says for all of its tables may well be meant for the others.
    const saying = key === 'filter' ? valueOf(own.freshness)?.filter : own.loaded_at_field
    if (valueOf(saying) !== undefined && saying !== undefined)
      reportUnused(key, { because, at: saying.at }, report)
  }
  if (valueOf(said.loaded_at_query) !== undefined) {
    unused('filter', '`loaded_at_query` decides itself which rows count')
  } else if (files !== undefined) {
    const because = 'of a table that is made of files the time of the newest file counts'
    unused('filter', because)
    unused('loaded_at_field', because)
  }
}

/** Reports that one place says in two ways when rows came last. */
export function reportLoadedAtTwice(said: readonly SourceSaid[], report: Report): void {
  const find = (key: 'loaded_at_field' | 'loaded_at_query') =>
    said.map((one) => one[key]).find((saying) => valueOf(saying) !== undefined)
  const field = find('loaded_at_field')
  const query = find('loaded_at_query')
  if (field === undefined || query === undefined) return
  const related = [{ message: 'The field is named here', at: field.at }]
  report(diagnostic('loaded-at-twice', undefined, { at: query.at, related }))
}
