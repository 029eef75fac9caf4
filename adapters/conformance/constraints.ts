import { describe, expect, test } from 'vitest'
import type { ConstraintSpec } from '../../core/adapter/constraint.ts'
import type { Dialect } from '../../core/adapter/dialect.ts'
import type { Column, RelationName } from '../../core/adapter/relation.ts'
import { problemOf, type Part } from './subject.ts'

const columns: readonly Column[] = [
  { name: 'id', type: 'integer' },
  { name: 'E-mail', type: 'text' },
  { name: 'country', type: 'text' },
]

/** Constraints: they are made, read, and told by the row that breaks them. */
export const constraints: Part = ({ adapter, run, session, shop }) => {
  /** As core makes them: keys with the table, or behind it. */
  function statements(
    dialect: Dialect,
    table: RelationName,
    specs: readonly ConstraintSpec[],
  ): readonly string[] {
    const isLater = ({ kind }: ConstraintSpec): boolean =>
      dialect.supports.addConstraints && kind !== 'not_null' && kind !== 'check'
    const later = specs.filter(isLater)
    const atOnce = specs.filter((spec) => !isLater(spec))
    return [
      dialect.createTable(table, columns, atOnce),
      ...later.map((spec) => dialect.addConstraint(table, spec)),
    ]
  }

  function customers(name: string): readonly ConstraintSpec[] {
    return [
      { kind: 'not_null', name: `${name} country`, column: 'country' },
      { kind: 'primary_key', name: `${name}_pk`, columns: ['id'] },
      { kind: 'unique', name: `${name}_mail`, columns: ['country', 'E-mail'] },
      { kind: 'check', name: `${name}_short`, expression: 'length( country )=2' },
    ]
  }

  describe('constraints', () => {
    test('are read as they were made', async () => {
      const { dialect } = adapter()
      const table = shop('held "customers"')
      const referring = shop('referring_customers')
      const key: ConstraintSpec = {
        kind: 'foreign_key',
        name: 'referring_fk',
        columns: ['id'],
        references: `${dialect.keyTarget(table)} ("id")`,
      }
      await run(...statements(dialect, table, customers('held')), ...statements(dialect, referring, [key]))
      const found = await session((lent) => adapter().constraints(lent, table))
      expect(found.map(({ kind, columns: names }) => `${kind} ${names.join()}`).toSorted()).toEqual([
        'check country',
        'not_null country',
        'not_null id',
        'primary_key id',
        'unique country,E-mail',
      ])
      expect(await session((lent) => adapter().constraints(lent, referring))).toEqual([
        { kind: 'foreign_key', columns: ['id'], references: { table, columns: ['id'] } },
      ])
      expect(await session((lent) => adapter().constraints(lent, shop('no_table')))).toEqual([])
    })

    test('of a temporary table say the same of a check', async () => {
      const { dialect } = adapter()
      const table = shop('checked_customers')
      const specs = customers('checked')
      await run(...statements(dialect, table, specs))
      const read = await session(async (lent) => {
        await lent.execute([dialect.begin, dialect.createTemporaryTable('checked', columns, specs)])
        const found = await adapter().constraints(lent, dialect.temporary('checked'))
        await lent.execute([dialect.rollback])
        return found
      })
      const found = await session((lent) => adapter().constraints(lent, table))
      const texts = (all: typeof found): readonly string[] => all.map((one) => JSON.stringify(one)).toSorted()
      expect(texts(read)).toEqual(texts(found))
    })

    test('are told by the row that breaks them', async () => {
      const { dialect } = adapter()
      const table = shop('broken_customers')
      const referring = shop('broken_referring')
      const key: ConstraintSpec = {
        kind: 'foreign_key',
        name: 'broken_fk',
        columns: ['id'],
        references: `${dialect.keyTarget(table)} ("id")`,
      }
      await run(...statements(dialect, table, customers('broken')), ...statements(dialect, referring, [key]))
      const insert = (into: RelationName, values: string): string =>
        `insert into ${dialect.relation(into)} values ${values}`
      await run(insert(table, `(1, 'ada', 'de')`), insert(referring, `(1, null, null)`))
      const kindOf = async (sql: string): Promise<string | undefined> =>
        (await problemOf(adapter(), () => run(sql))).violation?.kind
      const notNull = await problemOf(adapter(), () => run(insert(table, `(2, 'bob', null)`)))
      expect(notNull.violation).toMatchObject({ kind: 'not_null', table: table.name, column: 'country' })
      expect(['key', 'primary_key']).toContain(await kindOf(insert(table, `(1, 'eve', 'de')`)))
      expect(['key', 'unique']).toContain(await kindOf(insert(table, `(3, 'ada', 'de')`)))
      expect(await kindOf(insert(table, `(3, 'eve', 'deu')`))).toBe('check')
      expect(await kindOf(insert(referring, `(9, null, null)`))).toBe('foreign_key')
      expect(await kindOf(`delete from ${dialect.relation(table)}`)).toBe('referenced')
    })
  })
}
