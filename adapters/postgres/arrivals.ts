// New rows of a table → conditions on the transactions that wrote them.
import type { Arrivals, ReadSoFar } from '../../core/adapter/dialect.ts'
import { standardDialect } from '../../core/adapter/standard-dialect.ts'
import { drawsInOrder } from './draws-in-order.ts'

const { literal, quote, relation } = standardDialect

/**
 * Each row carries, as `xmin`, the lower 32 bits of the transaction that wrote it, and `pg_snapshot_xmin` is the oldest
 * transaction that is still running: what was written by earlier ones is complete. Differences are taken modulo 2^32 and
 * compared with ranges that are known in 64 bits, so that numbers may wrap around.
 */
export const arrivals: Arrivals = {
  look: ({ source, cursor }) =>
    [
      'select',
      `  (select relkind in ('r', 'p') from pg_catalog.pg_class where oid = ${oidOf(source)}) as tells,`,
      `  ${oidOf(source)}::text as table,`,
      `  ${drawsInOrder(oidOf(source), literal(cursor))} as draws,`,
      '  case',
      // Of others, a role without pg_read_all_stats does not see since when they have been running.
      `    when bool_or(state is null and query = '<insufficient privilege>') then null`,
      '    when exists (select 1 from pg_catalog.pg_prepared_xacts) then null',
      `    else ${micros('least(min(xact_start), statement_timestamp())')}`,
      '  end as oldest,',
      '  (select',
      `    'PID ' || pid || coalesce(', ' || nullif(application_name, ''), '') || ', in a transaction for ' ||`,
      `    coalesce(date_trunc('second', clock_timestamp() - xact_start)::text, 'a while')`,
      '    from pg_catalog.pg_stat_activity',
      '    where backend_xid is not null and pid <> pg_backend_pid()',
      '    order by age(backend_xid) desc limit 1) as holder',
      'from pg_catalog.pg_stat_activity',
      // Who is in another database writes nothing here.
      `where pid <> pg_backend_pid() and backend_type is distinct from 'autovacuum worker'`,
      '  and coalesce(datname = current_database(), true)',
    ].join('\n'),

  mark: ({ source, cursor }) =>
    `select (select max(${quote(cursor)})::text from ${relation(source)}) as top, ${micros('clock_timestamp()')} as at, ${oidOf(source)}::text as table`,

  head: (read, mark) => {
    const { source, cursor } = read
    const column = quote(cursor)
    const table = relation(source)
    const horizon = '(select horizon from snapshot)'
    const isWaiting = [...from(read), after(horizon, '(select next from snapshot)')].join(' and ')
    const floor = mark === null ? literal(read.floor) : `cast(least(waiting.least, ${literal(mark)}) as text)`
    return [
      'with snapshot as materialized (',
      '  select pg_snapshot_xmin(now_visible)::text::bigint as horizon, pg_snapshot_xmax(now_visible)::text::bigint as next',
      '  from (select pg_current_snapshot() as now_visible) as taken',
      '),',
      // Counted besides, because for the least value alone the planner would walk through the whole index row by row.
      'waiting as materialized (',
      `  select min(${column}) as least, count(*) as rows from ${table} where ${isWaiting}`,
      ')',
      'select',
      '  horizon::text as horizon,',
      `  ${micros('clock_timestamp()')} as at,`,
      `  (select max(${column})::text from ${table}) as top,`,
      `  ${floor} as floor,`,
      '  waiting.rows > 0 as unread,',
      `  exists (select 1 from ${table} where ${column} is null) as has_null`,
      'from snapshot, waiting',
    ].join('\n')
  },

  condition: (read, until) =>
    [
      ...from(read),
      read.horizon === null ? `not (${after(until, newest)})` : after(read.horizon, until),
    ].join(' and '),

  // Rows that have to wait count as well, so that it is said what they wait for.
  glance: (read) => {
    const { source, cursor, horizon } = read
    const condition = [...from(read), ...(horizon === null ? [] : [after(horizon, newest)])]
    const table = relation(source)
    const where = condition.length === 0 ? '' : ` where ${condition.join(' and ')}`
    return [
      `select exists (select 1 from ${table}${where})`,
      `  or exists (select 1 from ${table} where ${quote(cursor)} is null) as has_new`,
    ].join('\n')
  },
}

/**
 * No transaction whose rows can be seen is this one or later: not even the present one and its savepoints, which a snapshot
 * does not count. As a subquery it is computed once.
 */
const newest = [
  '(select greatest(pg_snapshot_xmax(pg_current_snapshot())::text::bigint,',
  '  pg_current_xact_id_if_assigned()::text::bigint + 65536))',
].join('')

/** Whether a row was written by a transaction from `start` on and before `end`. */
function after(start: string, end: string): string {
  return `((xmin::text::bigint - ${start}) & 4294967295) < (${end} - ${start})`
}

function from({ cursor, floor }: ReadSoFar): readonly string[] {
  return floor === null ? [] : [`${quote(cursor)} >= ${literal(floor)}`]
}

function micros(moment: string): string {
  return `(extract(epoch from ${moment}) * 1000000)::bigint::text`
}

function oidOf(source: ReadSoFar['source']): string {
  return `pg_catalog.to_regclass(${literal(relation(source))})::oid`
}
