// Graph + target → what is asked to learn how fresh nodes are. Pure and offline, as compiling is.
import { diagnostic, type Diagnostic } from '../errors/diagnostic.ts'
import type { Span } from '../errors/span.ts'
import { splitStatements } from '../parse/sql-scan.ts'
import type { Located } from '../project/project.ts'
import { concatSql } from '../template/concat-sql.ts'
import type { Sql } from '../template/sql.ts'
import { compileHook } from './compile-hook.ts'
import type { CompileInput } from './desk.ts'
import { inputName } from './driver.ts'
import type { FreshnessCheck, FreshnessReading } from './freshness-check.ts'
import { bookkeepingSchema, nameRelations } from './naming.ts'
import type { Rendering } from './render.ts'
import { sliceSql } from './slice-sql.ts'
import {
  freshNode,
  findUntoldFreshness,
  tellFreshness,
  type FreshNode,
  type Telling,
} from './tell-freshness.ts'

/** What is asked, in the order of ids, and what was wrong with how authors say it. */
export interface FreshnessCompilation {
  readonly checks: readonly FreshnessCheck[]
  readonly diagnostics: readonly Diagnostic[]
}

/** Compiles the freshness of those nodes that were asked for and say any. */
export function compileFreshness(input: CompileInput): FreshnessCompilation {
  const relations = nameRelations(input)
  const diagnostics: Diagnostic[] = [...findUntoldFreshness(input.graph)]
  const checks: FreshnessCheck[] = []
  for (const node of input.graph.nodes.values()) {
    const fresh = input.ids.has(node.id) ? freshNode(node) : undefined
    const telling = fresh && tellFreshness(fresh)
    const relation = relations.get(node.id)
    if (fresh === undefined || telling === undefined || relation === undefined) continue
    const rendering: Rendering = {
      ...input,
      node: fresh.node,
      incremental: false,
      print: () => '',
      relationOf: (id) => relations.get(id),
      printWatermark: () => '',
    }
    const desk = { rendering, relation: input.dialect.relation(relation), diagnostics }
    checks.push({
      id: node.id,
      kind: fresh.node.kind,
      name: inputName(node),
      path: node.path,
      at: node.at,
      materialized: fresh.node.kind === 'model' ? fresh.node.config.materialized : fresh.node.kind,
      relation,
      freshness: fresh.freshness,
      reading: readingOf(telling, fresh, desk),
    })
  }
  return { checks, diagnostics }
}

interface Desk {
  readonly rendering: Rendering
  /** The node's relation, as SQL. */
  readonly relation: string
  readonly diagnostics: Diagnostic[]
}

const now = 'current_timestamp as snapshotted_at'

function readingOf(telling: Telling, { node, freshness }: FreshNode, desk: Desk): FreshnessReading {
  const { dialect } = desk.rendering
  switch (telling.kind) {
    case 'files':
      return telling
    case 'watermark': {
      const positions = dialect.relation({ schema: bookkeepingSchema, name: 'positions' })
      const mine = `relation = ${dialect.literal(desk.relation)} and node_id = ${dialect.literal(node.id)}`
      const sql = `select watermark as max_loaded_at, ${now} from ${positions} where ${mine}`
      return { ...telling, sql: concatSql([sql]), around: telling.at }
    }
    case 'query': {
      const { at } = telling.sql
      const query = renderQuery(telling.sql, inputName(node), desk)
      const sql = concatSql(['select (\n', query, `\n) as max_loaded_at, ${now}`])
      return { kind: 'query', sql, at, around: at }
    }
    case 'expression': {
      const { at } = telling.sql
      const sql = newest(render(telling.sql, desk), freshness, desk)
      return { kind: 'query', sql, at, around: node.at }
    }
    case 'column': {
      const { value, at } = telling.column
      const sql = newest(placed(dialect.quote(value), at), freshness, desk)
      return { kind: 'query', sql, at, around: node.at }
    }
  }
}

/** An author's text may end with a comment, so nothing stands behind it on its line. */
function newest(expression: Sql, { filter }: FreshNode['freshness'], desk: Desk): Sql {
  const condition = filter === undefined ? [] : ['\nwhere (\n', render(filter, desk), '\n)']
  return concatSql([
    'select max(\n',
    expression,
    `\n) as max_loaded_at, ${now}\nfrom ${desk.relation}`,
    ...condition,
  ])
}

/** What an author names in another way than SQL does. */
function placed(text: string, at: Span): Sql {
  return { text, segments: [{ start: 0, end: text.length, at, copied: false }] }
}

function render(text: Located<string>, { rendering, diagnostics }: Desk): Sql {
  const compiled = compileHook(text, rendering)
  diagnostics.push(...compiled.diagnostics)
  return compiled.sql
}

/** A query of the author's, without the semicolon that may end it. */
function renderQuery(text: Located<string>, name: string, desk: Desk): Sql {
  const sql = render(text, desk)
  const [query, more] = splitStatements(sql.text)
  if (query === undefined || more !== undefined) {
    desk.diagnostics.push(diagnostic('loaded-at-not-a-query', { name }, { at: text.at }))
    return sql
  }
  return sliceSql(sql, 0, query.end)
}
