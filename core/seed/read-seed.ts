// A seed's csv file → typed rows, the same for every database.
import type { Diagnostic } from '../errors/diagnostic.ts'
import { XformError } from '../errors/xform-error.ts'
import { deliverRows } from './deliver-rows.ts'
import { inferType } from './infer-type.ts'
import { locateRow } from './locate-row.ts'
import { startProblemList } from './problem-list.ts'
import { declaredColumn, inferredColumn, type SeedColumn } from './seed-column.ts'
import type { SeedDialect, SeedFileInput } from './seed-file-input.ts'
import type { SeedRows } from './seed-rows.ts'
import { surveyFile, type SurveyedColumn } from './survey-file.ts'

/** A seed's file, read once; or everything that is wrong with it. */
export type SeedReading =
  | { readonly ok: true; readonly rows: SeedRows }
  | { readonly ok: false; readonly diagnostics: readonly Diagnostic[] }

/**
 * Reads a seed's file as a stream, finds the type of each column, and gives the rows, which read the file again. Never
 * holds more than a row and a chunk of it in memory. A file that something is wrong with is not loaded at all; its first
 * 20 problems are listed and the others counted. An `XformError` that `open` throws is among them.
 */
export async function readSeed(input: SeedFileInput): Promise<SeedReading> {
  const problems = startProblemList()
  try {
    const survey = await surveyFile(input, problems.add)
    if (survey === undefined || problems.count() > 0) return { ok: false, diagnostics: problems.list() }
    const columns = survey.columns.map((column) => typeColumn(column, input.dialect))
    const known = { header: survey.header, columns }
    const rows: SeedRows = {
      columns: columns.map(({ column }) => column),
      csv: () => deliverRows(input, known),
      locate: (place) => locateRow(input, known, place),
    }
    return { ok: true, rows }
  } catch (error) {
    if (!(error instanceof XformError)) throw error
    return { ok: false, diagnostics: [...problems.list(), ...error.diagnostics] }
  }
}

function typeColumn({ name, found }: SurveyedColumn, dialect: SeedDialect): SeedColumn {
  if (found.kind === 'declared') return declaredColumn(name, found.type)
  return inferredColumn(name, inferType(found.evidence), dialect)
}
