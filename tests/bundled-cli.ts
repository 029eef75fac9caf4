// The command line in a few modules: a test file that imports them need not load five hundred files of source.
import { mkdirSync, mkdtempSync, rmSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { rolldown } from 'rolldown'

/** A bundle that a test run has for itself. */
export interface BundledCli {
  /** The module that exports `runWords`. */
  readonly path: string
  readonly remove: () => void
}

/** Bundles the command line's source as it stands. */
export async function bundleCli(): Promise<BundledCli> {
  const root = fileURLToPath(new URL('..', import.meta.url))
  // Below node_modules: there the packages are found, and modules are left to node.
  const cache = join(root, 'node_modules/.cache')
  mkdirSync(cache, { recursive: true })
  const folder = mkdtempSync(join(cache, 'xform-tests-'))
  const bundle = await rolldown({
    input: { 'run-words': join(root, 'cli/run-words.ts') },
    platform: 'node',
    external: [/^@duckdb\//u, /^@polyglot-sql\//u, /^knex(\/|$)/u, /^pg(-|\/|$)/u],
    treeshake: { moduleSideEffects: false },
  })
  await bundle.write({
    dir: folder,
    format: 'esm',
    entryFileNames: '[name].mjs',
    chunkFileNames: '[name]-[hash].mjs',
    sourcemap: true,
  })
  await bundle.close()
  return {
    path: join(folder, 'run-words.mjs'),
    remove: () => rmSync(folder, { recursive: true, force: true }),
  }
}
