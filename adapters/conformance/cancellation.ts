import { describe, expect, test } from 'vitest'
import { problemOf, type Part } from './subject.ts'

/** A query that takes minutes on any engine. */
const slow = 'select count(*) from generate_series(1, 1000000) as a, generate_series(1, 1000000) as b'

/** Stopping what runs. */
export const cancellation: Part = ({ adapter, shop }) => {
  describe('cancellation', () => {
    test('a running statement is cancelled and its call ends within 250 ms', async () => {
      const stop = new AbortController()
      const problem = problemOf(adapter(), () =>
        adapter().session((lent) => lent.execute([slow]), stop.signal),
      )
      await pause(100)
      const stopped = performance.now()
      stop.abort()
      expect((await problem).kind).toBe('cancelled')
      expect(performance.now() - stopped).toBeLessThan(250)
    })

    test('what runs in a sandbox is cancelled with it', async () => {
      const stop = new AbortController()
      const work = adapter().sandbox(
        (sandbox) => problemOf(sandbox, () => sandbox.session((lent) => lent.execute([slow]))),
        stop.signal,
      )
      await pause(100)
      const stopped = performance.now()
      stop.abort()
      const kind = await work.then(
        (problem) => problem.kind,
        (error: unknown) => adapter().explain(error)?.kind,
      )
      expect(kind).toBe('cancelled')
      expect(performance.now() - stopped).toBeLessThan(1000)
    })

    test('cancelled at once, a statement does not run on', async () => {
      const stop = new AbortController()
      const problem = problemOf(adapter(), () => adapter().session((lent) => lent.query(slow), stop.signal))
      stop.abort()
      expect((await problem).kind).toBe('cancelled')
    })

    test('what a cancelled transaction did is rolled back', async () => {
      const { dialect } = adapter()
      const half = shop('half_built')
      const stop = new AbortController()
      const work = problemOf(adapter(), () =>
        adapter().session(
          (lent) => lent.execute([dialect.begin, dialect.createTableAs(half, 'select 1 as id'), slow]),
          stop.signal,
        ),
      )
      await pause(100)
      stop.abort()
      await work
      expect(await adapter().session((lent) => adapter().inspectOne(lent, half))).toEqual({ exists: false })
    })

    test('after a cancellation the session runs nothing more, and the next session works', async () => {
      const stop = new AbortController()
      const problems = await adapter().session(async (lent) => {
        stop.abort()
        return [
          await problemOf(adapter(), () => lent.execute(['select 1'])),
          await problemOf(adapter(), () => lent.query('select 1')),
          await problemOf(adapter(), () => lent.select('select 1', 1)),
          await problemOf(adapter(), () => lent.describe('select 1')),
        ]
      }, stop.signal)
      expect(problems.map(({ kind }) => kind)).toEqual(Array(4).fill('cancelled'))
      const rows = await adapter().session((lent) => lent.query('select 1 as fine'))
      expect(rows).toEqual([{ fine: 1 }])
    })

    test('a cancelled session that could not even roll back does not disturb the next one', async () => {
      const { dialect } = adapter()
      const stop = new AbortController()
      const work = adapter().session(async (lent) => {
        await lent.execute([dialect.begin, 'select nothing from nowhere']).catch(() => undefined)
        stop.abort()
        await lent.execute([dialect.rollback])
      }, stop.signal)
      await expect(work).rejects.toThrow('The work was cancelled.')
      const next = await adapter().session((lent) =>
        lent.execute([dialect.begin, 'select 1 as fine', dialect.commit]),
      )
      expect(next[1]?.rows).toEqual([{ fine: 1 }])
    })

    test('a session that is waited for is given up when the signal fires', async () => {
      const stop = new AbortController()
      const held = Array.from({ length: 8 }, () => adapter().session(() => pause(200)))
      const problem = problemOf(adapter(), () => adapter().session(() => pause(0), stop.signal))
      stop.abort()
      expect((await problem).kind).toBe('cancelled')
      await Promise.all(held)
    })

    test('a stream of rows that is cancelled leaves no rows behind', async () => {
      const { dialect } = adapter()
      const events = shop('endless_events')
      await adapter().session((lent) =>
        lent.execute([dialect.createTable(events, [{ name: 'id', type: 'integer' }])]),
      )
      const stop = new AbortController()
      const problem = problemOf(adapter(), () =>
        adapter().session((lent) => lent.copyIn(events, ['id'], endless()), stop.signal),
      )
      await pause(50)
      stop.abort()
      expect((await problem).kind).toBe('cancelled')
      const rows = await adapter().session((lent) =>
        lent.query(`select count(*) as events from ${dialect.relation(events)}`),
      )
      expect(rows).toEqual([{ events: 0 }])
    })
  })
}

async function* endless(): AsyncGenerator<string> {
  for (let id = 0; ; id++) {
    yield `${id}\n`
    await pause(1)
  }
}

async function pause(milliseconds: number): Promise<void> {
  await new Promise((resolve) => setTimeout(resolve, milliseconds))
}
