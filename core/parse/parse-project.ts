// A project's files → its nodes and its macros.
import { sortDiagnostics, type Diagnostic } from '../errors/diagnostic.ts'
import type { Project } from '../project/project.ts'
import type { Report } from '../project/schema/reader.ts'
import { collectMacros, type MacroTable } from '../template/macros.ts'
import { parseTemplate } from '../template/parse-template.ts'
import { examineFreeHooks } from './examine-hooks.ts'
import { examineMacros } from './examine-template.ts'
import { matchDescribed } from './match-described.ts'
import type { Node } from './node.ts'
import { isGenericTestFile } from './generic-test-file.ts'
import { collectNames } from './parse-input.ts'
import { createScope, type ParseScope } from './parse-environment.ts'
import { parseModels, parseSeeds, parseSnapshots } from './parse-relations.ts'
import { parseDeclared } from './parse-declared.ts'
import { parseTests } from './parse-tests.ts'
import { collectProperties } from './properties/collect-properties.ts'

/** A project, parsed. What was wrong is left out of the nodes where it must be, and reported. */
export interface ParsedProject {
  /** Sorted by id. Two nodes can have the same id, if two files or entries define the same. */
  readonly nodes: readonly Node[]
  readonly macros: MacroTable
  /** Sorted by place. */
  readonly diagnostics: readonly Diagnostic[]
}

/** Parses a project. Pure, and total: whatever the texts are, findings come back and nothing is thrown. */
export function parseProject(project: Project): ParsedProject {
  const findings: Diagnostic[] = []
  const report: Report = (finding) => findings.push(finding)
  const macros = parseMacros(project, report)
  const scope = createScope(project, macros)
  for (const finding of examineMacros(scope)) report(finding)
  const properties = collectProperties(project.files.properties, report)
  matchDescribed(properties.macros, { kind: 'macro', names: { macro: new Set(macros.keys()) } }, report)
  const input = { scope, properties, names: collectNames(scope, properties) }
  const nodes = [
    ...parseModels(input, report),
    ...parseSeeds(input, report),
    ...parseSnapshots(input, report),
    ...parseDeclared(input, report),
    ...parseTests(input, report),
  ]
  examineRunHooks(scope, report)
  return { nodes: sortById(nodes), macros, diagnostics: sortDiagnostics(distinct(findings)) }
}

function parseMacros(project: Project, report: Report): MacroTable {
  const { files } = project
  const generic = files.tests.filter(({ path }) => isGenericTestFile(path, project))
  const templates = [...files.macros, ...generic].map((file) => {
    const { template, diagnostics } = parseTemplate(file, { macros: true })
    for (const finding of diagnostics) report(finding)
    return template
  })
  const { macros, diagnostics } = collectMacros(templates)
  for (const finding of diagnostics) report(finding)
  return macros
}

/** Hooks of a run belong to no node, so there is nothing that their mentions could be edges of. */
function examineRunHooks(scope: ParseScope, report: Report): void {
  const { onRunStart, onRunEnd } = scope.project.config
  examineFreeHooks([...onRunStart, ...onRunEnd], { scope, name: 'this', owner: 'a run' }, report)
}

function sortById(nodes: readonly Node[]): readonly Node[] {
  return nodes.toSorted((a, b) => compare(a.id, b.id) || compare(a.path, b.path))
}

function compare(a: string, b: string): number {
  return a < b ? -1 : Number(a > b)
}

/** A mistake in a macro is met by everything that calls it, and reported once. */
function distinct(findings: readonly Diagnostic[]): readonly Diagnostic[] {
  const byKey = new Map<string, Diagnostic>()
  for (const finding of findings) {
    const { code, message, at } = finding
    const key = JSON.stringify([code, message, at?.path, at?.line, at?.column])
    if (!byKey.has(key)) byKey.set(key, finding)
  }
  return [...byKey.values()]
}
