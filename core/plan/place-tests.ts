// A graph, the nodes to be built and the tests to be run → when each test runs, and what waits for it.
import type { CompiledTest } from '../compile/compiled-test.ts'
import type { Graph } from '../graph/graph.ts'
import { connect, type Neighbours } from '../graph/adjacency.ts'
import { orderTopologically } from '../graph/topological-order.ts'
import { buildOrder } from '../graph/subgraph.ts'
import type { NodeId } from '../parse/node.ts'

/** What is to be done, and when the tests have their say. */
export interface TestPlan {
  readonly graph: Graph
  readonly built: ReadonlySet<NodeId>
  readonly tests: readonly CompiledTest[]
  /** Whether tests look at what is built before it is published. */
  readonly audit: boolean
}

/** When each test runs. */
export interface Placement {
  /** The nodes to be built and the groups of tests, each behind what it needs. */
  readonly order: readonly NodeId[]
  /** For each of these those that it waits for. */
  readonly needs: Neighbours
  /** Node → the tests that run inside its transaction, before it is published. */
  readonly audits: ReadonlyMap<NodeId, readonly CompiledTest[]>
  /** The tests that run by themselves, in groups that read the same rows; a group is named after its first. */
  readonly groups: ReadonlyMap<NodeId, readonly CompiledTest[]>
}

/**
 * A test runs inside the transaction of the node that it is declared on, where that is built and everything else that the
 * test reads can be built before; otherwise in that of the node that is built last of all that it reads. What it reads is
 * then built before. A test of nothing that is built runs by itself, and what is built from what it tests waits for it.
 */
export function placeTests(plan: TestPlan): Placement {
  const desk = createDesk(plan)
  if (plan.tests.length === 0) return withoutTests(desk)
  const homeless = plan.audit ? findHosts(plan, desk) : plan.tests
  const groups = groupTests(homeless)
  for (const [id, tests] of groups) desk.needs.set(id, new Set(tests.flatMap((test) => desk.waits(test.id))))
  holdBack(plan, groups, desk)
  const ids = [...desk.order, ...groups.keys()]
  const adjacency = connect(ids, (id) => desk.needs.get(id) ?? [])
  const { order } = orderTopologically(inOrder(ids, groups, desk), adjacency)
  return { order, needs: adjacency.upstream, audits: sorted(desk.audits, plan.tests), groups }
}

/** The tests of each node in the order in which all tests are given. */
function sorted(audits: Placement['audits'], tests: readonly CompiledTest[]): Placement['audits'] {
  const place = new Map(tests.map(({ id }, at) => [id, at]))
  const placeOf = ({ id }: CompiledTest): number => place.get(id) ?? 0
  return new Map([...audits].map(([id, list]) => [id, list.toSorted((a, b) => placeOf(a) - placeOf(b))]))
}

function withoutTests({ order, needs }: Desk): Placement {
  const lists = new Map([...needs].map(([id, needed]) => [id, [...needed]]))
  return { order, needs: lists, audits: new Map(), groups: new Map() }
}

interface Desk {
  /** The nodes to be built, in the order of the graph. */
  readonly order: readonly NodeId[]
  readonly rank: ReadonlyMap<NodeId, number>
  readonly needs: Map<NodeId, Set<NodeId>>
  readonly audits: Map<NodeId, CompiledTest[]>
  /** What is built and has to stand before a test can run. */
  readonly waits: (test: NodeId) => readonly NodeId[]
}

function createDesk({ graph, built, tests }: TestPlan): Desk {
  const own = buildOrder(graph, built)
  const behind =
    tests.length === 0
      ? own.needs
      : buildOrder(graph, new Set([...built, ...tests.map(({ id }) => id)])).needs
  return {
    order: own.order,
    rank: new Map(own.order.map((id, index) => [id, index])),
    needs: new Map([...own.needs].map(([id, needs]) => [id, new Set(needs)])),
    audits: new Map(),
    waits: (test) => behind.get(test) ?? [],
  }
}

/** Finds the node in whose transaction each test runs; gives those that have none. */
function findHosts({ built, tests }: TestPlan, desk: Desk): readonly CompiledTest[] {
  const homeless: CompiledTest[] = []
  const uneasy: Hosting[] = []
  for (const test of tests) {
    const host = chooseHost(test, built, desk)
    if (host === undefined) homeless.push(test)
    else if (host.before.every((id) => isBefore(id, host.id, desk))) settle(test, host, desk)
    else uneasy.push({ test, host })
  }
  // What follows the graph's order can never close a circle; the rest is looked at one by one.
  for (const { test, host } of uneasy) {
    if (!host.before.some((id) => dependsOn(id, host.id, desk.needs))) settle(test, host, desk)
    else if (!settleLast(test, built, desk)) homeless.push(test)
  }
  return homeless
}

interface Host {
  readonly id: NodeId
  /** What has to be built before it for the test's sake. */
  readonly before: readonly NodeId[]
}

interface Hosting {
  readonly test: CompiledTest
  readonly host: Host
}

function chooseHost(test: CompiledTest, built: ReadonlySet<NodeId>, desk: Desk): Host | undefined {
  const own = test.tested !== undefined && built.has(test.tested) ? test.tested : undefined
  const id = own ?? lastOf(test.reads, built, desk)
  return id === undefined ? undefined : hostOf(id, test, desk)
}

function hostOf(id: NodeId, test: CompiledTest, desk: Desk): Host {
  return { id, before: desk.waits(test.id).filter((one) => one !== id) }
}

function lastOf(reads: readonly NodeId[], built: ReadonlySet<NodeId>, desk: Desk): NodeId | undefined {
  return reads
    .filter((id) => built.has(id))
    .toSorted((a, b) => rankOf(a, desk) - rankOf(b, desk))
    .at(-1)
}

function settleLast(test: CompiledTest, built: ReadonlySet<NodeId>, desk: Desk): boolean {
  const id = lastOf(test.reads, built, desk)
  if (id === undefined) return false
  const host = hostOf(id, test, desk)
  if (host.before.some((one) => dependsOn(one, id, desk.needs))) return false
  settle(test, host, desk)
  return true
}

function settle(test: CompiledTest, { id, before }: Host, { audits, needs }: Desk): void {
  const others = audits.get(id)
  if (others === undefined) audits.set(id, [test])
  else others.push(test)
  for (const one of before) needs.get(id)?.add(one)
}

function isBefore(a: NodeId, b: NodeId, desk: Desk): boolean {
  return rankOf(a, desk) < rankOf(b, desk)
}

function rankOf(id: NodeId, { rank }: Pick<Desk, 'rank'>): number {
  return rank.get(id) ?? -1
}

function dependsOn(id: NodeId, on: NodeId, needs: ReadonlyMap<NodeId, ReadonlySet<NodeId>>): boolean {
  const seen = new Set([id])
  for (const one of seen) {
    if (one === on) return true
    for (const needed of needs.get(one) ?? []) seen.add(needed)
  }
  return false
}

/** Tests that can be told in one scan go together; every other one is a group of its own. */
function groupTests(tests: readonly CompiledTest[]): ReadonlyMap<NodeId, readonly CompiledTest[]> {
  const byRows = new Map<string, CompiledTest[]>()
  for (const test of tests) {
    const key = test.tally === undefined || test.reads.length > 1 ? test.id : test.tally.from.text
    const group = byRows.get(key)
    if (group === undefined) byRows.set(key, [test])
    else group.push(test)
  }
  return new Map([...byRows.values()].map((group) => [group[0]?.id ?? '', group]))
}

/** What is built from what a group tests waits for it, unless the group itself waits for that. */
function holdBack(
  { graph, built }: TestPlan,
  groups: ReadonlyMap<NodeId, readonly CompiledTest[]>,
  desk: Desk,
): void {
  const byRead = new Map<NodeId, NodeId[]>()
  for (const [group, tests] of groups) {
    for (const read of new Set(tests.flatMap(({ reads }) => reads))) {
      const waiting = byRead.get(read)
      if (waiting === undefined) byRead.set(read, [group])
      else waiting.push(group)
    }
  }
  if (byRead.size === 0) return
  const { needs: readBy } = buildOrder(graph, new Set([...built, ...byRead.keys()]))
  for (const id of desk.order) {
    for (const read of readBy.get(id) ?? []) {
      for (const group of byRead.get(read) ?? []) {
        if (!dependsOn(group, id, desk.needs)) desk.needs.get(id)?.add(group)
      }
    }
  }
}

/** Each group stands right behind the last of what it waits for. */
function inOrder(
  ids: readonly NodeId[],
  groups: ReadonlyMap<NodeId, readonly CompiledTest[]>,
  desk: Desk,
): readonly NodeId[] {
  const placeOf = (id: NodeId): number =>
    groups.has(id)
      ? Math.max(-1, ...[...(desk.needs.get(id) ?? [])].map((one) => rankOf(one, desk))) + 0.5
      : rankOf(id, desk)
  const places = new Map(ids.map((id) => [id, placeOf(id)]))
  return ids.toSorted((a, b) => (places.get(a) ?? 0) - (places.get(b) ?? 0))
}
