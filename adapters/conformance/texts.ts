import { describe, expect, test } from 'vitest'
import type { Part } from './subject.ts'

/** What knex writes, run for real. */
export const texts: Part = ({ adapter, run }) => {
  describe('knex texts', () => {
    test('a schema builder makes tables with every column that the bookkeeping needs', async () => {
      const { texts: printed } = adapter()
      const statements = printed.print(
        printed.knex.schema
          .withSchema('shop')
          .createTable('journal', (table) => {
            table.text('run_id').notNullable()
            table.bigInteger('rows')
            table.integer('version').notNullable().defaultTo(1)
            table.timestamp('started_at', { useTz: true }).notNullable()
            table.json('arguments')
            table.boolean('done')
            table.double('seconds')
            table.primary(['run_id', 'version'])
          })
          .createTable('journal_of_one', (table) => {
            table.text('id').notNullable().primary()
          })
          .alterTable('journal_of_one', (table) => {
            table.text('note')
          }),
      )
      expect(statements).toHaveLength(3)
      await run(...statements)
    })

    test('rows are inserted, counted, selected and updated, with values of every kind', async () => {
      const { texts: printed } = adapter()
      const { knex } = printed
      const journal = knex.withSchema('shop').from('journal')
      const row = {
        run_id: `it's "a" \\ ? ?? $1 {}\n😀`,
        rows: 9_007_199_254_740_991,
        started_at: new Date(Date.UTC(2024, 0, 1, 12, 30)),
        arguments: JSON.stringify({ select: ["o'clock?"] }),
        done: true,
        seconds: 1.5,
      }
      const inserted = printed.print(
        knex
          .withSchema('shop')
          .into('journal')
          .insert([row, { ...row, run_id: 'b', arguments: null }]),
      )
      const updated = printed.print(
        journal.clone().where({ run_id: 'b' }).whereNull('arguments').update({ done: false, rows: null }),
      )
      const counted = printed.print(journal.clone().where({ run_id: row.run_id }).count({ found: '*' }))
      const selected = printed.print(
        journal
          .clone()
          .select('run_id', 'rows', 'version', 'started_at', 'done', 'seconds')
          .orderBy('run_id'),
      )
      for (const statements of [inserted, updated, counted, selected]) expect(statements).toHaveLength(1)
      expect(await run(...inserted, ...updated, ...counted)).toEqual([{ found: 1 }])
      const common = { version: 1, started_at: '2024-01-01 12:30:00+00', seconds: 1.5 }
      expect(await run(...selected)).toEqual([
        { ...common, run_id: 'b', rows: null, done: false },
        { ...common, run_id: row.run_id, rows: row.rows, done: true },
      ])
    })

    test('what knex printed is part of a transaction', async () => {
      const { dialect, texts: printed } = adapter()
      const insert = printed.print(printed.knex.withSchema('shop').into('journal_of_one').insert({ id: 'x' }))
      const count = printed.print(
        printed.knex.withSchema('shop').from('journal_of_one').count({ found: '*' }),
      )
      await run(dialect.begin, ...insert, dialect.rollback)
      expect(await run(...count)).toEqual([{ found: 0 }])
    })

    test('the catalogue is read through information_schema', async () => {
      const { texts: printed } = adapter()
      const query = printed.knex
        .withSchema('information_schema')
        .from('tables')
        .select('table_name')
        .where({ table_schema: 'shop', table_name: 'journal' })
      expect(await run(...printed.print(query))).toEqual([{ table_name: 'journal' }])
    })
  })
}
