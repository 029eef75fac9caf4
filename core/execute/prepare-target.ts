// A target → one that has xform's bookkeeping and the schemas that the plan needs; what stands is read on the way.
import type { Adapter } from '../adapter/adapter.ts'
import type { StandingRelation } from '../adapter/relation.ts'
import { textOf, type Session } from '../adapter/session.ts'
import { diagnostic, type Diagnostic } from '../errors/diagnostic.ts'
import type { Remembered } from '../materializations/growth/ledger.ts'
import { existingLayout, existingPositions, existingSchemas } from '../state/catalog.ts'
import { layoutVersion, migrationStatements, readLayoutVersion, stateSchema } from '../state/layout.ts'
import { parseRemembered, readAllPositions } from '../state/positions.ts'

/** What stands in a target, as far as a plan needs to know. */
export interface Snapshot {
  readonly existingSchemas: readonly string[]
  readonly standing: readonly StandingRelation[]
  /** What is remembered of relations that grow. */
  readonly remembered: readonly Remembered[]
}

/** Reads what stands in the schemas that a plan will build in. A catalogue that cannot be read rejects: it is never taken for empty. */
export async function readSnapshot(
  adapter: Adapter,
  schemas: readonly string[],
  signal: AbortSignal,
): Promise<Snapshot> {
  if (schemas.length === 0) return { existingSchemas: [], standing: [], remembered: [] }
  return adapter.session(async (session) => {
    const rows = await session.query(existingSchemas(adapter.texts, [...schemas, stateSchema]))
    const found = rows.map((row) => textOf(row['schema_name']))
    const existing = found.filter((schema) => schema !== stateSchema)
    const standing =
      existing.length === 0
        ? []
        : await adapter.inspect(
            session,
            existing.map((schema) => ({ schema })),
          )
    const remembered = found.includes(stateSchema) ? await readRemembered(adapter, session) : []
    return { existingSchemas: existing, standing, remembered }
  }, signal)
}

async function readRemembered({ texts }: Adapter, session: Session): Promise<readonly Remembered[]> {
  const stands = await session.query(existingPositions(texts))
  if (stands.length === 0) return []
  return (await session.query(readAllPositions(texts))).map(parseRemembered)
}

/** What preparing needs. */
export interface Preparation {
  readonly adapter: Adapter
  readonly missingSchemas: readonly string[]
  /** In milliseconds. */
  readonly lockTimeout: number
  readonly signal: AbortSignal
}

/** Makes the bookkeeping and the missing schemas, under a lock: two first runs at once do not get into each other's way. */
export async function prepareTarget(preparation: Preparation): Promise<readonly Diagnostic[]> {
  const { adapter, missingSchemas, signal } = preparation
  return adapter.session(async (session) => {
    const version = await standingVersion(adapter, session)
    if (version > layoutVersion) return [tooNew(version)]
    if (version === layoutVersion && missingSchemas.length === 0) return []
    return makeUnderLock(preparation, session)
  }, signal)
}

async function standingVersion({ texts }: Adapter, session: Session): Promise<number> {
  const stands = await session.query(existingLayout(texts))
  if (stands.length === 0) return 0
  const rows = await session.query(readLayoutVersion(texts))
  return Number(rows[0]?.['version'] ?? 0)
}

async function makeUnderLock(
  { adapter, missingSchemas, lockTimeout }: Preparation,
  session: Session,
): Promise<readonly Diagnostic[]> {
  const { dialect, texts } = adapter
  const lock = [
    dialect.lockTimeout(lockTimeout),
    dialect.waitNodeLock({ schema: stateSchema, name: 'layout' }),
  ]
  await session.execute([dialect.begin, ...lock.filter((sql) => sql !== undefined)])
  // Only what is read under the lock counts: another run may have made it all in the meantime.
  const version = await standingVersion(adapter, session)
  if (version > layoutVersion) {
    await session.execute([dialect.rollback])
    return [tooNew(version)]
  }
  const rows = await session.query(existingSchemas(texts, [stateSchema, ...missingSchemas]))
  const existing = new Set(rows.map((row) => dialect.columnIdentity(textOf(row['schema_name']))))
  const wanted = [stateSchema, ...missingSchemas].filter(
    (schema) => !existing.has(dialect.columnIdentity(schema)),
  )
  const migration = version === layoutVersion ? [] : migrationStatements(texts, version)
  await session.execute([
    ...wanted.map((schema) => dialect.createSchema(schema)),
    ...migration,
    dialect.commit,
  ])
  return []
}

function tooNew(version: number): Diagnostic {
  return diagnostic('state-too-new', { version, known: layoutVersion })
}
