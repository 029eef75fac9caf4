// Which tests no row of a relation failed, and up to which batch, as SQL text.
import type { Dialect } from '../adapter/dialect.ts'
import type { QueryTexts } from '../adapter/query-texts.ts'
import { textOf } from '../adapter/session.ts'
import type { Ledger } from '../materializations/growth/ledger.ts'
import { one, stateSchema } from './layout.ts'

/** The part of a ledger that knows tests. */
export function auditLedger({
  texts,
  dialect,
}: {
  readonly texts: QueryTexts
  readonly dialect: Dialect
}): Pick<Ledger, 'readAudits' | 'parseAudit' | 'writeAudits' | 'forgetAudits'> {
  const table = () => texts.knex.withSchema(stateSchema).from('audits')
  return {
    readAudits: (relation) => one(texts.print(table().where({ relation: dialect.relation(relation) }))),
    parseAudit: (row) => ({
      test: textOf(row['test_id']),
      fingerprint: textOf(row['fingerprint']),
      generation: Number(row['generation']),
      batch: Number(row['batch']),
    }),
    writeAudits: (of, { tests, passed }) => {
      const relation = dialect.relation(of)
      const rows = passed.map(({ test, ...known }) => ({ relation, test_id: test, ...known }))
      return [
        ...texts.print(
          table()
            .where({ relation })
            .whereIn('test_id', [...tests])
            .delete(),
        ),
        ...(rows.length === 0 ? [] : texts.print(table().insert(rows))),
      ]
    },
    forgetAudits: (relation) =>
      texts.print(
        table()
          .where({ relation: dialect.relation(relation) })
          .delete(),
      ),
  }
}
