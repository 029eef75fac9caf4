// A page → the same page with what its examples really give.
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { readStretches, writeStretches, type Block, type Stretch } from './markdown.ts'
import { renderTemplate } from './render-template.ts'
import { openShell, type Shell } from './shell.ts'

/** Where a page's examples run. */
export interface Stage {
  /** An empty folder. */
  readonly folder: string
  readonly postgres: () => Promise<string>
  /** Whether commands run as processes of their own. */
  readonly built: boolean
}

/**
 * Runs the examples of a page from top to bottom, in one folder, and puts what they give in the place of what stands
 * there. A block with `title=PATH` is a file; `console` is a session in a shell; `render` is a template, whose SQL
 * (or whose errors) are the next block with `output`.
 */
export async function runPage(path: string, stage: Stage): Promise<string> {
  const shell = openShell(stage)
  const written: Stretch[] = []
  let rendered: string | undefined
  for (const stretch of readStretches(readFileSync(path, 'utf8'))) {
    if (stretch.kind === 'prose') written.push(stretch)
    else if (stretch.marks.has('output') && rendered !== undefined)
      written.push({ ...stretch, text: rendered })
    else {
      const done = await runBlock(stretch, shell)
      written.push(done.block)
      rendered = done.rendered
    }
  }
  return writeStretches(written)
}

interface RunBlock {
  readonly block: Block
  readonly rendered?: string
}

async function runBlock(block: Block, shell: Shell): Promise<RunBlock> {
  const title = block.marks.get('title')
  if (title !== undefined) writeInto(shell.folder(), title, block.text)
  if (block.language === 'console') return { block: { ...block, text: await shell.run(block.text) } }
  const render = block.marks.get('render')
  if (render === undefined) return { block }
  return {
    block,
    rendered: await renderTemplate(block.text, { folder: shell.folder(), delta: render === 'delta' }),
  }
}

function writeInto(folder: string, path: string, text: string): void {
  mkdirSync(dirname(join(folder, path)), { recursive: true })
  writeFileSync(join(folder, path), text)
}
