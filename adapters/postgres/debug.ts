import type { ConnectionFacts } from '../../core/adapter/adapter.ts'
import { textOf, type Session } from '../../core/adapter/session.ts'

/** What xform needs of a server and of the role that it works as. */
export async function debug(session: Session): Promise<ConnectionFacts> {
  const [row] = await session.query(`
select current_setting('server_version') as version, current_database() as database, current_user::text as user,
  current_setting('server_version_num')::int >= 150000 as merges,
  has_database_privilege(current_database(), 'create') as schemas,
  has_database_privilege(current_database(), 'temporary') as temporary`)
  const user = textOf(row?.['user'])
  const database = textOf(row?.['database'])
  return {
    server: `Postgres ${textOf(row?.['version'])}, database "${database}", user "${user}"`,
    checks: [
      {
        what: 'the server is Postgres 15 or later',
        ok: row?.['merges'] === true,
        hint: 'The incremental strategy merge needs Postgres 15.',
      },
      {
        what: `"${user}" may create schemas in "${database}"`,
        ok: row?.['schemas'] === true,
        hint: `Without it every schema, "_xform" included, must exist already: grant create on database "${database}" to "${user}".`,
      },
      {
        what: `"${user}" may create temporary tables`,
        ok: row?.['temporary'] === true,
        hint: `Incremental models need them: grant temporary on database "${database}" to "${user}".`,
      },
    ],
  }
}
