// What templates can name while a project is parsed: everything that they can name later, with stand-ins for what is not known yet.
import type { Project, Target } from '../project/project.ts'
import type { Environment, TemplateFunction } from '../template/environment.ts'
import type { MacroTable } from '../template/macros.ts'
import type { SqlValue, Value, ValueMap } from '../template/value.ts'
import { variableFunctions } from '../template/variables.ts'

/** What all templates of a project share. */
export interface ParseScope {
  readonly project: Project
  readonly macros: MacroTable
  readonly functions: ReadonlyMap<string, TemplateFunction>
  readonly values: ReadonlyMap<string, Value>
}

/** Makes what all templates of a project share. */
export function createScope(project: Project, macros: MacroTable): ParseScope {
  const { config, env, target } = project
  return {
    project,
    macros,
    functions: variableFunctions({ vars: config.vars, env }),
    values: new Map<string, Value>([
      ['target', targetValue(target)],
      ['run', mapValue({ id: standInRun, started_at: standInTime })],
      ['incremental', false],
    ]),
  }
}

const standInRun = '00000000-0000-0000-0000-000000000000'
const standInTime = '1970-01-01T00:00:00.000Z'

/** What `target` is in a template, at parse time and later. */
function targetValue(target: Target): ValueMap {
  const { name, type, schema, database = null, threads } = target
  return mapValue({ name, type, schema, database, threads })
}

/** A relation whose name is not decided yet; its fields can be read, and mean nothing. */
export function standInRelation(name: string, { target }: Project): SqlValue {
  const fields = new Map<string, Value>([
    ['schema', target.schema],
    ['name', name],
    ['identifier', name],
    ['database', target.database ?? null],
  ])
  return { kind: 'sql', text: quote(name), fields }
}

/** The environment of one template: all of its branches are looked at. */
export function parseEnvironment(
  scope: ParseScope,
  functions: ReadonlyMap<string, TemplateFunction>,
  values: ReadonlyMap<string, Value>,
): Environment {
  return {
    macros: scope.macros,
    functions: new Map([...scope.functions, ...functions]),
    values: new Map([...scope.values, ...values]),
    branches: 'all',
    quote,
    literal: (value) => (typeof value === 'string' ? `'${value.replaceAll("'", "''")}'` : String(value)),
  }
}

function quote(identifier: string): string {
  return `"${identifier.replaceAll('"', '""')}"`
}

function mapValue(entries: Readonly<Record<string, Value>>): ValueMap {
  return { kind: 'map', entries: new Map(Object.entries(entries)) }
}
