// What is said of a snapshot → what about it is missing, contradicts itself, or has no effect.
import { diagnostic } from '../errors/diagnostic.ts'
import type { Span } from '../errors/span.ts'
import type { Report } from '../project/schema/reader.ts'
import type { snapshotKeys } from './config-keys.ts'
import { metaColumnKeys } from './meta-columns.ts'
import { checkKeyParts } from './key-parts.ts'
import { reportUnused, valueOf, type Said } from './said.ts'

type SnapshotSaid = Said<typeof snapshotKeys>

/** What is checked: what all places say, what the snapshot's own file and properties say, and where it is defined. */
export interface CheckedSnapshot {
  readonly said: SnapshotSaid
  /** Without the defaults of folders: those may well be meant for other snapshots. */
  readonly own: SnapshotSaid
  readonly at: Span
  /** Whether all that its file says could be read; what is missing is no news otherwise. */
  readonly isRead: boolean
}

/** Reports what is missing and contradictions as errors, and keys without effect as warnings. */
export function checkSnapshotConfig(checked: CheckedSnapshot, report: Report): void {
  if (checked.isRead) checkStrategy(checked, report)
  const { unique_key: key } = checked.said
  checkKeyParts({ option: 'unique_key', parts: valueOf(key) ?? [], at: key?.at }, report)
  checkHardDeletes(checked, report)
  checkMetaColumns(checked, report)
  checkUnused(checked, report)
}

/** Each strategy tells by other columns what has changed. */
function checkStrategy({ said, at }: CheckedSnapshot, report: Report): void {
  const needs = (key: string, owner: string, place = at): void =>
    report(diagnostic('missing-key', { key, owner }, { at: place }))
  const strategy = valueOf(said.strategy)
  if (strategy === undefined) needs('strategy', 'a snapshot')
  const place = said.strategy?.at
  if ((valueOf(said.unique_key) ?? []).length === 0)
    needs('unique_key', 'a snapshot', said.unique_key?.at ?? place)
  if (strategy === 'timestamp' && valueOf(said.updated_at) === undefined)
    needs('updated_at', 'a snapshot with the strategy timestamp', place)
  if (strategy === 'check' && valueOf(said.check_cols) === undefined)
    needs('check_cols', 'a snapshot with the strategy check', place)
}

function checkHardDeletes({ said }: CheckedSnapshot, report: Report): void {
  const { hard_deletes: newer, invalidate_hard_deletes: older } = said
  if (newer === undefined || older === undefined || newer.value === null || older.value === null) return
  const related = [{ message: 'The other one stands here', at: newer.at }]
  report(diagnostic('hard-deletes-twice', undefined, { at: older.at, related }))
}

/** The names that a snapshot gives, and those that it leaves as they are, all have to be different. */
function checkMetaColumns({ said }: CheckedSnapshot, report: Report): void {
  const named = valueOf(said.snapshot_meta_column_names) ?? {}
  const given = Object.entries(named).flatMap(([key, name]) => (name === undefined ? [] : [{ key, ...name }]))
  const left = Object.values(metaColumnKeys).filter((key) => !given.some((one) => one.key === key))
  const owners = new Map<string, string>(left.map((key) => [key, key]))
  for (const { key, value, at } of given) {
    const other = owners.get(value)
    if (other !== undefined) report(diagnostic('meta-column-twice', { name: value, key, other }, { at }))
    owners.set(value, key)
  }
}

function checkUnused({ said, own }: CheckedSnapshot, report: Report): void {
  const unused = (key: keyof SnapshotSaid, because: string): void => {
    const saying = own[key]
    if (saying !== undefined && saying.value !== null) reportUnused(key, { because, at: saying.at }, report)
  }
  if (valueOf(said.strategy) === 'timestamp')
    unused('check_cols', 'the strategy is timestamp, which looks at `updated_at` alone')
  if (valueOf(said.target_schema) !== undefined)
    unused('schema', '`target_schema` names the whole schema already')
  if (valueOf(said.target_database) !== undefined)
    unused('database', '`target_database` names the database already')
  if (valueOf(said.full_refresh) === true)
    unused('full_refresh', 'a snapshot is never built anew, because nothing could give its old rows again')
}
