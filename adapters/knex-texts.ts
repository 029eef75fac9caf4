import knex, { type Knex } from 'knex'
import { numberLiteral, textLiteral } from '../core/adapter/literal.ts'
import type { QueryTexts } from '../core/adapter/query-texts.ts'

type ClientClass = typeof Knex.Client

/** knex's own client for Postgres; made without a connection, it does not load the driver. */
export const PostgresClient = knex({ client: 'pg' }).client.constructor as ClientClass

/** Builds and prints queries in the dialect of a knex client, which is never given a connection. */
export function createTexts(client: ClientClass): QueryTexts {
  const builder = knex({ client })
  return {
    knex: builder,
    print: (query) => {
      // A schema builder gives a list of statements, which its type does not say.
      const statements = [query.toSQL()].flat() as readonly Pick<Knex.Sql, 'sql' | 'bindings'>[]
      return statements.map(({ sql, bindings }) =>
        bindings.length === 0 ? sql : builder.raw(sql, [...bindings] as Knex.RawBinding[]).toQuery(),
      )
    },
  }
}

/** A bound value as a literal: moments in UTC, bytes in hexadecimal digits, lists and objects as JSON. */
export function bindingLiteral(value: unknown): string {
  if (value === null || value === undefined) return 'null'
  if (typeof value === 'boolean') return value ? 'true' : 'false'
  if (typeof value === 'number') return numberLiteral(value)
  if (typeof value === 'bigint') return String(value)
  return textLiteral(typeof value === 'string' ? value : objectText(value))
}

function objectText(value: unknown): string {
  if (value instanceof Date) return value.toISOString()
  if (value instanceof Uint8Array) return `\\x${Buffer.from(value).toString('hex')}`
  return JSON.stringify(value)
}
