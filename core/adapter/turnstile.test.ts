import { setImmediate as turn } from 'node:timers/promises'
import { expect, test } from 'vitest'
import { knownProblem } from './known-problem.ts'
import { createTurnstile, type Turnstile } from './turnstile.ts'

/** Work that has begun and ends when it is told to. */
interface Visitor {
  readonly ended: Promise<unknown>
  leave(): void
  fail(): void
}

function enter(
  turnstile: Turnstile,
  entered: string[],
  visit: { readonly name: string; readonly signal?: AbortSignal },
): Visitor {
  let leave = (): void => undefined
  let fail = (): void => undefined
  const stay = new Promise<void>((resolve, reject) => {
    leave = resolve
    fail = () => reject(new Error('broken'))
  })
  const ended = turnstile
    .pass(() => {
      entered.push(visit.name)
      return stay
    }, visit.signal)
    .catch((error: unknown) => knownProblem(error)?.kind ?? 'broken')
  return { ended, leave: () => leave(), fail: () => fail() }
}

test('those who wait are let in in the order in which they came, as others leave or fail', async () => {
  const turnstile = createTurnstile(2)
  const entered: string[] = []
  const [ann, bob, cid, dee] = ['ann', 'bob', 'cid', 'dee'].map((name) => enter(turnstile, entered, { name }))
  await turn()
  expect(entered).toEqual(['ann', 'bob'])
  bob?.fail()
  await bob?.ended
  await turn()
  expect(entered).toEqual(['ann', 'bob', 'cid'])
  for (const visitor of [ann, cid, dee]) visitor?.leave()
  await dee?.ended
  expect(entered).toEqual(['ann', 'bob', 'cid', 'dee'])
})

test("one whose signal fires while it waits never starts, and takes nobody's place", async () => {
  const turnstile = createTurnstile(1)
  const entered: string[] = []
  const stop = new AbortController()
  const ann = enter(turnstile, entered, { name: 'ann' })
  const bob = enter(turnstile, entered, { name: 'bob', signal: stop.signal })
  const cid = enter(turnstile, entered, { name: 'cid' })
  stop.abort()
  expect(await bob.ended).toBe('cancelled')
  ann.leave()
  await ann.ended
  await turn()
  expect(entered).toEqual(['ann', 'cid'])
  cid.leave()
  await cid.ended
  const late = enter(turnstile, entered, { name: 'late', signal: stop.signal })
  expect(await late.ended).toBe('cancelled')
})
