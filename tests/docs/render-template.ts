// A template of a page → the SQL that it becomes, or its errors.
import { existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { runCommand } from '../support/run-command.ts'

const path = 'models/example.sql'

/** Compiles a template as a model of the project in the folder. */
export async function renderTemplate(
  text: string,
  { folder, delta }: { readonly folder: string; readonly delta: boolean },
): Promise<string> {
  const file = join(folder, path)
  mkdirSync(dirname(file), { recursive: true })
  writeFileSync(file, text)
  try {
    const outcome = await runCommand(['compile', '--quiet', '--select', 'example'], { folder })
    const compiled = join(folder, 'target/compiled', delta ? path.replace('.sql', '.delta.sql') : path)
    const isCompiled = outcome.code === 0 && existsSync(compiled)
    return isCompiled ? readFileSync(compiled, 'utf8') : outcome.text
  } finally {
    rmSync(file)
    rmSync(join(folder, 'target'), { recursive: true, force: true })
  }
}
