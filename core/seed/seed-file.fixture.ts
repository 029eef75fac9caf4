import type { SeedType } from '../adapter/dialect.ts'
import type { Diagnostic } from '../errors/diagnostic.ts'
import { readSeed } from './read-seed.ts'
import type { SeedDialect, SeedFileInput } from './seed-file-input.ts'

/** A database that folds names to lower case and cuts them after 63 bytes. */
export const foldingDialect: SeedDialect = {
  maxIdentifierBytes: 63,
  columnIdentity: (name) => name,
  foldIdentifier: (name) => (/^[a-z_][a-z0-9_]*$/iu.test(name) ? name.toLowerCase() : undefined),
  seedType: (type: SeedType) =>
    type.kind === 'decimal' ? `decimal(${type.precision},${type.scale})` : type.kind,
}

/** A seed's file with this text, opened in chunks of the given length. */
export function seedFile(text: string, given: Partial<SeedFileInput> = {}): SeedFileInput {
  return {
    open: () => chunksOf(text),
    path: 'seeds/orders.csv',
    config: { columnTypes: {}, delimiter: ',', quoteColumns: false },
    columns: [],
    dialect: foldingDialect,
    ...given,
  }
}

/** A text as a stream. */
export async function* chunksOf(text: string, length = 1024): AsyncGenerator<string> {
  for (let from = 0; from < text.length; from += length) yield text.slice(from, from + length)
}

/** The whole of a stream. */
export async function textOf(chunks: AsyncIterable<string>): Promise<string> {
  let text = ''
  for await (const chunk of chunks) text += chunk
  return text
}

/** A file's columns as `name type`, and its rows as CSV text. */
export async function loadSeed(
  input: SeedFileInput,
): Promise<{ readonly columns: readonly string[]; readonly csv: string }> {
  const reading = await readSeed(input)
  if (!reading.ok) throw new Error(describeAll(reading.diagnostics).join('\n'))
  const columns = reading.rows.columns.map(({ name, type }) => `${name} ${type}`)
  return { columns, csv: await textOf(reading.rows.csv()) }
}

/** What is wrong with a file, as `code line:column`. */
export async function problemsOf(input: SeedFileInput): Promise<readonly string[]> {
  const reading = await readSeed(input)
  return reading.ok ? [] : describeAll(reading.diagnostics)
}

function describeAll(diagnostics: readonly Diagnostic[]): readonly string[] {
  return diagnostics.map(
    ({ code, at }) => `${code} ${at?.line}:${at?.column}-${at?.endLine}:${at?.endColumn}`,
  )
}
