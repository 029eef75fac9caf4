// A criterion in selectors.yml, written as text, as `tag: nightly` or with its parts by name → a selection.
import type { Span } from '../../errors/span.ts'
import type { Located } from '../../project/project.ts'
import { object, required } from '../../project/schema/object.ts'
import type { Reader, Report } from '../../project/schema/reader.ts'
import { asWritten, choice, flag, located, refuse, wholeNumber, word } from '../../project/schema/scalars.ts'
import { contentSpan, type MapTree, type ScalarTree, type Tree, type TreeEntry } from '../../project/tree.ts'
import { indirectSelections } from './methods.ts'
import { parseCondition, type ConditionText } from './parse-condition.ts'
import { parseSelectionText } from './parse-selection.ts'
import type { Criterion, Reach, Selection } from './selection.ts'

/** Reads text as it could stand on the command line. */
export function readSelectionText(tree: ScalarTree, report: Report): Selection | undefined {
  const { selection, diagnostics } = parseSelectionText({ text: String(tree.value), spanOf: placesIn(tree) })
  for (const finding of diagnostics) report(finding)
  return diagnostics.length === 0 ? selection : undefined
}

/** Reads `tag: nightly`. */
export function readKeyAndValue({ key, keyAt, value }: TreeEntry, report: Report): Criterion | undefined {
  const found = plainText.read(value, report)
  if (found === undefined) return undefined
  const at = { ...keyAt, endLine: found.at.endLine, endColumn: found.at.endColumn }
  return buildCriterion(conditionText({ value: key, at: keyAt }, found), at, report)
}

/** A criterion, and what is to be taken away from what it selects. */
export interface CriterionWithExclude {
  readonly criterion: Criterion
  readonly exclude: Tree | undefined
}

/** Reads `method: tag`, `value: nightly` and what goes with them. */
export function readMethod(tree: MapTree, report: Report): CriterionWithExclude | undefined {
  const found = methodMap.read(tree, report)
  if (found === undefined) return undefined
  const criterion = buildCriterion(conditionText(found.method, found.value), tree.at, report)
  if (criterion === undefined) return undefined
  const { indirect_selection: indirectSelection, exclude } = found
  return {
    criterion: {
      ...criterion,
      parents: readReach(found.parents, found.parents_depth),
      children: readReach(found.children, found.children_depth),
      childrensParents: found.childrens_parents ?? false,
      ...(indirectSelection === undefined ? {} : { indirectSelection }),
    },
    exclude,
  }
}

/** Text, or what means the same without quotes: `config.enabled: true`. */
const plainText: Reader<Located<string>> = {
  expected: 'text',
  jsonSchema: { type: ['string', 'number', 'boolean'] },
  read(tree, report) {
    if (tree.kind !== 'scalar' || tree.value === null) return refuse(tree, { expected: 'text' }, report)
    return { value: String(tree.value), at: tree.at }
  },
}

const methodMap = object(
  {
    method: required(located(word)),
    value: required(plainText),
    parents: flag,
    parents_depth: wholeNumber({ least: 0 }),
    children: flag,
    children_depth: wholeNumber({ least: 0 }),
    childrens_parents: flag,
    indirect_selection: choice(indirectSelections),
    exclude: asWritten,
  },
  {
    owner: 'a definition with a method',
    advice: {
      union: 'A definition has either a method or a union.',
      intersection: 'A definition has either a method or an intersection.',
    },
  },
)

function conditionText(method: Located<string>, value: Located<string>): ConditionText {
  return { method: method.value, methodAt: method.at, value: value.value, valueAt: value.at }
}

function buildCriterion(text: ConditionText, at: Span, report: Report): Criterion | undefined {
  const result = parseCondition(text)
  if (result.ok) {
    const { condition } = result
    const written = `${text.method}:${text.value}`
    return {
      kind: 'criterion',
      text: written,
      at,
      condition,
      parents: 0,
      children: 0,
      childrensParents: false,
    }
  }
  report(result.finding)
  return undefined
}

/** A depth alone means that relatives are wanted. */
function readReach(wanted: boolean | undefined, depth: number | undefined): Reach {
  return (wanted ?? depth !== undefined) ? (depth ?? 'all') : 0
}

/** Where stretches of a text stand: the whole of it where escapes or line breaks stand between. */
function placesIn(tree: ScalarTree): (start: number, end: number) => Span {
  const content = contentSpan(tree)
  const text = /^["']/u.test(tree.raw) ? tree.raw.slice(1, -1) : tree.raw
  if (text !== tree.value || text.includes('\n')) return () => tree.at
  return (start, end) => ({ ...content, column: content.column + start, endColumn: content.column + end })
}
