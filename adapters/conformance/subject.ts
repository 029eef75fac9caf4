import { afterAll, beforeEach, expect } from 'vitest'
import type { Adapter, OpenOptions } from '../../core/adapter/adapter.ts'
import type { RelationName } from '../../core/adapter/relation.ts'
import type { Row, Session } from '../../core/adapter/session.ts'

/** A test of the suite that an adapter cannot pass, and why. */
export interface Skip {
  readonly test: string
  readonly reason: string
}

/** An adapter to be tested. */
export interface AdapterUnderTest {
  readonly name: string
  /** Opens it over a database that only this suite uses. */
  readonly open: (options?: Partial<OpenOptions>) => Promise<Adapter>
  readonly skip?: readonly Skip[]
}

/** What a part of the suite tests with. */
export interface Subject {
  /** The adapter; its database has the schema `shop`. */
  readonly adapter: () => Adapter
  /** Opens the same database a second time, with other options. */
  readonly open: AdapterUnderTest['open']
  /** Runs work on a session of the adapter. */
  readonly session: <T>(work: (session: Session) => Promise<T>) => Promise<T>
  /** A relation of the schema `shop`. */
  readonly shop: (name: string) => RelationName
  /** Runs statements and gives the last one's rows. */
  readonly run: (...statements: readonly string[]) => Promise<readonly Row[]>
  /** A table's rows in the order of their values. */
  readonly rows: (relation: RelationName) => Promise<readonly Row[]>
}

/** What the parts of the suite test with. */
export function openSubject({ open }: AdapterUnderTest, adapter: () => Adapter): Subject {
  const session: Subject['session'] = (work) => adapter().session(work)
  const run: Subject['run'] = async (...statements) => {
    const results = await session((lent) => lent.execute(statements))
    return results.at(-1)?.rows ?? []
  }
  return {
    adapter,
    open,
    session,
    run,
    shop: (relation) => ({ schema: 'shop', name: relation }),
    rows: (relation) => run(`select * from ${adapter().dialect.relation(relation)} order by 1, 2`),
  }
}

/** Leaves out the tests that the adapter cannot pass; each name in the list must be the name of a test. */
export function leaveOut(skips: readonly Skip[]): void {
  const seen = new Set<string>()
  beforeEach(({ task, skip }) => {
    seen.add(task.name)
    const found = skips.find(({ test }) => test === task.name)
    if (found !== undefined) skip(found.reason)
  })
  afterAll(() => {
    const unknown = skips.filter(({ test }) => !seen.has(test))
    expect(unknown, 'tests that are left out and do not exist').toEqual([])
  })
}

/** A part of the suite. */
export type Part = (subject: Subject) => void

/** The problem that a call is expected to end in. */
export async function problemOf(
  adapter: Adapter,
  call: () => Promise<unknown>,
): Promise<NonNullable<ReturnType<Adapter['explain']>>> {
  const error: unknown = await call().then(
    () => undefined,
    (thrown: unknown) => thrown,
  )
  const problem = adapter.explain(error)
  if (problem === undefined) throw new Error(`not a problem of the database: ${String(error)}`)
  return problem
}
