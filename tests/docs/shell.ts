// A session in a shell, as a page shows it → the same session with what really comes out.
import { cpSync, existsSync, mkdirSync, readFileSync } from 'node:fs'
import { join, resolve } from 'node:path'
import { xform } from '../support/xform.ts'
import { copyFromRepository } from './copy-from-repository.ts'
import { runCommand, type CommandOutcome } from '../support/run-command.ts'
import { settle } from './settle.ts'

/** A shell that knows just enough to run what pages show. */
export interface Shell {
  /** Runs a session: each line that begins with `$ ` is a command, what follows is its output. */
  run(session: string): Promise<string>
  /** Where the shell is now. */
  folder(): string
}

/** What a shell begins with. */
export interface ShellStart {
  readonly folder: string
  /** Gives the URL of a Postgres database that stands for the one whose URL a page shows. */
  readonly postgres: () => Promise<string>
  /** Whether `xform` is the built command line, a process for each command, or the same code in this process. */
  readonly built: boolean
}

type Environment = Readonly<Record<string, string>>

/** Opens a shell in a folder. */
export function openShell({ folder: home, postgres, built }: ShellStart): Shell {
  let folder = home
  let code = 0
  const env: Record<string, string> = {}

  async function runLine(line: string): Promise<CommandOutcome | undefined> {
    const words = splitWords(line)
    const start = words.findIndex((word) => !/^\w+=/u.test(word))
    const [program = '', ...rest] = words.slice(start)
    const target = join(folder, rest.at(-1) ?? '')
    switch (program) {
      case 'xform': {
        const place = { folder, env: { ...env, ...(await readAssignments(words.slice(0, start))) } }
        return built || rest[0]?.startsWith('-') === true
          ? runBuilt(rest, place)
          : runCommand(inOrder(rest), place)
      }
      case 'cd':
        folder = resolve(folder, rest[0] ?? home)
        return ended(existsSync(folder))
      case 'cat':
        return { text: readFileSync(target, 'utf8'), code: 0 }
      case 'cp':
        if (existsSync(join(folder, rest.at(-2) ?? '')))
          cpSync(join(folder, rest.at(-2) ?? ''), target, { recursive: true })
        else copyFromRepository((rest.at(-2) ?? '').replace(/^xform\//u, ''), target)
        return ended(true)
      case 'echo':
        return rest[0] === '$?' ? { text: `${code}\n`, code: 0 } : undefined
      case 'export':
        Object.assign(env, await readAssignments(rest))
        return ended(true)
      case 'mkdir':
        mkdirSync(target, { recursive: true })
        return ended(true)
      default:
        return undefined
    }
  }

  async function readAssignments(assignments: readonly string[]): Promise<Environment> {
    const pairs = assignments.map(async (assignment) => {
      const [name = '', ...value] = assignment.split('=')
      return [name, value[0]?.startsWith('postgres') === true ? await postgres() : value.join('=')] as const
    })
    return Object.fromEntries(await Promise.all(pairs))
  }

  return {
    folder: () => folder,
    async run(session) {
      const parts: string[] = []
      for (const { line, output } of readLines(session)) {
        const outcome = await runLine(line)
        code = outcome?.code ?? 0
        if (outcome?.text.includes('error of its own') === true) throw new Error(outcome.text)
        parts.push(`$ ${line}\n`, outcome === undefined ? output : settle(outcome.text, { home }))
      }
      return parts.join('')
    },
  }
}

function ended(well: boolean): CommandOutcome {
  return { text: '', code: well ? 0 : 1 }
}

async function runBuilt(
  words: readonly string[],
  place: { readonly folder: string; readonly env: Environment },
): Promise<CommandOutcome> {
  const { stdout, stderr, code } = await xform(inOrder(words), { cwd: place.folder, env: place.env })
  return { text: stdout + stderr, code: code ?? 1 }
}

/** With one thread the order in which nodes end is always the same. */
function inOrder(words: readonly string[]): readonly string[] {
  const builds = ['run', 'seed', 'snapshot'].includes(words[0] ?? '')
  return builds && !words.includes('--threads') ? [...words, '--threads', '1'] : words
}

interface Line {
  readonly line: string
  readonly output: string
}

function readLines(session: string): readonly Line[] {
  return session
    .split(/^\$ /mu)
    .slice(1)
    .map((part) => {
      const end = part.indexOf('\n')
      return { line: part.slice(0, end), output: part.slice(end + 1) }
    })
}

function splitWords(line: string): readonly string[] {
  return [...line.matchAll(/(?:'[^']*'|"[^"]*"|[^\s'"])+/gu)].map(([word]) =>
    word.replaceAll(/'([^']*)'|"([^"]*)"/gu, (_, single?: string, double?: string) => single ?? double ?? ''),
  )
}
