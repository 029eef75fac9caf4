// The columns of a property file's entry → their properties, and the tests declared on them.
import { diagnostic } from '../../errors/diagnostic.ts'
import { listOf, ownMap } from '../../project/schema/collections.ts'
import { object, required } from '../../project/schema/object.ts'
import type { Reader, Report } from '../../project/schema/reader.ts'
import { asWritten, flag, located, word } from '../../project/schema/scalars.ts'
import { recordOf, type Tree } from '../../project/tree.ts'
import type { Located } from '../../project/project.ts'
import { description, tags } from '../config-values.ts'
import type { ColumnProperties } from '../node.ts'
import { optional } from '../optional.ts'
import { atColumn, columnConstraints } from './constraint.ts'

/** A column as it is described. */
export interface DescribedColumn {
  readonly properties: ColumnProperties
  readonly name: Located<string>
  readonly tests: readonly Tree[]
}

const later = {
  granularity: 'Remove it until then.',
}

const written = object(
  {
    name: required(located(word)),
    description,
    data_type: located(word),
    constraints: columnConstraints,
    meta: ownMap,
    tags,
    quote: flag,
    data_tests: listOf(asWritten),
    tests: listOf(asWritten),
    config: object({ meta: ownMap, tags }, { owner: "a column's config" }),
  },
  { owner: 'a column', later },
)

const column: Reader<DescribedColumn> = {
  ...written,
  read(tree, report) {
    const found = written.read(tree, report)
    if (found === undefined) return undefined
    const { name, config } = found
    const properties = {
      name: name.value,
      at: name.at,
      description: found.description ?? '',
      ...optional('dataType', found.data_type?.value),
      ...optional('dataTypeAt', found.data_type?.at),
      constraints: (found.constraints ?? []).map((constraint) => atColumn(constraint, name)),
      meta: recordOf(Object.entries({ ...found.meta, ...config?.meta })),
      tags: [...new Set([...(found.tags ?? []), ...(config?.tags ?? [])])],
      ...(found.quote === undefined ? {} : { quote: found.quote }),
    }
    return { properties, name, tests: [...(found.data_tests ?? []), ...(found.tests ?? [])] }
  },
}

const list = listOf(column)

/** The columns of one entry; a column that is described twice is reported, and its first description kept. */
export const columns: Reader<readonly DescribedColumn[]> = {
  ...list,
  read(tree, report) {
    return list.read(tree, report)?.filter(firstOfName(report))
  },
}

function firstOfName(report: Report): (column: DescribedColumn) => boolean {
  const first = new Map<string, DescribedColumn>()
  return (one) => {
    const other = first.get(one.name.value)
    if (other === undefined) {
      first.set(one.name.value, one)
      return true
    }
    const related = [{ message: 'It is described here first', at: other.name.at }]
    report(diagnostic('duplicate-column', { name: one.name.value }, { at: one.name.at, related }))
    return false
  }
}
