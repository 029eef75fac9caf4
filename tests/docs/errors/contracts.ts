import type { executeCatalogue } from '../../../core/errors/catalogue/execute.ts'
import { diagnostic } from '../../../core/errors/diagnostic.ts'
import { fileSpan } from '../../../core/errors/span.ts'
import { onCommand, worded, type ErrorExample, type ExampleStep } from './example.ts'

type ContractCode = Extract<
  keyof typeof executeCatalogue,
  | 'contract-broken'
  | 'constraint-violated'
  | 'contract-not-held'
  | 'rows-referenced'
  | 'foreign-key-orphans'
  | 'foreign-key-unfit'
  | 'foreign-key-unchecked'
>

/** The codes of building under contracts. */
export const contractExamples: Readonly<Record<ContractCode, ErrorExample>> = {
  'contract-broken': onCommand(
    ['run', '--select', 'orders'],
    'The columns of a query and those of its [contract](contracts.md) were compared, before anything was built.',
    { 'models/models.yml': ordersContract('amount', 'integer', '{ name: id, data_type: text }') },
  ),
  'constraint-violated': onCommand(
    ['run', '--select', 'orders'],
    'The database refused a row. The node was rolled back.',
    {
      'models/orders.sql': "{{ config(materialized='table') }} select 0 as id",
      'models/models.yml': ordersContract(
        'id',
        'integer, constraints: [{ type: check, expression: id > 0 }]',
      ),
    },
  ),
  'contract-not-held': {
    means:
      'Constraints are made with the table, and this table stands already: [When a contract changes](contracts.md#when-a-contract-changes). A warning where it only has more of them than are declared.',
    steps: [
      { files: incrementalOrders('integer'), words: ['run', '--select', 'orders'] },
      {
        files: incrementalOrders('integer, constraints: [{ type: not_null }]'),
        words: ['run', '--select', 'orders'],
      },
    ],
  },
  'rows-referenced': worded(
    diagnostic(
      'rows-referenced',
      {
        name: 'customers',
        message:
          'Violates foreign key constraint because key "customer: 1" is still referenced by a foreign key in a different table.',
      },
      { at: { path: 'models/customers.yml', line: 3, column: 25, endLine: 3, endColumn: 43 } },
    ),
    'Rows that are to be deleted, if only to be inserted again, have others that refer to them: [Foreign keys](contracts.md#foreign-keys).',
  ),
  'foreign-key-orphans': worded(
    diagnostic(
      'foreign-key-orphans',
      {
        relation: '"analytics"."customers"',
        reference: 'foreign key "orders_customer_xform_fkey" of table "analytics"."orders"',
        message: 'Key (customer)=(2) is not present in table "customers".',
      },
      { at: fileSpan('models/customers.sql') },
    ),
    'A table that others refer to was built without a row that they refer to: [Foreign keys](contracts.md#foreign-keys).',
  ),
  'foreign-key-unfit': worded(
    diagnostic(
      'foreign-key-unfit',
      {
        relation: '"analytics"."customers"',
        reference: 'foreign key "orders_customer_xform_fkey" of table "analytics"."orders"',
        because: 'There is no unique constraint matching given keys for referenced table "customers".',
      },
      { at: fileSpan('models/customers.sql') },
    ),
    'A table that others refer to lost the key that they refer to, or its columns have other types now: [Foreign keys](contracts.md#foreign-keys).',
  ),
  'foreign-key-unchecked': worded(
    diagnostic(
      'foreign-key-unchecked',
      {
        relation: '"analytics"."customers"',
        reference: 'foreign key "orders_customer_xform_fkey" of table "analytics"."orders"',
        because: 'rows',
      },
      { at: fileSpan('models/customers.sql'), severity: 'warning' },
    ),
    'A warning: for the length of a run, a table has rows that refer to nothing, or goes without its foreign key.',
  ),
}

/** The property file of the model "orders", under a contract. */
function ordersContract(column: string, type: string, ...more: readonly string[]): string {
  const columns = [`{ name: ${column}, data_type: ${type} }`, ...more].map((one) => `      - ${one}\n`)
  return `models:\n  - name: orders\n    config: { contract: { enforced: true } }\n    columns:\n${columns.join('')}`
}

function incrementalOrders(type: string): ExampleStep['files'] {
  return {
    'models/orders.sql': "{{ config(materialized='incremental') }} select 1 as id",
    'models/models.yml': ordersContract('id', type),
  }
}
