// A definition in selectors.yml → a selection.
import { listOf } from '../../project/schema/collections.ts'
import { object, required } from '../../project/schema/object.ts'
import type { Reader, Report } from '../../project/schema/reader.ts'
import { refuse } from '../../project/schema/scalars.ts'
import { isNothing, type MapTree, type Tree } from '../../project/tree.ts'
import { uniteSelections } from './parse-selection.ts'
import { readKeyAndValue, readMethod, readSelectionText } from './read-criterion.ts'
import type { Selection } from './selection.ts'

/**
 * A definition: text as on the command line; `tag: nightly`; `method:` and `value:` with what goes with them; or a
 * `union:` or an `intersection:` of definitions, from which an `exclude:` among them takes away.
 */
export const definitionReader: Reader<Selection> = {
  expected: 'a definition',
  jsonSchema: { type: ['string', 'object'] },
  read: readDefinition,
}

const definitions = listOf(definitionReader)

/** What stands in the list of a union or an intersection. */
type Member =
  | { readonly kind: 'included'; readonly selection: Selection }
  | { readonly kind: 'excluded'; readonly selection: Selection }

const excludeMap = object({ exclude: required(definitions) }, { owner: 'an exclusion' })

const member: Reader<Member> = {
  ...definitionReader,
  read(tree, report) {
    if (tree.kind === 'map' && hasKey(tree, 'exclude') && !hasKey(tree, 'method')) {
      const found = excludeMap.read(tree, report)
      return found === undefined ? undefined : { kind: 'excluded', selection: uniteSelections(found.exclude) }
    }
    const selection = definitionReader.read(tree, report)
    return selection === undefined ? undefined : { kind: 'included', selection }
  },
}

const advice = { exclude: 'Put it among the members of the list: `- exclude: […]`.' }
const unionMap = object({ union: required(listOf(member)) }, { owner: 'a union', advice })
const intersectionMap = object(
  { intersection: required(listOf(member)) },
  { owner: 'an intersection', advice },
)

function readDefinition(tree: Tree, report: Report): Selection | undefined {
  if (tree.kind === 'scalar' && !isNothing(tree)) return readSelectionText(tree, report)
  if (tree.kind !== 'map') return refuseDefinition(tree, report)
  if (hasKey(tree, 'method') || hasKey(tree, 'value')) return readMethodMap(tree, report)
  if (hasKey(tree, 'union')) return combine('union', unionMap.read(tree, report)?.union)
  if (hasKey(tree, 'intersection'))
    return combine('intersection', intersectionMap.read(tree, report)?.intersection)
  const [entry, ...others] = tree.entries
  if (entry === undefined || others.length > 0 || entry.key === 'exclude')
    return refuseDefinition(tree, report)
  return readKeyAndValue(entry, report)
}

function refuseDefinition(tree: Tree, report: Report): undefined {
  const hint = 'Write `tag: nightly`, a `method` with a `value`, or a `union` or an `intersection` of such.'
  return refuse(tree, { expected: definitionReader.expected, hint }, report)
}

function readMethodMap(tree: MapTree, report: Report): Selection | undefined {
  const found = readMethod(tree, report)
  if (found?.exclude === undefined) return found?.criterion
  const excluded = definitions.read(found.exclude, report)
  if (excluded === undefined) return undefined
  return { kind: 'difference', from: found.criterion, without: uniteSelections(excluded) }
}

function combine(
  kind: 'union' | 'intersection',
  members: readonly Member[] | undefined,
): Selection | undefined {
  if (members === undefined) return undefined
  const included = members.flatMap((one) => (one.kind === 'included' ? [one.selection] : []))
  const excluded = members.flatMap((one) => (one.kind === 'excluded' ? [one.selection] : []))
  const from: Selection = { kind, of: included }
  return excluded.length === 0 ? from : { kind: 'difference', from, without: uniteSelections(excluded) }
}

function hasKey(tree: MapTree, key: string): boolean {
  return tree.entries.some((entry) => entry.key === key)
}
