import type { NodeSummary } from '../../../core/index.ts'
import { shareWidth } from '../../render/column-widths.ts'
import { displayWidth } from '../../render/display-width.ts'
import { escapeControls } from '../../render/escape.ts'
import { nodeName } from '../names.ts'

/** How wide the parts of a node's line want to be: measured once for a run. */
export interface NodeWidths {
  readonly total: number
  readonly materialized: number
  readonly name: number
}

/** The columns of a node's line, as the terminal allows them now. */
export interface LineLayout extends NodeWidths {
  /** None where the terminal is too narrow to say how a node is materialized. */
  readonly materialized: number
  /** The whole line; infinite where nothing limits it. */
  readonly width: number
}

export const statusWidth = 4
/** Room for `59m 59s`, and a blank before it. */
export const durationWidth = 8
export const gapWidth = 2

/** Beside a wider name the other lines would look lost: it sticks out of its column instead. */
const widestName = 48
/** A name should have as much before its materialization is shown. */
const comfortableName = 24
/** As much the words behind the name may claim against it. */
const comfortableDetail = 34

/** The nodes of a run → how wide their names and materializations are. */
export function measureNodes(nodes: readonly NodeSummary[]): NodeWidths {
  return {
    total: nodes.length,
    materialized: widest(nodes.map((node) => node.materialized)),
    name: Math.min(widestName, widest(nodes.map(nodeName))),
  }
}

/** Fits the columns into a terminal: the name and the words at the end share what there is. */
export function fitLayout(widths: NodeWidths, columns: number): LineLayout {
  const width = columns - 1
  if (width === Infinity) return { ...widths, width }
  const fixed = 1 + countWidth(widths.total) + statusWidth + durationWidth + 3 * gapWidth
  const materialized = widths.materialized + gapWidth
  const beside = shareName(widths.name, width - fixed - materialized)
  return beside >= Math.min(widths.name, comfortableName)
    ? { ...widths, name: beside, width }
    : { ...widths, materialized: 0, name: shareName(widths.name, width - fixed), width }
}

/** The width of `12/345` for the total given. */
export function countWidth(total: number): number {
  return String(total).length * 2 + 1
}

function shareName(wanted: number, room: number): number {
  const [name = 0] = shareWidth([wanted, comfortableDetail], Math.max(0, room))
  return name
}

function widest(texts: readonly string[]): number {
  return texts.reduce((width, text) => Math.max(width, displayWidth(escapeControls(text))), 0)
}
