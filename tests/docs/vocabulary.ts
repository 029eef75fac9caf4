// The code → everything that it lets a user name, by the page that has to name it.
import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import yargs from 'yargs'
import { duckdb } from '../../adapters/duckdb/index.ts'
import { postgres } from '../../adapters/postgres/index.ts'
import type { AdapterModule } from '../../core/adapter/adapter.ts'
import type { Command } from '../../cli/command.ts'
import { commands, plannedCommands } from '../../cli/commands/index.ts'
import { reporterDefinitions } from '../../cli/reporters/index.ts'
import { methodNames } from '../../core/graph/selection/methods.ts'
import { materializations } from '../../core/materializations/index.ts'
import { testKeys } from '../../core/parse/config-keys.ts'
import { propertyFileSchema } from '../../core/parse/properties/property-file.ts'
import type { PlainValue } from '../../core/project/project.ts'
import { commonTargetKeys } from '../../core/project/target.ts'
import { xformYmlSchema } from '../../core/project/xform-yml.ts'
import { blockForms } from '../../core/template/block-problem.ts'
import { builtins } from '../../core/template/functions/builtins.ts'
import { limits } from '../../core/template/limits.ts'

const repository = fileURLToPath(new URL('../..', import.meta.url))

/** Names of one kind, and the page on which each must stand as code. */
export interface Vocabulary {
  readonly what: string
  readonly page: string
  readonly names: readonly string[]
}

/** Everything nameable but the codes of findings, which have a page of their own. */
export async function collectVocabularies(): Promise<readonly Vocabulary[]> {
  return [
    { what: 'commands', page: 'commands.md', names: commands.map(({ name }) => name) },
    { what: 'options', page: 'commands.md', names: await listOptions() },
    { what: 'reporters', page: 'commands.md', names: reporterDefinitions.map(({ name }) => name) },
    { what: 'environment variables', page: 'commands.md', names: listEnvironmentVariables() },
    { what: 'keys and values of xform.yml', page: 'models.md', names: namesIn(xformYmlSchema) },
    { what: 'keys and values of property files', page: 'models.md', names: namesIn(propertyFileSchema) },
    { what: "keys and values of a test's config", page: 'models.md', names: listTestNames() },
    { what: 'materializations', page: 'materializations.md', names: Object.keys(materializations) },
    { what: 'settings of every target', page: 'adapters.md', names: [...commonTargetKeys] },
    { what: 'settings of DuckDB', page: 'adapters.md', names: listSettings(duckdb) },
    { what: 'settings of Postgres', page: 'adapters.md', names: listSettings(postgres) },
    { what: 'functions of templates', page: 'templates.md', names: [...builtins.keys(), ...suppliedNames] },
    { what: 'blocks of templates', page: 'templates.md', names: [...blockForms.keys()] },
    { what: 'bounds of templates', page: 'templates.md', names: listBounds() },
    { what: 'methods of selections', page: 'selection.md', names: methodNames },
    { what: 'what is planned', page: 'limits.md', names: plannedCommands },
  ]
}

/** What stages supply besides the functions that every template has. */
const suppliedNames = [
  'ref',
  'source',
  'watermark',
  'config',
  'var',
  'env',
  'env_var',
  'this',
  'target',
  'run',
  'incremental',
]

async function listOptions(): Promise<readonly string[]> {
  const helps = await Promise.all(commands.map(helpOf))
  return [...new Set(helps.flatMap((help) => help.match(/(?<=\s)--?[a-z][a-z-]*/gu) ?? []))]
}

async function helpOf({ groups }: Command): Promise<string> {
  const parser = groups.reduce((argv, group) => group(argv), yargs([]).wrap(null))
  return (await parser.getHelp()).replaceAll(/ {2,}.*$/gmu, (rest) =>
    /^ {2,}-/u.test(rest) ? cutDescription(rest) : '',
  )
}

/** Descriptions mention options as well, and not only their own. */
function cutDescription(line: string): string {
  return line.trimStart().split(/ {2,}/u)[0] ?? ''
}

/** The variables that the program reads by their names. */
function listEnvironmentVariables(): readonly string[] {
  const files = ['cli', 'core', 'adapters'].flatMap((folder) =>
    readdirSync(join(repository, folder), { recursive: true, encoding: 'utf8' })
      .filter((name) => name.endsWith('.ts') && !name.endsWith('.test.ts'))
      .map((name) => readFileSync(join(repository, folder, name), 'utf8')),
  )
  const names = files.flatMap((text) => [...text.matchAll(/\benv(?:\.|\[')(?<name>[A-Z][A-Z_]+)\b/gu)])
  return [...new Set(names.map(({ groups }) => groups?.['name'] ?? ''))]
}

/** A key that no adapter knows makes it list those that it knows. */
function listSettings(adapter: Pick<AdapterModule<unknown>, 'readTarget'>): readonly string[] {
  const reading = adapter.readTarget({ 'no such setting at all': true })
  const hints = reading.ok ? [] : reading.problems.map(({ diagnostic }) => diagnostic.hint ?? '')
  const listed = /Its keys are: (?<keys>.+)\./u.exec(hints.join('\n'))?.groups?.['keys']
  return listed?.split(', ') ?? []
}

function listTestNames(): readonly string[] {
  return Object.entries(testKeys).flatMap(([key, { jsonSchema }]) => [key, ...namesIn(jsonSchema)])
}

function listBounds(): readonly string[] {
  const { nesting, macroDepth, outputLength, rangeLength, steps } = limits
  return [nesting, macroDepth, outputLength, rangeLength, steps].map((bound) => bound.toLocaleString('en'))
}

/** The keys that a JSON Schema has anywhere, and the words that its values can be. */
function namesIn(schema: PlainValue): readonly string[] {
  if (schema === null || typeof schema !== 'object') return []
  const inner = Object.entries(schema).flatMap(([keyword, value]) => {
    if (keyword === 'properties' && value !== null)
      return [...Object.keys(value), ...Object.values(value).flatMap(namesIn)]
    if (keyword === 'enum') return Array.isArray(value) ? value.filter((one) => typeof one === 'string') : []
    return namesIn(value)
  })
  return [...new Set(inner)]
}
