import type { CompileInput, Dialect, Graph, MacroTable, Project } from '../core/index.ts'

/** What identifies the present run in templates and in the bookkeeping. */
export interface RunFacts {
  readonly id: string
  readonly startedAt: number
}

/** What of a project its nodes are compiled from. */
export interface CompiledParts {
  readonly project: Project
  readonly graph: Graph
  readonly macros: MacroTable
  readonly dialect: Dialect
}

/** What compiling needs besides the choice of nodes. */
export function compileInput(
  { project, graph, macros, dialect }: CompiledParts,
  run: RunFacts,
): Omit<CompileInput, 'ids'> {
  return {
    graph,
    macros,
    package: project.config.name,
    target: project.target,
    schemaNaming: project.config.schemaNaming,
    vars: project.config.vars,
    env: project.env,
    dialect,
    run,
  }
}
