import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { createSchedule, type Schedule } from './schedule.ts'

const diamond = new Map([
  ['orders', []],
  ['customers', []],
  ['joined', ['customers', 'orders']],
  ['revenue', ['joined']],
])
const diamondOrder = ['customers', 'orders', 'joined', 'revenue']

function takeAll(schedule: Schedule): readonly string[] {
  const taken: string[] = []
  for (let id = schedule.take(); id !== undefined; id = schedule.take()) taken.push(id)
  return taken
}

describe('a schedule', () => {
  test('gives what needs nothing first, in order', () => {
    expect(takeAll(createSchedule(diamondOrder, diamond))).toEqual(['customers', 'orders'])
  })

  test('gives a node once everything it needs is done', () => {
    const schedule = createSchedule(diamondOrder, diamond)
    takeAll(schedule)
    schedule.done('orders')
    expect(schedule.take()).toBeUndefined()
    schedule.done('customers')
    expect(schedule.take()).toBe('joined')
  })

  test('a failed node takes those behind it along, and only those', () => {
    const schedule = createSchedule(diamondOrder, diamond)
    takeAll(schedule)
    expect(schedule.fail('orders')).toEqual([
      { id: 'joined', blockedBy: 'orders' },
      { id: 'revenue', blockedBy: 'orders' },
    ])
    schedule.done('customers')
    expect(schedule.take()).toBeUndefined()
    expect(schedule.finished).toBe(true)
  })

  test('what is skipped once is not skipped again', () => {
    const schedule = createSchedule(diamondOrder, diamond)
    takeAll(schedule)
    schedule.fail('orders')
    expect(schedule.fail('customers')).toEqual([])
  })

  test('a need outside the order is taken as met', () => {
    const schedule = createSchedule(['revenue'], new Map([['revenue', ['joined']]]))
    expect(schedule.take()).toBe('revenue')
  })

  test('what is abandoned never starts', () => {
    const schedule = createSchedule(diamondOrder, diamond)
    schedule.take()
    expect(schedule.abandon()).toEqual(['orders', 'joined', 'revenue'])
    schedule.done('customers')
    expect(schedule.take()).toBeUndefined()
  })

  test('a chain of 50,000 nodes is walked without trouble', () => {
    const order = Array.from({ length: 50_000 }, (_, at) => `node_${at}`)
    const needs = new Map(order.map((id, at) => [id, at === 0 ? [] : [`node_${at - 1}`]]))
    const schedule = createSchedule(order, needs)
    let built = 0
    for (let id = schedule.take(); id !== undefined; id = schedule.take()) {
      schedule.done(id)
      built++
    }
    expect(built).toBe(50_000)
  })
})

const graphs = fc.integer({ min: 1, max: 30 }).chain((size) =>
  fc.record({
    needs: fc.array(fc.array(fc.nat({ max: Math.max(0, size - 1) }), { maxLength: 4 }), {
      minLength: size,
      maxLength: size,
    }),
    failing: fc.array(fc.nat({ max: size - 1 }), { maxLength: 5 }),
    threads: fc.integer({ min: 1, max: 8 }),
    picks: fc.infiniteStream(fc.nat()),
  }),
)

test('every node ends exactly once, behind all it needs, whatever fails and in whatever order work ends', () => {
  fc.assert(
    fc.property(graphs, ({ needs, failing, threads, picks }) => {
      const order = needs.map((_, at) => `node_${at}`)
      const needed = new Map(
        order.map((id, at) => [
          id,
          [...new Set(needs[at]?.filter((other) => other < at).map((other) => `node_${other}`))],
        ]),
      )
      const fails = new Set(failing.map((at) => `node_${at}`))
      const schedule = createSchedule(order, needed)
      const ended = new Map<string, 'done' | 'failed' | 'skipped'>()
      const running: string[] = []
      for (;;) {
        while (running.length < threads) {
          const id = schedule.take()
          if (id === undefined) break
          expect(needed.get(id)?.every((other) => ended.get(other) === 'done')).toBe(true)
          running.push(id)
        }
        const [id] = running.splice(Number(picks.next().value) % Math.max(1, running.length), 1)
        if (id === undefined) break
        expect(ended.has(id)).toBe(false)
        if (fails.has(id)) {
          ended.set(id, 'failed')
          const skips = schedule.fail(id)
          if (skips.some((skip) => ended.has(skip.id))) throw new Error('skipped what had ended')
          for (const skip of skips) ended.set(skip.id, 'skipped')
        } else {
          ended.set(id, 'done')
          schedule.done(id)
        }
      }
      expect(ended.size).toBe(order.length)
      expect(schedule.finished).toBe(true)
    }),
  )
})
