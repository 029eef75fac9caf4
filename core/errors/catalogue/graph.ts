import { didYouMean, suggest } from '../suggest.ts'
import type { Wording } from '../wording.ts'

type Entry = (params: never) => Wording

/** What can be wrong when names are resolved and nodes ordered: code → wording. */
export const graphCatalogue = {
  'unknown-ref': (p: {
    readonly name: string
    readonly suggestion: string | undefined
    /** The source tables that have this name. */
    readonly sources: readonly string[]
  }) => ({
    message: `No model, seed or snapshot is called "${p.name}".`,
    hint: adviseRef(p),
  }),
  'unknown-package': (p: { readonly package: string; readonly name: string; readonly own: string }) => ({
    message: `The package "${p.package}" does not exist; the only one is this project's, "${p.own}".`,
    hint: `Write ref('${p.name}') to mean a node of this project.`,
  }),
  'unknown-source': (p: {
    readonly source: string
    readonly suggestion: string | undefined
    readonly known: number
  }) => ({
    message: `No source is called "${p.source}".`,
    hint:
      p.suggestion === undefined
        ? `${p.known === 0 ? 'No source is declared yet: declare' : 'Declare'} it under \`sources:\` in a property file.`
        : `Did you mean "${p.suggestion}"?`,
  }),
  'unknown-source-table': (p: {
    readonly source: string
    readonly table: string
    readonly suggestion: string | undefined
  }) => ({
    message: `The source "${p.source}" has no table "${p.table}".`,
    hint:
      p.suggestion === undefined
        ? `Add the table under \`tables:\` of the source.`
        : `Did you mean "${p.suggestion}"?`,
  }),
  'disabled-ref': (p: { readonly what: string; readonly by: string; readonly leftOut: boolean }) => ({
    message: p.leftOut
      ? `${upperFirst(p.what)} is disabled, so ${p.by}, which refers to it, is left out.`
      : `${upperFirst(p.what)} is disabled, so ${p.by} cannot refer to it.`,
    hint: 'Enable it, or take the reference away.',
  }),
  'duplicate-name': (p: { readonly what: string; readonly first: string; readonly hasAlias: boolean }) => ({
    message:
      p.what === p.first
        ? `${upperFirst(p.what)} is defined twice.`
        : `${upperFirst(p.what)} has the name of ${p.first}, so that a reference could mean either.`,
    hint: p.hasAlias
      ? 'Rename one of them; with `alias` in its config it keeps its name in the database.'
      : 'Rename one of them, or remove it.',
  }),
  cycle: (p: { readonly path: readonly string[] }) =>
    p.path.length === 1
      ? {
          message: `"${p.path[0]}" refers to itself.`,
          hint: 'Write {{ this }} for the relation as it stands before the run.',
        }
      : {
          message: `${p.path.length} nodes refer to each other in a circle: ${circle(p.path)}.`,
          hint: 'Take one of the references away, or move what both sides need into a node of its own.',
        },
  'empty-selection': () => ({
    message: 'Nothing is written here, so it is not known what to select.',
    hint: 'Name what to select, or leave the option out to select everything.',
  }),
  'empty-criterion': (p: { readonly text: string }) => ({
    message:
      p.text === ''
        ? 'A comma has nothing before or behind it.'
        : `"${p.text}" has operators without anything to apply them to.`,
    hint: 'A comma stands between two criteria, without spaces: tag:nightly,staging; "+" and "@" stand at one: +orders.',
  }),
  'bad-graph-operator': (p: { readonly text: string; readonly problem: string }) => ({
    message: `The operators of "${p.text}" do not go together: ${p.problem}.`,
    hint: 'Write +orders for what it needs, orders+ for what needs it, 2+orders+1 to go so many steps, or @orders.',
  }),
  'unknown-selector-method': (p: { readonly method: string; readonly methods: readonly string[] }) => ({
    message: `"${p.method}:" is not a way to select nodes.`,
    hint: adviseMethod(p.method, p.methods),
  }),
  'selector-not-here': (p: { readonly method: string; readonly what: string }) => ({
    message: `"${p.method}:" cannot select anything, because there are no ${p.what} here.`,
    hint: 'Use tags, folders or `meta` to group nodes: tag:finance, marts.finance, config.meta.owner:finance.',
  }),
  'selector-without-key': () => ({
    message: 'Which key of the config is meant is missing.',
    hint: 'Write the key behind a dot: config.materialized:view, config.meta.owner:finance.',
  }),
  'selector-without-value': (p: { readonly method: string }) => ({
    message: `Nothing stands behind "${p.method}:".`,
    hint: 'Write what to look for right behind the colon, without a space; `*` stands for anything.',
  }),
  'unknown-selector-value': (p: {
    readonly method: string
    readonly value: string
    readonly choices: readonly string[]
  }) => ({
    message: `"${p.method}:" does not know "${p.value}".`,
    hint: didYouMean(p.value, p.choices) ?? `Write one of: ${p.choices.join(', ')}.`,
  }),
  'selects-nothing': (p: { readonly text: string; readonly meant: string | undefined }) => ({
    message: `"${p.text}" does not select anything.`,
    hint: p.meant === undefined ? 'Check it; `xform ls` lists what there is.' : `Did you mean "${p.meant}"?`,
  }),
  'no-source-status': (p: { readonly status: string }) => ({
    message:
      p.status === 'fresher'
        ? 'No source has newer rows than it had before.'
        : `No source has the status "${p.status}".`,
    hint: '`xform freshness` looks at the sources again.',
  }),
  'state-needed': (p: { readonly criterion: string; readonly file: string }) => ({
    message: `"${p.criterion}" compares with what was before, and it is not said where that stands.`,
    hint: `Keep a copy of target/${p.file} in a folder, and name the folder: --state FOLDER.`,
  }),
  'selector-with-select': () => ({
    message: 'A selector cannot be combined with --select or --exclude.',
    hint: 'Leave --selector out and write selector:name among what --select names.',
  }),
  'unknown-selector': (p: {
    readonly name: string
    readonly suggestion: string | undefined
    readonly known: readonly string[]
  }) => ({
    message: `No selector is called "${p.name}".`,
    hint: adviseSelector(p.suggestion, p.known),
  }),
  'duplicate-selector': (p: { readonly name: string }) => ({
    message: `The selector "${p.name}" is defined twice.`,
    hint: 'Rename one of them, or remove it.',
  }),
  'several-default-selectors': (p: { readonly name: string; readonly first: string }) => ({
    message: `"${p.name}" and "${p.first}" both want to be the default selector.`,
    hint: 'Keep `default: true` at one of them.',
  }),
  'selector-cycle': (p: { readonly path: readonly string[] }) => ({
    message:
      p.path.length === 1
        ? `The selector "${p.path[0]}" refers to itself.`
        : `${p.path.length} selectors refer to each other in a circle: ${circle(p.path)}.`,
    hint: 'Take one of the references away.',
  }),
} as const satisfies Record<string, Entry>

/** What is known by another name elsewhere. */
const otherNames: ReadonlyMap<string, string> = new Map([
  ['model', 'a model is selected by its name alone'],
  ['name', 'a node is selected by its name alone'],
  ['seed', 'a seed is selected by its name alone'],
  ['type', 'write resource_type:'],
  ['folder', 'write path:'],
  ['materialized', 'write config.materialized:'],
  ['meta', 'write config.meta. and the key'],
])

function adviseMethod(method: string, methods: readonly string[]): string {
  const advice = otherNames.get(method.split('.')[0] ?? '')
  if (advice !== undefined) return `${upperFirst(advice)}.`
  const [name = ''] = method.split('.')
  if (methods.includes(name)) return `Write "${name}:"; only config: takes a key behind a dot.`
  const suggestion = suggest(name, methods)
  return suggestion === undefined ? `The ways are: ${methods.join(', ')}.` : `Did you mean "${suggestion}:"?`
}

function adviseSelector(suggestion: string | undefined, known: readonly string[]): string {
  if (suggestion !== undefined) return `Did you mean "${suggestion}"?`
  if (known.length === 0) return 'Define it in selectors.yml.'
  const shown = known.slice(0, shownNames).join(', ')
  return `The selectors are: ${shown}${known.length > shownNames ? ', …' : ''}.`
}

/** How many names are listed where any of them could be meant. */
const shownNames = 10

function adviseRef(p: {
  readonly name: string
  readonly suggestion: string | undefined
  readonly sources: readonly string[]
}): string {
  const [source] = p.sources
  if (source !== undefined) {
    return `It is ${p.sources.length === 1 ? 'a source table' : 'the name of source tables'}: write source('${source}', '${p.name}').`
  }
  if (p.suggestion !== undefined) return `Did you mean "${p.suggestion}"?`
  return 'Check the name; `xform ls` lists what there is.'
}

/** How many names of a circle are written out. */
const shownInCircle = 10

function circle(path: readonly string[]): string {
  const closed = [...path, ...path.slice(0, 1)]
  if (closed.length <= shownInCircle) return closed.join(' → ')
  const head = closed.slice(0, shownInCircle / 2)
  const tail = closed.slice(-shownInCircle / 2)
  return [...head, `… ${closed.length - shownInCircle} more …`, ...tail].join(' → ')
}

function upperFirst(text: string): string {
  return text.slice(0, 1).toUpperCase() + text.slice(1)
}
