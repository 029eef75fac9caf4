// A target's settings → what DuckDB is opened with.
import type { TargetReading } from '../../core/adapter/adapter.ts'
import { isMap, openSettings, type SettingsReader } from '../../core/adapter/settings.ts'

/** Another database that is made reachable under a name. */
export interface Attachment {
  /** A file, relative to the project's folder; for another type whatever that type's extension takes. */
  readonly path: string
  readonly alias: string
  readonly type?: string
  readonly readOnly: boolean
}

/** A DuckDB target. */
export interface DuckdbTarget {
  /** The database's file, relative to the project's folder, or `:memory:`. */
  readonly path: string
  /** DuckDB's own settings, by name. */
  readonly settings: Readonly<Record<string, string | number | boolean>>
  readonly attachments: readonly Attachment[]
}

const known = ['path', 'settings', 'attach', 'database']

/** Reads a target's settings; what is wrong with them comes back as findings. */
export function readTarget(settings: Readonly<Record<string, unknown>>): TargetReading<DuckdbTarget> {
  const reader = openSettings(settings, { owner: 'a target of type duckdb', known })
  const path = readPath(reader)
  const target = {
    path: path ?? '',
    settings: reader.scalars('settings') ?? {},
    attachments: readAttachments(reader),
  }
  return reader.problems.length === 0 ? { ok: true, target } : { ok: false, problems: reader.problems }
}

function readPath(reader: SettingsReader): string | undefined {
  const path = reader.text('path')
  if (path === undefined && reader.problems.every(({ key }) => key !== 'path')) reader.require('path')
  if (path?.includes('\0') === true) reader.refuse('path', "a file's path")
  return path
}

const attachExpected = 'a map from names to files, or a list of maps with `path` and `alias`'

function readAttachments(reader: SettingsReader): readonly Attachment[] {
  const given = reader.value('attach')
  if (given === undefined || given === null) return []
  const entries = attachmentEntries(given)
  const attachments = entries?.map(readAttachment)
  if (attachments === undefined || !attachments.every((one) => one !== undefined)) {
    reader.refuse('attach', attachExpected, 'Write `attach: { archive: data/archive.duckdb }`.')
    return []
  }
  return attachments
}

/** Both ways of writing attachments as a list of maps. */
function attachmentEntries(given: unknown): readonly unknown[] | undefined {
  if (Array.isArray(given)) return given
  if (!isMap(given)) return undefined
  return Object.entries(given).map(([alias, value]) =>
    isMap(value) ? { alias, ...value } : { alias, path: value },
  )
}

const attachmentKeys: ReadonlySet<string> = new Set(['path', 'alias', 'type', 'read_only'])

function readAttachment(entry: unknown): Attachment | undefined {
  if (!isMap(entry) || !Object.keys(entry).every((key) => attachmentKeys.has(key))) return undefined
  const { path, alias, type, read_only: readOnly = false } = entry
  if (typeof path !== 'string' || typeof alias !== 'string' || typeof readOnly !== 'boolean') return undefined
  if (path === '' || alias === '' || /\0/.test(path + alias)) return undefined
  if (type === undefined || type === null) return { path, alias, readOnly }
  return typeof type === 'string' ? { path, alias, type, readOnly } : undefined
}
