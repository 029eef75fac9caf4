// The text of a YAML file → a tree in which every part has its place.
import {
  Composer,
  isAlias,
  isMap,
  isScalar,
  isSeq,
  Parser,
  type CST,
  type Document,
  type Pair,
  type YAMLMap,
} from 'yaml'
import { diagnostic, type Diagnostic } from '../errors/diagnostic.ts'
import { indexLines, type LineIndex, type Span } from '../errors/span.ts'
import type { SourceFile } from './source-file.ts'
import { describeTree, type Tree, type TreeEntry } from './tree.ts'
import { wordSyntaxError } from './yaml-syntax-error.ts'
import { everyToken } from './yaml-tokens.ts'

/** A YAML text, read. Without a root it is not valid, and the findings say why. */
export interface YamlReading {
  readonly root?: Tree
  readonly diagnostics: readonly Diagnostic[]
}

/** How deep lists and maps may stand in each other. */
const maxDepth = 100

/** How many values a document may hold after its aliases are followed: what stops a few lines from becoming gigabytes. */
const maxValues = 1_000_000

/** How many unknown aliases get a suggestion: each costs a look at all anchors. */
const mostSuggestions = 20

/**
 * Reads one YAML 1.2 document. Refused, each at its place: more than one document, a key twice, keys that are not text,
 * tags, and structures that are deeper or larger than any project needs. An integer that a double cannot hold stays text.
 */
export function parseYaml(file: SourceFile): YamlReading {
  const index = indexLines(file)
  const tokens = [...new Parser().parse(file.text)]
  const tooDeep = findTooDeep(tokens)
  if (tooDeep !== undefined) {
    const at = index.span(tooDeep, tooDeep)
    return { diagnostics: [diagnostic('yaml-too-deep', { limit: maxDepth }, { at })] }
  }
  const options = {
    uniqueKeys: false,
    prettyErrors: false,
    resolveKnownTags: false,
    logLevel: 'silent',
  } as const
  const [document, second] = new Composer(options).compose(tokens, true, file.text.length)
  if (document === undefined) return { diagnostics: [] }
  const [problem] = [...document.errors, ...document.warnings]
  if (problem !== undefined)
    return { diagnostics: [wordSyntaxError(problem, { text: file.text, tokens, index })] }
  if (document.directives.yaml.explicit && document.directives.yaml.version !== '1.2') {
    return { diagnostics: [diagnostic('yaml-version', undefined, { at: index.span(0, 0) })] }
  }
  if (second !== undefined) {
    const start = second.range[0]
    return {
      diagnostics: [diagnostic('yaml-several-documents', undefined, { at: index.span(start, start) })],
    }
  }
  return buildTree(document, file.text, index)
}

/** The offset of the first value that stands too deep. */
function findTooDeep(tokens: readonly CST.Token[]): number | undefined {
  for (const { token, depth } of everyToken(tokens)) if (depth > maxDepth) return token.offset
  return undefined
}

/** What grows while a document is walked. */
interface Walk {
  readonly text: string
  readonly index: LineIndex
  readonly anchors: Map<string, { readonly tree: Tree; readonly size: number }>
  readonly findings: Diagnostic[]
  size: number
  /** Where the last value ended, with and without the white space behind it: values often end together. */
  ended: { readonly at: number; readonly trimmed: number }
}

function buildTree(document: Document.Parsed, text: string, index: LineIndex): YamlReading {
  const walk: Walk = { text, index, anchors: new Map(), findings: [], size: 0, ended: { at: 0, trimmed: 0 } }
  const root = readNode(walk, document.contents, 0)
  return walk.findings.some((one) => one.severity === 'error')
    ? { diagnostics: walk.findings }
    : { root, diagnostics: walk.findings }
}

function readNode(walk: Walk, node: unknown, nowhere: number): Tree {
  if (isAlias(node)) return readAlias(walk, node.source, node.range ?? undefined)
  const before = walk.size++
  const tree = readValue(walk, node, nowhere)
  if ((isMap(node) || isSeq(node) || isScalar(node)) && node.anchor !== undefined) {
    walk.anchors.set(node.anchor, { tree, size: walk.size - before })
  }
  return tree
}

function readValue(walk: Walk, node: unknown, nowhere: number): Tree {
  if (isMap(node)) return readMap(walk, node)
  if (isSeq(node)) {
    const [start, end] = node.range ?? [nowhere, nowhere]
    const items = node.items.map((item) => readNode(walk, item, start))
    return { kind: 'list', items, at: spanOf(walk, start, end) }
  }
  if (!isScalar(node)) return nothing(walk, nowhere)
  const [start, end] = node.range ?? [nowhere, nowhere]
  const raw = walk.text.slice(start, end)
  return {
    kind: 'scalar',
    value: plainScalar(node.value, raw),
    raw,
    at: spanOf(walk, start, end),
  }
}

/** What YAML calls a number but JSON cannot hold stays the author's text. */
function plainScalar(value: unknown, raw: string): null | boolean | number | string {
  if (value === null || typeof value === 'boolean' || typeof value === 'string') return value
  if (typeof value !== 'number') return raw
  const exact = Number.isInteger(value) ? Number.isSafeInteger(value) : Number.isFinite(value)
  return exact ? value : raw
}

function nothing({ index }: Walk, at: number): Tree {
  return { kind: 'scalar', value: null, raw: '', at: index.span(at, at) }
}

/** The span of a value. A block's range reaches to the beginning of what follows, its span to its own last character. */
function spanOf(walk: Walk, start: number, end: number): Span {
  if (walk.ended.at !== end) walk.ended = { at: end, trimmed: trimEnd(walk.text, end) }
  return walk.index.span(start, Math.max(start, walk.ended.trimmed))
}

function trimEnd(text: string, end: number): number {
  let last = end
  // Only what is white space to YAML: a no-break space is part of a value.
  while (last > 0 && /[ \t\r\n]/u.test(text[last - 1] ?? '')) last--
  return last
}

function readAlias(walk: Walk, name: string, range: readonly number[] = []): Tree {
  const start = range[0] ?? 0
  const at = walk.index.span(start, range[1] ?? start)
  const anchor = walk.anchors.get(name)
  if (anchor === undefined) {
    const known = walk.findings.length < mostSuggestions ? [...walk.anchors.keys()] : []
    walk.findings.push(diagnostic('yaml-unknown-alias', { name, known }, { at }))
    return nothing(walk, start)
  }
  if (walk.size + anchor.size <= maxValues) {
    walk.size += anchor.size
    return anchor.tree
  }
  if (walk.size < Infinity) walk.findings.push(diagnostic('yaml-too-large', { limit: maxValues }, { at }))
  walk.size = Infinity
  return nothing(walk, start)
}

function readMap(walk: Walk, map: YAMLMap): Tree {
  const [start, end] = map.range ?? [0, 0]
  const at = spanOf(walk, start, end)
  if (isTemplate(walk.text, map)) {
    walk.findings.push(diagnostic('yaml-unquoted-template', undefined, { at }))
    return nothing(walk, start)
  }
  const entries = new Map<string, TreeEntry>()
  const merges: TreeEntry[] = []
  for (const pair of map.items) {
    const entry = readEntry(walk, pair, start)
    if (entry === undefined) continue
    if (isMergeKey(pair)) merges.push(entry)
    else addEntry(walk, entries, entry)
  }
  return { kind: 'map', entries: [...entries.values(), ...mergedEntries(walk, merges, entries)], at }
}

/** Whether a flow map is what YAML makes of `{{ … }}`: a map whose first key is a map. */
function isTemplate(text: string, map: YAMLMap): boolean {
  return map.flow === true && isMap(map.items[0]?.key) && text.startsWith('{{', map.range?.[0] ?? 0)
}

function isMergeKey(pair: Pair): boolean {
  return isScalar(pair.key) && pair.key.type === 'PLAIN' && pair.key.value === '<<'
}

function readEntry(walk: Walk, { key, value }: Pair, nowhere: number): TreeEntry | undefined {
  const keyTree = readNode(walk, key, nowhere)
  const after = isScalar(key) ? (key.range?.[1] ?? nowhere) : nowhere
  const valueTree = readNode(walk, value, after)
  const keyAt = keyTree.at
  if (keyTree.kind !== 'scalar' || typeof keyTree.value !== 'string') {
    walk.findings.push(diagnostic('yaml-key-not-text', { found: describeTree(keyTree) }, { at: keyAt }))
    return undefined
  }
  if (keyTree.value === '__proto__') {
    walk.findings.push(diagnostic('yaml-reserved-key', { key: keyTree.value }, { at: keyAt }))
    return undefined
  }
  return { key: keyTree.value, keyAt, value: valueTree }
}

function addEntry(walk: Walk, entries: Map<string, TreeEntry>, entry: TreeEntry): void {
  const first = entries.get(entry.key)
  if (first === undefined) {
    entries.set(entry.key, entry)
    return
  }
  const related = [{ message: 'It stands here first', at: first.keyAt }]
  walk.findings.push(diagnostic('yaml-duplicate-key', { key: entry.key }, { at: entry.keyAt, related }))
}

/** The entries that `<<` brings in: those of each map named there whose keys the map itself does not have. */
function mergedEntries(
  walk: Walk,
  merges: readonly TreeEntry[],
  own: ReadonlyMap<string, TreeEntry>,
): readonly TreeEntry[] {
  const merged = new Map<string, TreeEntry>()
  for (const { keyAt, value } of merges) {
    for (const source of value.kind === 'list' ? value.items : [value]) {
      if (source.kind !== 'map') {
        walk.findings.push(diagnostic('yaml-merge-not-map', { found: describeTree(source) }, { at: keyAt }))
        continue
      }
      for (const entry of source.entries) {
        if (!own.has(entry.key) && !merged.has(entry.key)) merged.set(entry.key, entry)
      }
    }
  }
  return [...merged.values()]
}
