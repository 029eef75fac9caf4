// A seed's file → its header, and what every column holds: the first of its two readings.
import { diagnostic, type Diagnostic } from '../errors/diagnostic.ts'
import { fileSpan } from '../errors/span.ts'
import { isBlank, type CsvRecord } from './csv-record.ts'
import { declareTypes } from './declared-types.ts'
import { readHeader } from './header.ts'
import { observe, startEvidence, type Evidence } from './infer-type.ts'
import { scanCsv } from './scan-csv.ts'
import type { SeedFileInput } from './seed-file-input.ts'

/** A column after the first reading: with the author's type, or with what its values say. */
export interface SurveyedColumn {
  readonly name: string
  readonly found:
    | { readonly kind: 'declared'; readonly type: string }
    | { readonly kind: 'observed'; readonly evidence: Evidence }
}

/** What the first reading found. */
export interface Survey {
  /** The fields of the header. */
  readonly header: readonly string[]
  readonly columns: readonly SurveyedColumn[]
}

/** Tells of something that is wrong. */
type Report = (finding: Diagnostic) => void

/**
 * Reads the whole file and reports everything that is wrong with it. Empty lines are never wrong. Undefined where there
 * is no header to go by.
 */
export async function surveyFile(input: SeedFileInput, report: Report): Promise<Survey | undefined> {
  let header: CsvRecord | undefined
  let survey: Survey | undefined
  const options = { path: input.path, delimiter: input.config.delimiter }
  for await (const records of scanCsv(input.open(), options)) {
    for (const record of records) {
      if (isBlank(record)) continue
      if (header === undefined) {
        header = record
        survey = startSurvey(record, input, report)
        continue
      }
      const finding = surveyRow(record, survey, input.path)
      if (finding !== undefined) report(finding)
    }
  }
  if (header === undefined) report(diagnostic('seed-empty', undefined, { at: fileSpan(input.path) }))
  return survey
}

function startSurvey(record: CsvRecord, input: SeedFileInput, report: Report): Survey | undefined {
  const { columns, findings } = readHeader(record, input)
  for (const finding of findings) report(finding)
  if (columns.length === 0) return undefined
  const { types, findings: unfit } = declareTypes(columns, input)
  for (const finding of unfit) report(finding)
  return {
    header: record.cells.map(({ text }) => text),
    columns: columns.map(({ name }) => ({ name, found: startColumn(types.get(name)) })),
  }
}

function startColumn(type: string | undefined): SurveyedColumn['found'] {
  return type === undefined ? { kind: 'observed', evidence: startEvidence() } : { kind: 'declared', type }
}

/** Takes a row's values into account, or says what is wrong with the row. */
function surveyRow(record: CsvRecord, survey: Survey | undefined, path: string): Diagnostic | undefined {
  if (record.fault !== undefined || survey === undefined) return record.fault
  const { columns } = survey
  if (record.count !== columns.length) return wrongCount(record, columns.length, path)
  for (const [index, { text }] of record.cells.entries()) {
    const found = columns[index]?.found
    if (found?.kind === 'observed') observe(found.evidence, text)
  }
  return undefined
}

/** Points to where the first missing field would stand, or at the surplus. */
function wrongCount(record: CsvRecord, expected: number, path: string): Diagnostic {
  const { cells, count, endLine, endColumn } = record
  const end = { path, line: endLine, column: endColumn, endLine, endColumn }
  if (count < expected) return diagnostic('seed-fields-missing', { expected, found: count }, { at: end })
  const { line, column } = cells[expected] ?? end
  return diagnostic('seed-fields-extra', { expected, found: count }, { at: { ...end, line, column } })
}
