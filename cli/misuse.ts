// A command line that was not understood → what is wrong with it, and what was probably meant.
import { diagnostic, didYouMean, type Diagnostic } from '../core/index.ts'
import { optionsOf, type Command } from './command.ts'
import { renderDiagnostics } from './render/diagnostics.ts'

/** What is known of a command line that was not understood. */
export interface Misuse {
  readonly words: readonly string[]
  /** What its parser says of it. */
  readonly problems: readonly string[]
  readonly commands: readonly Command[]
  readonly plannedCommands: readonly string[]
}

/** What to write for commands that dbt has by another name, or for another purpose. */
const dbtCommands: ReadonlyMap<string, string> = new Map([
  ['source', 'The command for the age of sources is `xform freshness`.'],
  ['docs', '`xform catalog` writes catalog.json.'],
  ['list', 'Write `xform ls`.'],
  ['parse', 'Write `xform compile`.'],
  ['deps', 'There are no packages: copy the macros that you need into macros/.'],
  ['clone', 'What is not built on one target can be read from another: --defer.'],
])

/** Says what is wrong with a command line, and what was probably meant. */
export async function explainMisuse(misuse: Misuse): Promise<string> {
  const findings = await findMisuse(misuse)
  return renderDiagnostics(findings, { sources: new Map(), color: false, width: Infinity })
}

async function findMisuse({
  words,
  problems,
  commands,
  plannedCommands,
}: Misuse): Promise<readonly Diagnostic[]> {
  const names = commands.map(({ name }) => name)
  const [first = ''] = words
  const advice = dbtCommands.get(first)
  if (advice !== undefined)
    return [diagnostic('unknown-command', { command: first, commands: names, suggestion: advice })]
  const word = findCommandWord(words, [...names, ...plannedCommands])
  if (word === undefined) return [diagnostic('no-command', { commands: names })]
  if (plannedCommands.includes(word)) return [diagnostic('command-not-yet', { command: word })]
  const command = commands.find(({ name }) => name === word)
  if (command === undefined) {
    return [
      diagnostic('unknown-command', { command: word, commands: names, suggestion: didYouMean(word, names) }),
    ]
  }
  const options = await optionsOf(command)
  return [...new Set(problems)].flatMap((problem) => wordProblem(problem, { words, command: word, options }))
}

/** A command's name wherever it stands; otherwise the first word that is not an option's value. */
function findCommandWord(words: readonly string[], known: readonly string[]): string | undefined {
  const isOption = (word: string | undefined): boolean => word?.startsWith('-') === true
  const plain = words.filter((word) => !isOption(word))
  return (
    plain.find((word) => known.includes(word)) ??
    words.find((word, index) => !isOption(word) && !isOption(words[index - 1]))
  )
}

interface Understood {
  readonly words: readonly string[]
  readonly command: string
  readonly options: readonly string[]
}

function wordProblem(problem: string, understood: Understood): readonly Diagnostic[] {
  const unknown = /^Unknown arguments?: (?<names>.+)$/u.exec(problem)?.groups?.['names']?.split(', ')
  if (unknown !== undefined) return unknown.map((name) => wordUnknown(name, understood))
  const bare = /^Not enough arguments following: (?<name>.+)$/u.exec(problem)?.groups?.['name']
  if (bare !== undefined) {
    const option = written(bare, understood)
    const advice = `Write it behind the option: ${option} VALUE.`
    return [diagnostic('wrong-option', { problem: `${option} needs a value`, advice })]
  }
  const repeated = /^Repeated option: (?<name>.+)$/u.exec(problem)?.groups?.['name']
  if (repeated !== undefined) {
    const advice = 'Give it once.'
    return [
      diagnostic('wrong-option', { problem: `${written(repeated, understood)} is given twice`, advice }),
    ]
  }
  return [wordChoice(problem, understood) ?? diagnostic('wrong-option', { problem })]
}

function wordUnknown(name: string, understood: Understood): Diagnostic {
  const { command, options } = understood
  const option = written(name, understood)
  const suggestion = option.startsWith('-') ? adviseOption(option, options) : adviseSelect(option, options)
  return diagnostic('unknown-option', { options: [option], command, suggestion })
}

/** The parser does not know an option that it knows where it is given a value and takes none. */
function adviseOption(option: string, options: readonly string[]): string | undefined {
  return options.includes(option) ? `Write ${option} alone: it takes no value.` : didYouMean(option, options)
}

/** A word that belongs to no option is mostly the name of a model. */
function adviseSelect(word: string, options: readonly string[]): string | undefined {
  return options.includes('--select') ? `Nodes are named behind an option: --select ${word}.` : undefined
}

function wordChoice(problem: string, understood: Understood): Diagnostic | undefined {
  const pattern = /Argument: (?<name>[^,]+), Given: "?(?<given>[^]*?)"?, Choices: (?<choices>.+)/u
  const { name, given, choices } = pattern.exec(problem)?.groups ?? {}
  if (name === undefined || given === undefined || choices === undefined) return undefined
  const known = choices.split(', ').map((choice) => choice.replaceAll('"', ''))
  const advice = didYouMean(given, known) ?? `Give one of ${known.join(', ')}.`
  return diagnostic('wrong-option', { problem: `${written(name, understood)} cannot be "${given}"`, advice })
}

/** An option as the author wrote it: the parser tells of `fullRefresh` where `--full-refresh` stands. */
function written(name: string, { words, options }: Understood): string {
  const isMeant = (word: string): boolean =>
    word.startsWith('-') &&
    [camelCase(word), camelCase(word.replace(/^--no-/u, ''))].includes(camelCase(name))
  const found = words.find(isMeant) ?? options.find(isMeant)
  return found?.split('=')[0] ?? name
}

function camelCase(option: string): string {
  const [bare = ''] = option.replace(/^-+/u, '').split('=')
  return bare.replaceAll(/-(?<letter>[a-z])/gu, (_, letter: string) => letter.toUpperCase())
}
