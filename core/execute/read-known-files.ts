// The files that a flow has read + a session → their rows once more.
import { findChanges, filesRequest } from '../materializations/growth/open-files.ts'
import type { GrowthInput } from '../materializations/growth/growth-input.ts'
import type { ReadAlready } from '../materializations/growth/read-already.ts'
import type { Driver } from '../compile/intake.ts'
import { refuse, ran, type Ran } from './failure.ts'
import { guarded, type Verifying } from './verifying.ts'

/** Reads the files that were read before, and no others. One that is not what it was is an error, or cannot be compared. */
export async function readKnownFiles(
  driver: Extract<Driver, { readonly kind: 'files' }>,
  input: GrowthInput,
  verifying: Verifying,
): Promise<Ran<ReadAlready>> {
  const { messages, adapter, findFiles, signal } = verifying
  const list = await messages.run({
    sql: input.ledger.readFiles(input.node.relation),
    label: 'read list of files',
  })
  if (!list.ok) return list
  const known = list.value.rows.map((row) => input.ledger.parseFile(row))
  const { at, onFileChange } = driver.files
  const found = await guarded(verifying, { sql: '', at }, () =>
    findFiles({ ...driver.files, settle: 0 }, known),
  )
  if (!found.ok) return found
  const changes = findChanges(driver, { found: found.value, known })
  if (changes.length > 0 && onFileChange === 'error') return refuse(changes)
  const names = new Set(known.map(({ path }) => path))
  const files = found.value.files.filter(({ path }) => names.has(path))
  if (changes.length > 0 || files.length < known.length)
    return ran({ kind: 'lost', because: `files of ${driver.name} that were read are not there as they were` })
  const read = await guarded(verifying, { sql: '', at }, (session) =>
    adapter.readFiles(session, filesRequest(input, driver, files), signal),
  )
  if (!read.ok) return read
  const all = `select * from ${adapter.dialect.relation(read.value.relation)}`
  return ran({ kind: 'reading', reading: { driver, all, weight: undefined } })
}
