// A column that holds event times + a stretch → the condition on it, in UTC whatever the session's time zone is.
import type { Dialect } from '../adapter/dialect.ts'
import type { Column } from '../adapter/relation.ts'
import type { Stretch } from './period.ts'

/** What a column's type says of its values: instants, or dates and timestamps that are meant in UTC. */
type TimeKind = 'instant' | 'local'

/** The column that a config names; undefined where there is none of that name. */
export function findColumn(columns: readonly Column[], name: string, dialect: Dialect): Column | undefined {
  const bare = /^"(?<inner>(?:[^"]|"")+)"$/u.exec(name)?.groups?.['inner']?.replaceAll('""', '"') ?? name
  const wanted = dialect.columnIdentity(bare)
  return columns.find((column) => dialect.columnIdentity(column.name) === wanted)
}

/** Whether a column can hold event times. */
export function holdsEventTimes(column: Column): boolean {
  return timeKindOf(column.type) !== undefined
}

/**
 * True for rows in the stretch. Times with a zone are compared as instants, others as they stand; the bounds have the
 * column's own kind, so that indexes and statistics serve.
 */
export function inStretch(column: Column, { start, end }: Stretch, dialect: Dialect): string {
  const name = dialect.quote(column.name)
  return `${name} >= ${boundOf(column, start)} and ${name} < ${boundOf(column, end)}`
}

function boundOf({ type }: Column, instant: number): string {
  const text = new Date(instant).toISOString().replace('T', ' ').replace('.000Z', '').replace('Z', '')
  return timeKindOf(type) === 'instant' ? `timestamptz '${text}+00'` : `timestamp '${text}'`
}

/** What a type says of its values, where they are times: by the standard's names of types, which databases spell alike but for precision and case. */
export function timeKindOf(type: string): TimeKind | undefined {
  const words = type.toLowerCase().replaceAll(/\(\d+\)/gu, '')
  if (words === 'timestamptz' || words === 'timestamp with time zone') return 'instant'
  return /^(?:date|timestamp(?:_\w+)?|timestamp without time zone)$/u.test(words) ? 'local' : undefined
}
