// Node + target → the name of its relation. Every relation's name is decided here.
import type { Dialect } from '../adapter/dialect.ts'
import { fitName } from '../adapter/fit-name.ts'
import type { RelationName } from '../adapter/relation.ts'
import { diagnostic, type Diagnostic } from '../errors/diagnostic.ts'
import type { Span } from '../errors/span.ts'
import type { Graph } from '../graph/graph.ts'
import type { ModelNode, Node, NodeId, SeedNode, SnapshotNode, SourceNode, TestNode } from '../parse/node.ts'
import type { SchemaNaming, Target } from '../project/project.ts'

/** The schema that xform keeps its own tables in. */
export const bookkeepingSchema = '_xform'

/** What a name depends on besides the node itself. */
export interface NamingRules {
  /** The target's schema. */
  readonly schema: string
  /** The target's own database, where its settings name one. */
  readonly database?: string
  readonly schemaNaming: SchemaNaming
}

/** A node that stands in the database under a name. */
export type RelationNode = ModelNode | SeedNode | SnapshotNode | SourceNode

/** Whether a node stands in the database under a name. */
export function isRelationNode(node: Node): node is RelationNode {
  return node.kind === 'model' || node.kind === 'seed' || node.kind === 'snapshot' || node.kind === 'source'
}

/** The name of a node's relation: for a source what was declared, otherwise as the config and the target say. */
export function nameRelation(node: RelationNode, rules: NamingRules): RelationName {
  if (node.kind === 'source') return withDatabase(node.database, node.schema, node.identifier)
  const { alias } = node.config
  const { schema, database } = node.kind === 'snapshot' ? placeOfSnapshot(node, rules) : ownPlace(node, rules)
  return withDatabase(database === rules.database ? undefined : database, schema, alias ?? node.name)
}

interface RelationPlace {
  readonly schema: string
  readonly database: string | undefined
}

function ownPlace({ config }: ModelNode | SeedNode | SnapshotNode, rules: NamingRules): RelationPlace {
  return { schema: schemaName(config.schema, rules), database: config.database }
}

/** `target_schema` is a whole name: nothing is put before it. */
function placeOfSnapshot(node: SnapshotNode, rules: NamingRules): RelationPlace {
  const { targetSchema, targetDatabase } = node.config
  const { schema, database } = ownPlace(node, rules)
  return { schema: targetSchema ?? schema, database: targetDatabase ?? database }
}

/** Where tests keep what fails, unless their config names another schema. */
const failuresSchema = 'test_failures'

/** The relation in which a test keeps what fails: named after the test, and never too long. */
function nameFailures(
  { name, config }: TestNode,
  rules: NamingRules,
  limit: number | undefined,
): RelationName {
  const { alias, schema = failuresSchema, database } = config
  const own = database === rules.database ? undefined : database
  return withDatabase(own, schemaName(schema, rules), alias ?? fitName(name, '', limit))
}

function keepsFailures({ config: { storedAs } }: TestNode, otherwise = false): boolean {
  return storedAs === undefined ? otherwise : storedAs !== 'nothing'
}

/** How a project names what it builds on a target. */
interface ProjectNaming {
  readonly target: Target
  readonly schemaNaming: SchemaNaming
}

/** The rules that the names of a project follow on a target. */
export function namingRules({ target, schemaNaming }: ProjectNaming): NamingRules {
  const { schema, database } = target
  return { schema, schemaNaming, ...(database === undefined ? {} : { database }) }
}

/** The relation of every node of a graph that has a name in the database. */
export function nameRelations(
  input: ProjectNaming & {
    readonly graph: Graph
    readonly dialect: Pick<Dialect, 'maxIdentifierBytes'>
    readonly storeFailures?: boolean
    readonly place?: (node: RelationNode, usual: RelationName) => RelationName
  },
): ReadonlyMap<NodeId, RelationName> {
  const rules = namingRules(input)
  const relations = new Map<NodeId, RelationName>()
  for (const node of input.graph.nodes.values()) {
    if (isRelationNode(node)) {
      const usual = nameRelation(node, rules)
      relations.set(node.id, input.place?.(node, usual) ?? usual)
    }
    if (node.kind === 'test' && keepsFailures(node, input.storeFailures))
      relations.set(node.id, nameFailures(node, rules, input.dialect.maxIdentifierBytes))
  }
  return relations
}

function withDatabase(database: string | undefined, schema: string, name: string): RelationName {
  return { ...(database === undefined ? {} : { database }), schema, name }
}

function schemaName(custom: string | undefined, rules: NamingRules): string {
  if (custom === undefined) return rules.schema
  return rules.schemaNaming === 'custom' ? custom : `${rules.schema}_${custom}`
}

/** The findings about the names of the nodes that are to be built: too long, reserved, or claimed twice. */
export function checkNames(
  named: readonly NamedNode[],
  { dialect, target }: { readonly dialect: Dialect; readonly target: Target },
): readonly Diagnostic[] {
  const built = named.filter(({ node }) => node.kind !== 'source' && !isEphemeral(node))
  return [
    ...checkTargetSchema(target, dialect),
    ...built.flatMap((one) => [
      ...checkName(one, dialect),
      ...checkOwnSchema(one, { dialect, target }),
      ...checkIndexes(one, dialect),
      ...checkDatabase(one, target.database),
    ]),
    ...findCollisions([...named, ...lateTables(built, dialect)], dialect),
  ]
}

/** Where late rows of a flow go that are diverted. */
export function lateRelation(
  flow: RelationName,
  { maxIdentifierBytes }: Pick<Dialect, 'maxIdentifierBytes'>,
): RelationName {
  return { ...flow, name: fitName(flow.name, '__late', maxIdentifierBytes) }
}

function lateTables(named: readonly NamedNode[], dialect: Dialect): readonly NamedNode[] {
  return named.flatMap(({ node, relation }) => {
    if (node.kind !== 'model' || node.config.materialized !== 'flow' || node.config.growth.late !== 'divert')
      return []
    return [{ node, relation: lateRelation(relation, dialect) }]
  })
}

/** A node that stands in the database under a name, or keeps something there. */
type NamedKind = RelationNode | TestNode

/** A node and the relation that it becomes. */
export interface NamedNode {
  readonly node: NamedKind
  readonly relation: RelationName
}

function checkDatabase({ node, relation }: NamedNode, own: string | undefined): readonly Diagnostic[] {
  if (relation.database === undefined) return []
  return [
    diagnostic(
      'foreign-database',
      { database: relation.database, own },
      { at: placeOf(node, keyOf(node, 'database')) },
    ),
  ]
}

function isEphemeral(node: NamedKind): boolean {
  return node.kind === 'model' && node.config.materialized === 'ephemeral'
}

function checkName({ node, relation }: NamedNode, dialect: Dialect): readonly Diagnostic[] {
  return checkIdentifier(relation.name, { what: 'alias', at: placeOf(node, 'alias') }, dialect)
}

/** The target's schema is said once, for all nodes. */
function checkTargetSchema({ schema, places }: Target, dialect: Dialect): readonly Diagnostic[] {
  return checkSchema(schema, places['schema'] ?? places[''], dialect)
}

function checkOwnSchema(
  { node, relation }: NamedNode,
  { dialect, target }: { readonly dialect: Dialect; readonly target: Target },
): readonly Diagnostic[] {
  return relation.schema === target.schema
    ? []
    : checkSchema(relation.schema, placeOf(node, keyOf(node, 'schema')), dialect)
}

function checkSchema(schema: string, at: Span | undefined, dialect: Dialect): readonly Diagnostic[] {
  const reserved =
    schema.toLowerCase() === bookkeepingSchema ? [diagnostic('reserved-schema', { schema }, { at })] : []
  return [...checkIdentifier(schema, { what: 'schema', at }, dialect), ...reserved]
}

function checkIndexes({ node }: NamedNode, dialect: Dialect): readonly Diagnostic[] {
  if (node.kind !== 'model' || !dialect.supports.indexes) return []
  return node.config.indexes.flatMap(({ name }) =>
    name === undefined ? [] : checkIdentifier(name, { what: 'index', at: placeOf(node, 'indexes') }, dialect),
  )
}

function checkIdentifier(
  name: string,
  { what, at }: { readonly what: 'alias' | 'schema' | 'index'; readonly at: Span | undefined },
  { maxIdentifierBytes: limit }: Dialect,
): readonly Diagnostic[] {
  if (name === '') return [diagnostic('empty-name', { what }, { at })]
  const bytes = Buffer.byteLength(name)
  if (limit === undefined || bytes <= limit) return []
  return [diagnostic('name-too-long', { what, name, bytes, limit }, { at })]
}

function findCollisions(named: readonly NamedNode[], dialect: Dialect): readonly Diagnostic[] {
  const findings: Diagnostic[] = []
  const first = new Map<string, NamedKind>()
  const sourcesFirst = named.toSorted(
    (a, b) => Number(b.node.kind === 'source') - Number(a.node.kind === 'source'),
  )
  for (const { node, relation } of sourcesFirst) {
    if (isEphemeral(node)) continue
    const key = dialect.identity(relation)
    const other = first.get(key)
    if (other === undefined) first.set(key, node)
    else if (!standsIn(node, other)) findings.push(collision(other, node, dialect.relation(relation)))
  }
  return findings
}

/** Two sources may name one table, and a seed may stand in for a source: neither builds over what somebody else made. */
function standsIn(node: NamedKind, first: NamedKind): boolean {
  return first.kind === 'source' && (node.kind === 'source' || node.kind === 'seed')
}

function collision(first: NamedKind, second: NamedKind, relation: string): Diagnostic {
  const place = {
    at: placeOf(second, 'alias'),
    related: [{ message: `${describe(first)} is defined here`, at: placeOf(first, 'alias') }],
  }
  return first.kind === 'source'
    ? diagnostic('relation-is-source', { relation, model: describe(second), source: describe(first) }, place)
    : diagnostic('relation-collision', { relation, first: describe(first), second: describe(second) }, place)
}

function describe(node: NamedKind): string {
  const name = node.kind === 'source' ? `${node.source}.${node.name}` : node.name
  return `${node.kind} "${name}"`
}

/** The key that says it: snapshots have one of their own as well. */
function keyOf(node: NamedKind, key: 'schema' | 'database'): string {
  const own = `target_${key}`
  return node.kind === 'snapshot' && node.places[own] !== undefined ? own : key
}

function placeOf(node: NamedKind, key: string): Span {
  return ('places' in node ? node.places[key] : undefined) ?? node.at
}
