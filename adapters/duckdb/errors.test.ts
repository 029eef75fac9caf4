import { expect, test } from 'vitest'
import { explainError, rememberSent, type SentText } from './errors.ts'

/** What an error of the driver means that came back for some statements. */
async function explain(message: string, sent: SentText): Promise<unknown> {
  const call = rememberSent(sent, () => Promise.reject(new Error(message)))
  return call.catch((error: unknown) => explainError(error))
}

const sent: SentText = { first: 3, statements: ['begin', `select 'é😀', amuont`] }

function report(fields: Readonly<Record<string, string>>): string {
  return JSON.stringify({ exception_type: 'Binder', exception_message: 'no', ...fields })
}

test('the parser counts code points, the binder bytes', async () => {
  expect(
    await explain(`Parser Error: ${report({ exception_type: 'Parser', position: '21' })}`, sent),
  ).toMatchObject({
    kind: 'query',
    statement: 4,
    offset: 14,
  })
  expect(await explain(report({ position: '25' }), sent)).toMatchObject({
    kind: 'query',
    statement: 4,
    offset: 14,
  })
})

test('a position that lies elsewhere, in the query of a view, is not shown', async () => {
  expect(await explain(report({ position: '400' }), sent)).toEqual({
    kind: 'query',
    message: 'no',
    statement: 4,
  })
})

test('advice comes apart from the sentence', async () => {
  const message = 'Table with name ordres does not exist!\nDid you mean "orders"?'
  expect(await explain(report({ exception_message: message }), sent)).toMatchObject({
    message: 'Table with name ordres does not exist!',
    hint: 'Did you mean "orders"?',
  })
})

test.each(['pg_catalog.pg_tables', 'information_schema.columns', 'duckdb_tables'])(
  'nobody is advised to read %s',
  async (relation) => {
    const message = `Table with name accounts does not exist!\nDid you mean "${relation}"?`
    const problem = await explain(report({ exception_message: message }), sent)
    expect(problem).not.toHaveProperty('hint')
  },
)

test('of very long advice the first lines are kept', async () => {
  const candidates = Array.from({ length: 40 }, (_, at) => `\tsum(TYPE_${at})`)
  const message = ['No function matches.', '\tCandidate functions:', ...candidates].join('\n')
  const { hint } = (await explain(report({ exception_message: message }), sent)) as { readonly hint: string }
  expect(hint.split('\n')).toHaveLength(9)
  expect(hint).toMatch(/^Candidate functions:\nsum\(TYPE_0\)[^]*TYPE_6\)\n… and 33 more$/u)
})

test.each([
  ['INTERRUPT', 'Interrupted!', 'cancelled'],
  ['TransactionContext', 'Conflict on update!', 'conflict'],
  ['TransactionContext', 'Failed to commit: PRIMARY KEY or UNIQUE constraint violation', 'conflict'],
  ['TransactionContext', 'cannot commit - no transaction is active', 'query'],
  ['FATAL', 'database has been invalidated', 'connection'],
  ['Permission', 'no', 'permission'],
  [
    'Catalog',
    'Could not drop the table because this table is main key table of the table "payments"',
    'dependents',
  ],
  ['Constraint', 'Duplicate key', 'query'],
])('%s: %s is of the kind %s', async (type, message, kind) => {
  expect(await explain(report({ exception_type: type, exception_message: message }), sent)).toMatchObject({
    kind,
  })
})

test('begin is blamed where a transaction is open already', async () => {
  const message = report({
    exception_type: 'TransactionContext',
    exception_message: 'cannot start a transaction within a transaction',
  })
  expect(await explain(message, sent)).toMatchObject({ statement: 3 })
})

test('a row that cannot be read is told without the options of the reader', async () => {
  const message =
    'CSV Error on Line: 7\nOriginal Line: xx,a\nError when converting column "id". Could not convert string "xx" to \'INTEGER\'\n\nPossible solutions:\n* many'
  expect(await explain(report({ exception_type: 'Conversion', exception_message: message }), sent)).toEqual({
    kind: 'query',
    message: `Error when converting column "id". Could not convert string "xx" to 'INTEGER'`,
    detail: 'row 7',
    streamed: { unit: 'row', number: 7, column: 'id' },
    statement: 4,
  })
})

test('a message that is not as expected is kept as it is', async () => {
  expect(await explain('{"exception_type": broken', sent)).toMatchObject({
    kind: 'query',
    message: '{"exception_type": broken',
  })
  expect(await explain('Something else', sent)).toMatchObject({ kind: 'query', message: 'Something else' })
})

test('an error that was not remembered did not come from the database', () => {
  expect(explainError(new Error(report({})))).toBeUndefined()
})
