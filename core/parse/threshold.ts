import { diagnostic } from '../errors/diagnostic.ts'
import type { Reader } from '../project/schema/reader.ts'
import { word } from '../project/schema/scalars.ts'

/** A condition on a number of failing rows, such as `> 10` or `between 1 and 5`. */
export type Threshold =
  | { readonly kind: 'compared'; readonly operator: Operator; readonly bound: number; readonly text: string }
  | { readonly kind: 'between'; readonly least: number; readonly most: number; readonly text: string }

const operators = ['>=', '<=', '!=', '<>', '>', '<', '='] as const
type Operator = (typeof operators)[number]

/** Any number of rows but none. */
export const notNothing: Threshold = { kind: 'compared', operator: '!=', bound: 0, text: '!= 0' }

const number = String.raw`-?\d+(?:\.\d+)?`
const compared = new RegExp(
  String.raw`^\s*(?<operator>${operators.join('|')})\s*(?<bound>${number})\s*$`,
  'u',
)
const between = new RegExp(String.raw`^\s*between\s+(?<least>${number})\s+and\s+(?<most>${number})\s*$`, 'iu')

/** Reads `warn_if` and `error_if`. */
export const threshold: Reader<Threshold> = {
  ...word,
  read(tree, report) {
    const isNumber = tree.kind === 'scalar' && typeof tree.value === 'number'
    const text = isNumber ? tree.raw : word.read(tree, report)
    if (text === undefined) return undefined
    const found = readThreshold(text)
    if (found === undefined) report(diagnostic('bad-threshold', { text }, { at: tree.at }))
    return found
  },
}

function readThreshold(written: string): Threshold | undefined {
  const text = written.trim()
  const { operator, bound } = compared.exec(text)?.groups ?? {}
  const known = operators.find((one) => one === operator)
  if (known !== undefined) return { kind: 'compared', operator: known, bound: Number(bound), text }
  const { least, most } = between.exec(text)?.groups ?? {}
  if (least === undefined || Number(least) > Number(most)) return undefined
  return { kind: 'between', least: Number(least), most: Number(most), text }
}

/** Whether a number meets a condition. */
export function meets(count: number, condition: Threshold): boolean {
  if (condition.kind === 'between') return count >= condition.least && count <= condition.most
  const { operator, bound } = condition
  switch (operator) {
    case '>':
      return count > bound
    case '>=':
      return count >= bound
    case '<':
      return count < bound
    case '<=':
      return count <= bound
    case '=':
      return count === bound
    case '!=':
    case '<>':
      return count !== bound
  }
}
