// The examples of all codes → docs/errors.md.
import { mkdirSync, writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { format } from 'prettier'
import { renderDiagnostics } from '../../cli/render/diagnostics.ts'
import { checksExamples } from './errors/checks.ts'
import { cliExamples } from './errors/cli.ts'
import { compileExamples } from './errors/compile.ts'
import { databaseExamples } from './errors/database.ts'
import { projectHead, type ErrorExample, type RunExample } from './errors/example.ts'
import { executeExamples } from './errors/execute.ts'
import { filesExamples } from './errors/files.ts'
import { graphExamples } from './errors/graph.ts'
import { parseExamples } from './errors/parse.ts'
import { projectExamples } from './errors/project.ts'
import { seedExamples } from './errors/seed.ts'
import { snapshotExamples } from './errors/snapshot.ts'
import { templateExamples } from './errors/template.ts'
import { runCommand } from '../support/run-command.ts'
import { settle } from './settle.ts'

interface Chapter {
  readonly title: string
  readonly examples: Readonly<Record<string, ErrorExample>>
}

const chapters: readonly Chapter[] = [
  { title: 'The command line', examples: cliExamples },
  { title: 'The project: xform.yml, YAML and files', examples: projectExamples },
  { title: 'Templates', examples: templateExamples },
  { title: 'Models, configs and property files', examples: parseExamples },
  { title: 'Names, references and selections', examples: graphExamples },
  { title: 'Making SQL', examples: compileExamples },
  { title: 'Targets', examples: databaseExamples },
  { title: 'Seeds', examples: seedExamples },
  { title: 'Files of sources', examples: filesExamples },
  { title: 'Building', examples: executeExamples },
  { title: 'Tests', examples: checksExamples },
  { title: 'Snapshots', examples: snapshotExamples },
]

const introduction = `# Errors

Everything that xform finds has a code in brackets. Codes never change their meaning, so you can look for them here. An
\`error\` stops what it concerns; a \`warning\` and a \`note\` do not. All that is wrong with a project is listed at once.

Each entry says what the code means. Below it stands what xform says in an example, with its own advice behind \`help\`.`

const usualFiles = {
  'xform.yml': projectHead,
  'models/orders.sql': "select 1 as id, 'open' as status, 100 as amount\n",
}

/** Writes the page. Examples run in folders below the one given. */
export async function writeErrorPage(folder: string): Promise<string> {
  const parts = [introduction, listContents()]
  const problems: string[] = []
  const seen = new Set<string>()
  for (const { title, examples } of chapters) {
    parts.push(`## ${title}`)
    for (const [code, example] of Object.entries(examples).toSorted(byCode)) {
      const { found, text } = await showExample(code, example, join(folder, code))
      parts.push(`### ${code}`, example.means, `\`\`\`text\n${text}\`\`\``)
      if (seen.has(code)) problems.push(`Two rooms have the code ${code}.`)
      seen.add(code)
      if (!found) problems.push(`The example of ${code} gives something else:\n${text}`)
    }
  }
  if (problems.length > 0) throw new Error(problems.join('\n'))
  return format(`${parts.join('\n\n')}\n`, { parser: 'markdown', printWidth: 120, proseWrap: 'always' })
}

function byCode([a]: readonly [string, unknown], [b]: readonly [string, unknown]): number {
  return a < b ? -1 : 1
}

function listContents(): string {
  return chapters
    .map(({ title, examples }) => {
      const links = Object.keys(examples)
        .toSorted()
        .map((code) => `[${code}](#${code})`)
      return `- **${title}:** ${links.join(', ')}`
    })
    .join('\n')
}

interface Shown {
  /** Whether the code came up. */
  readonly found: boolean
  readonly text: string
}

async function showExample(code: string, example: ErrorExample, folder: string): Promise<Shown> {
  if ('finding' in example) {
    const text = renderDiagnostics([example.finding], { sources: new Map(), color: false, width: Infinity })
    return { found: true, text: withoutCount(text) }
  }
  const text = await runSteps(example, folder)
  const block = new RegExp(`^(?:error|warning|note)\\[${code}\\][^]*?(?=\\n\\n|\\n?$(?![^]))`, 'mu').exec(
    text,
  )?.[0]
  if (block === undefined) return { found: false, text }
  const words = example.steps.at(-1)?.words.map(quoteWord).join(' ')
  const command = words === 'compile' ? '' : `$ xform ${words}\n`
  return { found: true, text: `${command}${shorten(settle(block.trim(), { home: folder }))}\n` }
}

const mostLines = 24

/** Leaves out the middle of what goes on and on. */
function shorten(text: string): string {
  const lines = text.split('\n')
  if (lines.length <= mostLines) return text
  return [...lines.slice(0, mostLines / 2 - 2), '…', ...lines.slice(-6)].join('\n')
}

/** Findings are counted at their end, which says nothing where there is only one. */
function withoutCount(text: string): string {
  return `${text.split(/\n\n/u)[0]?.trim() ?? ''}\n`
}

function quoteWord(word: string): string {
  return /^[\w:.,=+@/-]+$/u.test(word) ? word : `"${word}"`
}

async function runSteps({ steps }: RunExample, folder: string): Promise<string> {
  let text = ''
  for (const { files, words } of steps) {
    writeAll(folder, { ...usualFiles, ...files })
    text = (await runCommand(words, { folder })).text
  }
  return text
}

function writeAll(folder: string, files: Readonly<Record<string, string | Uint8Array>>): void {
  for (const [path, content] of Object.entries(files)) {
    mkdirSync(dirname(join(folder, path)), { recursive: true })
    writeFileSync(join(folder, path), content)
  }
}
