// The constraints of a property file's entry, or of one of its columns.
import { diagnostic } from '../../errors/diagnostic.ts'
import { listOf, oneOrMany } from '../../project/schema/collections.ts'
import { object, required, type ObjectOf } from '../../project/schema/object.ts'
import type { Reader, Report } from '../../project/schema/reader.ts'
import { choice, flag, inLowerCase, located, sql, word } from '../../project/schema/scalars.ts'
import type { Located } from '../../project/project.ts'
import type { Tree } from '../../project/tree.ts'
import {
  constraintTypes,
  type ConstraintType,
  type DeclaredConstraint,
  type KeyTarget,
} from '../constraint.ts'
import { findMention } from '../mention.ts'
import { optional } from '../optional.ts'
import { reportUnused } from '../said.ts'

const target: Reader<KeyTarget> = {
  ...word,
  expected: "a reference, such as ref('customers'), or a table's name",
  read(tree, report) {
    const reference = findMention(tree)
    if (reference !== undefined)
      return { kind: 'reference', reference: { ...reference, forKey: true }, at: tree.at }
    const text = located(word).read(tree, report)
    return text && { kind: 'text', text }
  },
}

const columnKeys = {
  type: required(located(inLowerCase(choice(constraintTypes)))),
  name: word,
  expression: sql,
  to: located(target),
  to_columns: located(oneOrMany(word)),
  warn_unenforced: flag,
  warn_unsupported: flag,
}

const ofColumn = object(columnKeys, {
  owner: "a column's constraint",
  advice: {
    columns:
      'At a column it is about that column; with several, write it under the `constraints:` of the model.',
  },
})

const ofModel = object(
  { ...columnKeys, columns: oneOrMany(located(word)) },
  { owner: "a model's constraint" },
)

/** A constraint at a column, whose name is not known here yet. */
export type ColumnConstraint = Omit<DeclaredConstraint, 'level' | 'columns'>

/** The constraints of one column. */
export const columnConstraints: Reader<readonly ColumnConstraint[]> = listOf({
  ...ofColumn,
  read(tree: Tree, report: Report) {
    const found = ofColumn.read(tree, report)
    return found === undefined ? undefined : complete(found, tree, report)
  },
})

/** The constraints of a whole relation. */
export const modelConstraints: Reader<readonly DeclaredConstraint[]> = listOf({
  ...ofModel,
  read(tree: Tree, report: Report) {
    const found = ofModel.read(tree, report)
    const completed = found && complete(found, tree, report)
    if (found === undefined || completed === undefined) return undefined
    const { columns = [] } = found
    const { type } = completed
    if (type === 'check' || columns.length > 0) return { ...completed, level: 'model', columns }
    report(diagnostic('missing-key', { key: 'columns', owner: words[type] }, { at: tree.at }))
    return undefined
  },
})

/** A column's constraint with its column. */
export function atColumn(constraint: ColumnConstraint, column: Located<string>): DeclaredConstraint {
  return { ...constraint, level: 'column', columns: [column] }
}

const words: Readonly<Record<ConstraintType, string>> = {
  not_null: 'a constraint not_null',
  primary_key: 'a primary key',
  unique: 'a constraint unique',
  check: 'a check',
  foreign_key: 'a foreign key',
}

function complete(
  found: ObjectOf<typeof columnKeys>,
  tree: Tree,
  report: Report,
): ColumnConstraint | undefined {
  const { value: type, at } = found.type
  const { expression, to, to_columns: toColumns } = found
  const missing = needed(found)
  if (missing !== undefined) {
    report(diagnostic('missing-key', { key: missing, owner: words[type] }, { at: tree.at }))
    return undefined
  }
  for (const [key, place] of surplus(found))
    reportUnused(key, { because: `it does not belong to ${wordsOf(found)}`, at: place }, report)
  return {
    type,
    at,
    ...optional('name', found.name),
    ...optional('expression', isSurplus('expression', found) ? undefined : expression),
    ...optional('to', to?.value),
    toColumns: toColumns?.value ?? [],
    warnUnenforced: found.warn_unenforced ?? true,
    warnUnsupported: found.warn_unsupported ?? true,
  }
}

function wordsOf({ type, to }: ObjectOf<typeof columnKeys>): string {
  if (type.value !== 'foreign_key') return words[type.value]
  return `a foreign key ${to === undefined ? 'without' : 'with'} \`to\``
}

/** A check says what it asks, and a foreign key what it refers to. */
function needed({ type, expression, to }: ObjectOf<typeof columnKeys>): string | undefined {
  if (type.value === 'check') return expression === undefined ? 'expression' : undefined
  if (type.value !== 'foreign_key') return undefined
  return to === undefined && expression === undefined ? 'to' : undefined
}

type TypedKey = 'expression' | 'to' | 'to_columns'

function surplus(
  found: ObjectOf<typeof columnKeys>,
): readonly (readonly [TypedKey, Located<string>['at']])[] {
  return (['expression', 'to', 'to_columns'] as const).flatMap((key) => {
    const value = found[key]
    return value !== undefined && isSurplus(key, found) ? [[key, value.at] as const] : []
  })
}

function isSurplus(key: TypedKey, { type, to }: ObjectOf<typeof columnKeys>): boolean {
  if (type.value === 'foreign_key')
    return key === 'expression' ? to !== undefined : key === 'to_columns' && to === undefined
  return !(type.value === 'check' && key === 'expression')
}
