import { diagnostic, type Diagnostic } from '../../errors/diagnostic.ts'
import type { Node } from '../../parse/node.ts'
import type { Graph } from '../graph.ts'
import { createSuggester } from '../suggester.ts'
import { comparableTexts, configKeys, configValueAt } from './config-values.ts'
import type { NameFinder } from './name-finder.ts'
import type { Condition, Criterion, TextMethod } from './selection.ts'
import { hasWildcard } from './wildcard.ts'

/** A wrong word in a condition, and what could stand in its place. */
interface Doubt {
  readonly word: string
  readonly candidates: readonly string[]
  /** The whole criterion with another word. */
  readonly write: (word: string) => string
}

/** Makes what words the warning about a criterion that no node meets, with what was probably meant. */
export function createExplanation(graph: Graph, finder: NameFinder): (criterion: Criterion) => Diagnostic {
  const suggest = createSuggester()
  const nodes = [...graph.nodes.values()]
  const lists = new Map<string, readonly string[]>()
  let elsewhere: ReadonlyMap<string, string> | undefined
  const collect = (key: string, textsOf: (node: Node) => readonly string[]): readonly string[] => {
    const known = lists.get(key) ?? [...new Set(nodes.flatMap(textsOf))]
    lists.set(key, known)
    return known
  }
  const findMeant = (condition: Condition): string | undefined => {
    elsewhere ??= indexElsewhere(nodes)
    const known = condition.method === 'fqn' ? elsewhere.get(condition.value) : undefined
    if (known !== undefined) return known
    const doubt = findDoubt(condition, collect, finder)
    const word =
      doubt === undefined || hasWildcard(doubt.word) ? undefined : suggest(doubt.word, doubt.candidates)
    return word === undefined ? undefined : doubt?.write(word)
  }
  return ({ text, at, condition }) =>
    condition.method === 'source_status'
      ? diagnostic('no-source-status', { status: condition.value }, { at, severity: 'note' })
      : diagnostic(
          'selects-nothing',
          { text, meant: findMeant(condition) },
          { at, severity: isMoment(condition) ? 'note' : 'warning' },
        )
}

/** Whether what meets a condition changes from run to run: then nothing may well be right. */
function isMoment({ method }: Condition): boolean {
  return method === 'state' || method === 'result'
}

/** Names of sources, their tables and exposures → how they are selected: by methods of their own. */
function indexElsewhere(nodes: readonly Node[]): ReadonlyMap<string, string> {
  const entries = nodes.flatMap((node): readonly (readonly [string, string])[] => {
    if (node.kind === 'exposure') return [[node.name, `exposure:${node.name}`]]
    if (node.kind !== 'source') return []
    const table = `${node.source}.${node.name}`
    return [
      [node.name, `source:${table}`],
      [table, `source:${table}`],
      [node.source, `source:${node.source}`],
    ]
  })
  return new Map(entries)
}

type Collect = (key: string, textsOf: (node: Node) => readonly string[]) => readonly string[]

function findDoubt(condition: Condition, collect: Collect, finder: NameFinder): Doubt | undefined {
  const { method, value } = condition
  switch (method) {
    case 'fqn':
      return { word: value, candidates: finder.names(), write: (word) => word }
    case 'config':
      return doubtConfig(condition.key, value, collect)
    case 'resource_type':
    case 'test_type':
    case 'source_status':
    case 'state':
    case 'result':
    case 'selector':
      return undefined
    case 'path':
    case 'file':
    case 'tag':
    case 'source':
    case 'package':
    case 'exposure':
    case 'test_name':
    case 'unit_test': {
      const candidates = collect(method, (node) => wordsOf(node, method))
      return { word: value, candidates, write: (word) => `${method}:${word}` }
    }
  }
}

/** Either no node has the key, or none has the value. */
function doubtConfig(key: readonly string[], value: string, collect: Collect): Doubt {
  const [first = ''] = key
  const keys = collect('config', configKeys)
  if (key.length === 1 && !keys.includes(first)) {
    return { word: first, candidates: keys, write: (word) => `config.${word}:${value}` }
  }
  const name = `config.${key.join('.')}`
  const values = collect(name, (node) => comparableTexts(configValueAt(node, key)))
  return { word: value, candidates: values, write: (word) => `${name}:${word}` }
}

/** What could stand behind a method to mean this node. */
function wordsOf(node: Node, method: TextMethod): readonly string[] {
  switch (method) {
    case 'path':
      return withFolders(node.path)
    case 'file':
      return [node.path.slice(node.path.lastIndexOf('/') + 1)]
    case 'tag':
      return node.tags
    case 'package':
      return [node.package]
    case 'source':
      return node.kind === 'source' ? [node.source, `${node.source}.${node.name}`] : []
    case 'exposure':
    case 'unit_test':
      return node.kind === method ? [node.name] : []
    case 'test_name':
      return node.kind === 'test' && node.test.form === 'generic' ? [node.test.test] : []
  }
}

function withFolders(path: string): readonly string[] {
  const paths = [path]
  for (let slash = path.lastIndexOf('/'); slash > 0; slash = path.lastIndexOf('/', slash - 1)) {
    paths.push(path.slice(0, slash))
  }
  return paths
}
