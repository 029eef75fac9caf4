import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll } from 'vitest'

/** A new empty folder for DuckDB files (and whatever else a test writes), removed when the test file has run. */
export function temporaryFolder(): string {
  const folder = mkdtempSync(join(tmpdir(), 'xform-test-'))
  afterAll(() => rmSync(folder, { recursive: true, force: true }))
  return folder
}
