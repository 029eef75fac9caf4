import { sortDiagnostics } from '../../core/index.ts'
import type { Diagnostic, RelatedPlace, Severity } from '../../core/index.ts'
import { renderPath, renderPlace } from './code-frame.ts'
import type { FrameStyle } from './code-frame.ts'
import { createPaint } from './color.ts'
import type { Paint, Style } from './color.ts'
import { count } from './count.ts'
import { escapeLines } from './escape.ts'
import { indexSource } from './source-lines.ts'
import type { SourceLines } from './source-lines.ts'
import { wrapWords } from './wrap.ts'

/** What is needed to show findings with their places. */
export interface DiagnosticView {
  /** The texts of the author's files, by path; a file that is missing is named and not shown. */
  readonly sources: ReadonlyMap<string, string>
  readonly color: boolean
  /** The columns of the terminal; infinite where nothing limits them. */
  readonly width: number
}

/** Shows one finding: head, code frame, related places, help. Lines end with `\n`. */
export type DiagnosticRenderer = (diagnostic: Diagnostic, path?: string) => string

/**
 * Findings → text: sorted, a blank line between two, and how many there are at the end. Nothing for no findings.
 */
export function renderDiagnostics(diagnostics: readonly Diagnostic[], view: DiagnosticView): string {
  if (diagnostics.length === 0) return ''
  const render = createDiagnosticRenderer(view)
  const shown = sortDiagnostics(diagnostics).map((one) => render(one))
  return [...shown, `${countDiagnostics(diagnostics)}\n`].join('\n')
}

/** How many findings there are of each severity: `2 errors, 1 warning`. */
function countDiagnostics(diagnostics: readonly Diagnostic[]): string {
  const severities: readonly Severity[] = ['error', 'warning', 'note']
  return severities
    .map((severity) => ({ severity, number: diagnostics.filter((one) => one.severity === severity).length }))
    .filter(({ number }) => number > 0)
    .map(({ severity, number }) => count(number, severity))
    .join(', ')
}

/**
 * Makes a renderer that indexes each file once, however many findings point into it. A finding without a place is
 * shown at `path` where that is given.
 */
export function createDiagnosticRenderer(view: DiagnosticView): DiagnosticRenderer {
  const paint = createPaint(view.color)
  const find = rememberSources(view.sources)
  return (diagnostic, path) => {
    const mark = severityStyle(diagnostic.severity, paint)
    const style: FrameStyle = { width: view.width, paint, mark }
    const place =
      diagnostic.at === undefined
        ? renderPathOnly(path, style)
        : renderPlace(diagnostic.at, find(diagnostic.at.path), style)
    const { related = [] } = diagnostic
    const lines = [
      ...renderHead(diagnostic, style),
      ...place,
      ...related.slice(0, relatedShown).flatMap((one) => renderRelated(one, find(one.at.path), style)),
      ...(related.length > relatedShown
        ? [`${style.mark('note')}: … and ${related.length - relatedShown} more places`]
        : []),
      ...renderHelp(diagnostic.hint, style),
    ]
    return `${lines.join('\n')}\n`
  }
}

/** A cycle can have thousands of places; a person reads a few. */
const relatedShown = 12

/** The colour of a severity. */
function severityStyle(severity: Severity, paint: Paint): Style {
  const hue = { error: paint.red, warning: paint.yellow, note: paint.cyan }[severity]
  return (text) => paint.bold(hue(text))
}

function renderHead(
  { code, severity, message }: Diagnostic,
  { paint, mark, width }: FrameStyle,
): readonly string[] {
  const title = `${severity}[${code}]`
  const [first = '', ...rest] = renderText(message, width, title.length + 2)
  return [`${mark(title)}${paint.bold(`: ${first}`)}`, ...rest]
}

function renderPathOnly(path: string | undefined, style: FrameStyle): readonly string[] {
  return path === undefined ? [] : [renderPath(path, style)]
}

function renderRelated(
  related: RelatedPlace,
  source: SourceLines | undefined,
  style: FrameStyle,
): readonly string[] {
  const mark = severityStyle('note', style.paint)
  const [first = '', ...rest] = renderText(related.message, style.width, 'note: '.length)
  return [`${mark('note')}: ${first}`, ...rest, ...renderPlace(related.at, source, { ...style, mark })]
}

function renderHelp(hint: string | undefined, { paint, width }: FrameStyle): readonly string[] {
  if (hint === undefined) return []
  const [first = '', ...rest] = renderText(hint, width, 'help: '.length)
  return [`${paint.bold(paint.green('help'))}: ${first}`, ...rest]
}

const indentation = '  '

/** A text of one or more lines, wrapped; all but the first are indented. The first stands behind `used` columns. */
function renderText(text: string, width: number, used: number): readonly string[] {
  const [first = '', ...rest] = escapeLines(text)
  const room = width - indentation.length
  const [head = '', ...tail] = wrapWords(first, room, used - indentation.length)
  const below = [...tail, ...rest.flatMap((line) => wrapWords(line, room))]
  return [head, ...below.map((line) => (line === '' ? '' : `${indentation}${line}`))]
}

function rememberSources(sources: ReadonlyMap<string, string>): (path: string) => SourceLines | undefined {
  const indexed = new Map<string, SourceLines>()
  return (path) => {
    const text = sources.get(path)
    if (text === undefined) return undefined
    const known = indexed.get(path) ?? indexSource(path, text)
    indexed.set(path, known)
    return known
  }
}
