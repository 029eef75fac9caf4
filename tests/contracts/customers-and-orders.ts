// Two tables, of which one refers to the other.
import type { Workbench } from '../support/engines.ts'
import type { Column, Contracted } from './contract.ts'

/** The config of a table. */
export const table = "{{ config(materialized='table') }}\n"
/** A column that is the primary key. */
export const key: Column = ['id', 'integer', 'type: primary_key']

/** Customers, by their ids. */
export function customers(ids: readonly number[], config = table): Contracted {
  return {
    sql: `${config}select id, 'x' as name from (values ${ids.map((id) => `(${id})`).join(', ')}) as v(id)`,
    columns: [key, ['name', 'varchar']],
  }
}

/** Orders, each with the customer that it refers to. */
export function orders(
  rows: readonly (readonly [id: number, customer: number])[],
  target = `to: "ref('customers')", to_columns: [id]`,
): Contracted {
  const values = rows.map(([id, customer]) => `(${id}, ${customer})`).join(', ')
  return {
    sql: `${table}select id, customer from (values ${values}) as v(id, customer)`,
    columns: [key, ['customer', 'integer', `{ type: foreign_key, ${target} }`]],
  }
}

/** Whether a table takes a row that refers to nothing. */
export async function takesOrphans(bench: Workbench, name: string, row = '99, 98'): Promise<boolean> {
  return bench.sql(`insert into shop.${name} values (${row})`).then(
    () => true,
    () => false,
  )
}
