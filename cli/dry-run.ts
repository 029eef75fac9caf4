import {
  dryRun,
  hasErrors,
  type CompiledTest,
  type DryRunContext,
  type NodeExplanation,
  type NodeId,
  type Plan,
} from '../core/index.ts'
import { exitCodes } from './command.ts'
import { count } from './render/count.ts'
import type { Reporting } from './reporting.ts'

/** Prints what a run would do: each node's action, its reason and its statements. */
export async function showDryRun(
  plan: Plan,
  context: DryRunContext & { readonly reporting: Reporting },
): Promise<number> {
  const { reporting } = context
  let refused = false
  for (const schema of plan.missingSchemas)
    reporting.output.write(`-- schema ${schema}: create, because it does not exist yet\n`)
  for await (const explanation of dryRun(plan, context)) {
    reporting.output.write(render(explanation))
    for (const test of testsOf(explanation.node.id, plan)) reporting.output.write(renderTest(test))
    reporting.report(explanation.diagnostics)
    refused ||= hasErrors(explanation.diagnostics)
  }
  for (const { tests } of plan.tests) for (const test of tests) reporting.output.write(renderTest(test))
  reporting.output.write(`-- ${count(countOf(plan), 'node')}; nothing was changed\n`)
  return refused ? exitCodes.failure : exitCodes.success
}

/** A plan's nodes and tests. */
function countOf({ nodes, tests }: Plan): number {
  return [...nodes, ...tests].reduce((sum, one) => sum + one.tests.length, nodes.length)
}

function testsOf(id: NodeId, { nodes }: Plan): readonly CompiledTest[] {
  return nodes.find(({ node }) => node.id === id)?.tests ?? []
}

function renderTest({ name, query, config }: CompiledTest): string {
  const severity = config.severity === 'warn' ? ', which only warns' : ''
  return `-- test ${name}${severity}: no row of\n${query.text.trimEnd()};\n\n`
}

function render({ node, action, instead, statements, unknown }: NodeExplanation): string {
  const { kind, because } = instead ?? action
  const what = kind === 'nothing' ? `nothing to do: ${because}` : `${kind}, because ${because}`
  const head = `-- ${node.relation.schema}.${node.relation.name} (${node.materialized}): ${what}\n`
  const body = statements.map(({ label, sql }) => `-- ${label}\n${sql.trimEnd()};\n`)
  const rest =
    unknown === undefined
      ? []
      : [`-- what follows is known only when it runs: ${unknown.split('\n')[0] ?? ''}\n`]
  return [head, ...body, ...rest, '\n'].join('')
}
