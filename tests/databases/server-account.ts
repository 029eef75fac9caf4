import { execFile } from 'node:child_process'
import { userInfo } from 'node:os'
import { promisify } from 'node:util'

const run = promisify(execFile)

/** The account that the server runs under; both are absent where it is simply ours. */
export interface Account {
  readonly uid?: number
  readonly gid?: number
}

/** Postgres refuses to run as root: then it runs as the account `postgres`, or as `nobody` where that does not exist. */
export async function serverAccount(): Promise<Account> {
  if (userInfo().uid !== 0) return {}
  for (const name of ['postgres', 'nobody']) {
    try {
      const [uid, gid] = await Promise.all([run('id', ['-u', name]), run('id', ['-g', name])])
      return { uid: Number(uid.stdout), gid: Number(gid.stdout) }
    } catch {
      continue
    }
  }
  throw new Error('Postgres cannot run as root, and there is neither an account "postgres" nor "nobody".')
}
