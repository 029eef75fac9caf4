// Growing models + Adapter → how far each has got. Reads without a transaction and takes no locks.
import type { Adapter } from '../adapter/adapter.ts'
import type { RelationName } from '../adapter/relation.ts'
import { textOf, type Row, type Session } from '../adapter/session.ts'
import type { CompiledModel } from '../compile/compiled.ts'
import type { Driver } from '../compile/intake.ts'
import {
  countCommits,
  countValues,
  isReadAsBefore,
  lagOfLog,
  readCount,
  wordPosition,
  type Lag,
} from '../materializations/growth/lag.ts'
import type { Remembered } from '../materializations/growth/ledger.ts'
import { readSoFar, waitingWords } from '../materializations/growth/open-commits.ts'
import { waitingFiles } from '../materializations/growth/open-files.ts'
import { isOfOther, type Position } from '../materializations/growth/position.ts'
import type { RelationSummary } from '../events.ts'
import { existingPositions } from '../state/catalog.ts'
import { fileLedger } from '../state/files.ts'
import { parseRemembered, readAllPositions, readGrowthTimes } from '../state/positions.ts'
import type { FilesConfig } from '../project/files/files-config.ts'
import type { FileListing } from '../project/files/list-files.ts'
import { summarize } from './node-task.ts'

/** How far a flow, a state or a change log has got. */
export interface GrowthStatus {
  readonly node: RelationSummary
  /** Undefined where it was never built as what it is now. */
  readonly growth: Growth | undefined
}

/** What is remembered of a relation that grows, and what is ahead of it. */
export interface Growth {
  readonly generation: number
  readonly batch: number
  readonly rows: number
  readonly late: number
  readonly duplicates: number
  /** The moment up to which its event time is complete, as the database spells it. */
  readonly watermark: string | null
  /** What drives it, as `from` would name it; null for a change log. */
  readonly driver: string | null
  readonly position: Position | null
  /** The position in words. */
  readonly reached: string | null
  /** When it last grew, in milliseconds since the epoch. */
  readonly grownAt: number | null
  /** Null for a change log: only computing its query tells. */
  readonly lag: Lag | null
  /** In words, what newer rows wait for. */
  readonly waits: string | null
}

/** What reading needs of the world. */
export interface StatusContext {
  readonly signal: AbortSignal
  /** Looks which files a source has, without reading them. */
  readonly listFiles: (config: FilesConfig) => FileListing
}

/** Reads how far models that grow have got. What cannot be found out of one of them says why, and does not hide the others. */
export async function readStatus(
  adapter: Adapter,
  nodes: readonly CompiledModel[],
  { signal, listFiles }: StatusContext,
): Promise<readonly GrowthStatus[]> {
  return adapter.session(async (session) => {
    const memory = await readMemory(adapter, session)
    const standing = await readStanding(adapter, session, nodes)
    const found: GrowthStatus[] = []
    for (const node of nodes) {
      found.push({
        node: summarize(node),
        growth: standing.has(adapter.dialect.identity(node.relation))
          ? await readGrowth(node, { adapter, session, memory, listFiles })
          : undefined,
      })
    }
    return found
  }, signal)
}

/** The names of what stands in the schemas of some models: what is remembered may have been dropped by somebody. */
async function readStanding(
  adapter: Adapter,
  session: Session,
  nodes: readonly CompiledModel[],
): Promise<ReadonlySet<string>> {
  const schemas = [...new Set(nodes.map(({ relation }) => relation.schema))]
  const found =
    nodes.length === 0
      ? []
      : await adapter.inspect(
          session,
          schemas.map((schema) => ({ schema })),
        )
  return new Set(found.map(({ name }) => adapter.dialect.identity(name)))
}

interface Memory {
  readonly remembered: ReadonlyMap<string, Remembered>
  readonly grownAt: ReadonlyMap<string, number>
}

async function readMemory({ texts }: Adapter, session: Session): Promise<Memory> {
  const stands = await session.query(existingPositions(texts))
  if (stands.length === 0) return { remembered: new Map(), grownAt: new Map() }
  const [positions, times] = await session.execute([readAllPositions(texts), readGrowthTimes(texts)])
  const remembered = (positions?.rows ?? []).map(parseRemembered)
  return {
    remembered: new Map(remembered.map((one) => [one.relation, one])),
    grownAt: new Map((times?.rows ?? []).map((row) => [textOf(row['relation']), Number(row['grown_at'])])),
  }
}

interface Look {
  readonly adapter: Adapter
  readonly session: Session
  readonly memory: Memory
  readonly listFiles: StatusContext['listFiles']
}

async function readGrowth(node: CompiledModel, look: Look): Promise<Growth | undefined> {
  const relation = look.adapter.dialect.relation(node.relation)
  const own = look.memory.remembered.get(relation)
  if (own?.nodeId !== node.id) return undefined
  const driver = node.intake?.driver
  const { position } = own
  const ahead =
    driver === undefined ? nothingAhead : await findAhead(driver, own, { ...look, relation: node.relation })
  return {
    generation: own.generation,
    batch: own.batch,
    rows: own.rows,
    late: own.late,
    duplicates: own.duplicates,
    watermark: own.watermark,
    driver: driver?.name ?? null,
    position,
    reached:
      driver === undefined || position === null || isOfOther(position, driver, look.adapter.dialect)
        ? null
        : wordPosition(position, driver),
    grownAt: look.memory.grownAt.get(relation) ?? null,
    ...ahead,
  }
}

interface DriverLook extends Look {
  /** What is driven. */
  readonly relation: RelationName
}

type Ahead = Pick<Growth, 'lag' | 'waits'>

const nothingAhead: Ahead = { lag: null, waits: null }

async function findAhead(driver: Driver, own: Remembered, look: DriverLook): Promise<Ahead> {
  const { position } = own
  const { dialect } = look.adapter
  if (own.driver !== driver.id || position === null || isOfOther(position, driver, dialect))
    return { lag: { kind: 'rebuild', because: 'something else drives it now' }, waits: null }
  if (driver.kind === 'log') {
    const log = look.memory.remembered.get(dialect.relation(driver.relation))
    return { lag: lagOfLog(driver, position, log), waits: null }
  }
  if (driver.kind === 'files') {
    return position.kind === 'files'
      ? lookAtFiles(driver, look)
      : { lag: changedReading(driver), waits: null }
  }
  if (!isReadAsBefore({ dialect }, driver, position)) return { lag: changedReading(driver), waits: null }
  try {
    if (position.kind !== 'value') return await lookAtCommits(driver, position, look)
    const rows = await look.session.query(countValues({ dialect }, driver, position.value))
    return { lag: readCount(rows), waits: null }
  } catch (error) {
    const problem = look.adapter.explain(error)
    if (problem === undefined || problem.kind === 'cancelled' || problem.kind === 'connection') throw error
    return { lag: { kind: 'unknown', because: problem.message }, waits: null }
  }
}

async function lookAtCommits(
  driver: Extract<Driver, { readonly kind: 'cursor' }>,
  position: Position,
  { adapter, session }: Look,
): Promise<Ahead> {
  const { arrivals } = adapter.dialect
  if (arrivals === undefined) throw new Error('the database does not tell transactions apart')
  const one = async (sql: string): Promise<Row> => (await session.query(sql))[0] ?? {}
  const read = readSoFar({ driver, since: position, next: () => ({ kind: 'steps', steps: [] }) })
  const look = await one(arrivals.look(read))
  if (look['tells'] !== true)
    return { lag: { kind: 'unknown', because: `${driver.name} is not a table` }, waits: null }
  const head = await one(arrivals.head(read, null))
  const count = countCommits({ ...adapter, arrivals }, { driver, position }, textOf(head['horizon']))
  const lag = readCount(await session.query(count))
  return { lag, waits: head['unread'] === true ? waitingWords(look) : null }
}

function changedReading({ name }: Driver): Lag {
  return { kind: 'rebuild', because: `${name} is read in another way now` }
}

async function lookAtFiles(
  driver: Extract<Driver, { readonly kind: 'files' }>,
  { adapter, session, listFiles, relation }: DriverLook,
): Promise<Ahead> {
  const ledger = fileLedger(adapter)
  const rows = await session.query(ledger.readFiles(relation))
  const known = new Set(rows.map((row) => ledger.parseFile(row).path))
  const { files, unsettled } = listFiles(driver.files)
  const count = files.filter(({ path }) => !known.has(path)).length
  return { lag: { kind: 'files', count, atLeast: false }, waits: waitingFiles(unsettled.length) ?? null }
}
