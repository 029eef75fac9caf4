// The inputs of a growing model → the names under which its query reads them.
import type { Dialect } from '../adapter/dialect.ts'
import type { RelationName } from '../adapter/relation.ts'
import type { Node, NodeId } from '../parse/node.ts'
import { inputName, type DrivingNode } from './driver.ts'
import { commonTableName } from './ephemeral.ts'
import type { Driver, Input, Intake } from './intake.ts'

/** What naming needs to know. */
interface Naming {
  readonly others: readonly Node[]
  readonly dialect: Dialect
  readonly relations: ReadonlyMap<NodeId, RelationName>
}

/** Names the driver, and every other input that has columns of xform's own; the rest is read under its own name. */
export function nameInputs(
  driver: DrivingNode | undefined,
  naming: Naming,
): { readonly all: readonly Input[]; readonly intake: Omit<Intake, 'query' | 'usesWatermark'> } {
  const driving = driver === undefined ? undefined : nameDriver(driver, naming)
  const logs = naming.others.flatMap((node) => {
    const input = isLog(node) ? nameInput(node, naming) : undefined
    return input === undefined ? [] : [input]
  })
  const whole = naming.others.map(inputName)
  return {
    all: driving === undefined ? logs : [driving, ...logs],
    intake: { logs, whole, ...(driving === undefined ? {} : { driver: driving }) },
  }
}

function nameDriver(node: DrivingNode, naming: Naming): Driver | undefined {
  const input = nameInput(node, naming)
  if (input === undefined) return undefined
  if (node.kind === 'model') return { ...input, kind: 'log' }
  if (node.files !== undefined) return { ...input, kind: 'files', files: node.files }
  return node.cursor === undefined ? undefined : { ...input, kind: 'cursor', cursor: node.cursor }
}

function nameInput(node: Node, { dialect, relations }: Naming): Input | undefined {
  const relation = relations.get(node.id)
  if (relation === undefined) return undefined
  return {
    id: node.id,
    name: inputName(node),
    table: commonTableName(`input__${node.name}`, dialect),
    relation,
  }
}

function isLog(node: Node): boolean {
  return (
    node.kind === 'model' && (node.config.materialized === 'flow' || node.config.materialized === 'changes')
  )
}
