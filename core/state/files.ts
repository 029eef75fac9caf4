// Which files a relation's rows come from, as SQL text.
import type { Dialect } from '../adapter/dialect.ts'
import type { QueryTexts } from '../adapter/query-texts.ts'
import { textOf } from '../adapter/session.ts'
import type { Ledger, ReadFile, Remembered } from '../materializations/growth/ledger.ts'
import { one, stateSchema } from './layout.ts'

/** How many files are remembered with one statement. */
const together = 500

/** The part of a ledger that knows files. */
export function fileLedger({
  texts,
  dialect,
}: {
  readonly texts: QueryTexts
  readonly dialect: Dialect
}): Pick<Ledger, 'readFiles' | 'parseFile' | 'writeFiles' | 'forgetFiles'> {
  const table = () => texts.knex.withSchema(stateSchema).from('files')
  return {
    readFiles: (relation) =>
      one(
        texts.print(
          table()
            .where({ relation: dialect.relation(relation) })
            .orderBy('path'),
        ),
      ),
    parseFile: (row) => ({
      path: textOf(row['path']),
      size: Number(row['size']),
      modified: Number(row['modified']),
      hash: textOf(row['hash']),
    }),
    writeFiles: (remembered, files) => {
      const rows = files.map((file) => rowOf(file, remembered))
      const statements: string[] = []
      for (let at = 0; at < rows.length; at += together) {
        statements.push(...texts.print(table().insert(rows.slice(at, at + together))))
      }
      return statements
    },
    forgetFiles: (relation) =>
      texts.print(
        table()
          .where({ relation: dialect.relation(relation) })
          .delete(),
      ),
  }
}

function rowOf(
  { path, size, modified, hash }: ReadFile,
  { relation, generation, batch }: Remembered,
): Readonly<Record<string, string | number>> {
  return { relation, generation, batch, path, size, modified, hash }
}
