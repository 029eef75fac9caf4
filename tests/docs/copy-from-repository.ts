import { cpSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'

const repository = fileURLToPath(new URL('../..', import.meta.url))

/** Copies a folder of the repository, and nothing that a run of xform left there. */
export function copyFromRepository(path: string, to: string): void {
  const isKept = (name: string): boolean =>
    !/\.duckdb(?:\.wal)?$|\/target(?:\/|$)|\/events\/2026-07-02-(?:noon|evening)\.jsonl$/u.test(name)
  cpSync(join(repository, path), to, { recursive: true, filter: isKept })
}
