// A table's column → a condition on whether the database itself draws its values, each greater than those before it.

/**
 * A sequence that is counted one by one, or a clock with a time zone, as the column's default: who writes a row takes its
 * value after its transaction began. Numbers that are drawn in blocks (a sequence with a cache or a step), values that
 * come with the rows (no default) and rows that come from another server (a subscription) say nothing of that.
 */
export function drawsInOrder(table: string, column: string): string {
  return [
    '(select count(*) > 0 from pg_catalog.pg_attribute as a',
    '  left join pg_catalog.pg_attrdef as d on d.adrelid = a.attrelid and d.adnum = a.attnum',
    `  where a.attrelid = ${table} and a.attname = ${column}`,
    '    and not exists (select 1 from pg_catalog.pg_subscription_rel as s where s.srrelid = a.attrelid)',
    `    and (${isClock} or exists (${countingSequence})))`,
  ].join('\n')
}

const clocks = [
  'now()',
  'CURRENT_TIMESTAMP',
  'transaction_timestamp()',
  'statement_timestamp()',
  'clock_timestamp()',
]

const isClock = [
  `a.atttypid = 'timestamptz'::regtype`,
  `pg_catalog.pg_get_expr(d.adbin, d.adrelid) in (${clocks.map((clock) => `'${clock}'`).join(', ')})`,
].join(' and ')

/** An identity depends on its column; a default depends on the sequence that it asks. */
const countingSequence = [
  'select 1 from pg_catalog.pg_sequence as s join pg_catalog.pg_depend as dep on true',
  'where s.seqcache = 1 and s.seqincrement = 1 and (',
  `  dep.classid = 'pg_class'::regclass and dep.objid = s.seqrelid and dep.deptype = 'i'`,
  `    and dep.refclassid = 'pg_class'::regclass and dep.refobjid = a.attrelid and dep.refobjsubid = a.attnum`,
  `  or dep.classid = 'pg_attrdef'::regclass and dep.objid = d.oid`,
  `    and dep.refclassid = 'pg_class'::regclass and dep.refobjid = s.seqrelid`,
  `    and pg_catalog.pg_get_expr(d.adbin, d.adrelid) like 'nextval(%')`,
].join('\n')
