// A piece of YAML that a page shows → what is wrong with it.
import { adapterFacts, adapters } from '../../adapters/index.ts'
import type { Diagnostic } from '../../core/errors/diagnostic.ts'
import { readPropertyFile } from '../../core/parse/properties/property-file.ts'
import { readProjectFile } from '../../core/project/xform-yml.ts'
import { readStretches } from './markdown.ts'

/** The pieces of YAML on a page that are no files of its examples, and so are not read by any of them. */
export function fragmentsOf(page: string): readonly string[] {
  return readStretches(page).flatMap((one) =>
    one.kind === 'block' && one.language === 'yaml' && !one.marks.has('title') ? [one.text] : [],
  )
}

/** Reads a piece as a property file or as a part of xform.yml, by its first key; a workflow of GitHub is neither. */
export async function checkFragment(text: string): Promise<readonly Diagnostic[]> {
  const key = /^(?<key>\w+):/mu.exec(text)?.groups?.['key'] ?? ''
  if (text.includes('runs-on:')) return []
  const isList = new RegExp(`^${key}:\\s*\\n\\s*- `, 'mu').test(text)
  if (['models', 'seeds', 'sources'].includes(key) || isList) {
    return readPropertyFile({ path: 'fragment.yml', text }).diagnostics
  }
  return checkProjectFile(text)
}

async function checkProjectFile(text: string): Promise<readonly Diagnostic[]> {
  const targets = text.startsWith('targets:') ? '' : 'targets: { dev: { type: duckdb, path: bank.duckdb } }\n'
  const file = { path: 'xform.yml', text: `name: bank\n${targets}${text}` }
  const env = { DATABASE_URL: 'postgres://localhost/bank' }
  const { target, diagnostics } = readProjectFile({ file, env, adapters: adapterFacts })
  const adapter = await adapters[target?.type ?? '']?.()
  const reading = adapter?.readTarget(target?.settings ?? {})
  const problems = reading === undefined || reading.ok ? [] : reading.problems.map((one) => one.diagnostic)
  return [...diagnostics, ...problems]
}
