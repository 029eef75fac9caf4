// A type of DuckDB → the type of Postgres that holds its values, and how they are written in CSV.

/** How the values of a column go from DuckDB to Postgres. */
interface Passage {
  readonly type: string
  /** The value as text that Postgres reads, in DuckDB's SQL. */
  readonly text: (value: string) => string
}

const asText = (value: string): string => `cast(${value} as varchar)`

/** Years before the first are written in another way. */
const asDate = (value: string): string =>
  `regexp_replace(${asText(value)}, '^(.*) \\(BC\\)(.*)$', '\\1\\2 BC')`

const passages: ReadonlyMap<string, Passage> = new Map<string, Passage>([
  ['BOOLEAN', { type: 'boolean', text: asText }],
  ['TINYINT', { type: 'smallint', text: asText }],
  ['SMALLINT', { type: 'smallint', text: asText }],
  ['UTINYINT', { type: 'smallint', text: asText }],
  ['INTEGER', { type: 'integer', text: asText }],
  ['USMALLINT', { type: 'integer', text: asText }],
  ['BIGINT', { type: 'bigint', text: asText }],
  ['UINTEGER', { type: 'bigint', text: asText }],
  ['UBIGINT', { type: 'numeric', text: asText }],
  ['HUGEINT', { type: 'numeric', text: asText }],
  ['UHUGEINT', { type: 'numeric', text: asText }],
  ['BIGNUM', { type: 'numeric', text: asText }],
  ['FLOAT', { type: 'real', text: asText }],
  ['DOUBLE', { type: 'double precision', text: asText }],
  ['DATE', { type: 'date', text: asDate }],
  ['TIME', { type: 'time without time zone', text: asText }],
  ['TIME WITH TIME ZONE', { type: 'time with time zone', text: asText }],
  ['TIMESTAMP', { type: 'timestamp without time zone', text: asDate }],
  ...['TIMESTAMP_S', 'TIMESTAMP_MS', 'TIMESTAMP_NS'].map((type) => [type, timestamp()] as const),
  ['TIMESTAMP WITH TIME ZONE', { type: 'timestamp with time zone', text: momentText }],
  ['INTERVAL', { type: 'interval', text: asText }],
  ['UUID', { type: 'uuid', text: asText }],
  ['BLOB', { type: 'bytea', text: (value) => `'\\x' || hex(${value})` }],
  ['JSON', { type: 'jsonb', text: asText }],
  ['BIT', { type: 'bit varying', text: asText }],
])

/** Postgres counts microseconds. */
function timestamp(): Passage {
  return { type: 'timestamp without time zone', text: (value) => asDate(`cast(${value} as timestamp)`) }
}

function momentText(value: string): string {
  return `regexp_replace(${asDate(`timezone('UTC', ${value})`)}, '^(\\S+ \\S+?)( BC)?$', '\\1+00\\2')`
}

/** How a type's values go to Postgres. Lists, structs and maps become jsonb; what has no counterpart, text. */
export function passageOf(type: string): Passage {
  if (/[[\]]|^(?:STRUCT|MAP|UNION)\b/u.test(type)) {
    return { type: 'jsonb', text: (value) => `cast(to_json(${value}) as varchar)` }
  }
  const [, precision] = /^DECIMAL(\(\d+,\d+\))$/u.exec(type) ?? []
  if (precision !== undefined) return { type: `numeric${precision}`, text: asText }
  return passages.get(type) ?? { type: 'text', text: asText }
}

/** Types whose texts may hold commas and quotes, or be empty. */
const quotedTypes: ReadonlySet<string> = new Set(['text', 'jsonb', 'interval'])

/** A field of CSV: an empty one without quotes is NULL. */
export function fieldOf(column: string, type: string): string {
  const passage = passageOf(type)
  const text = passage.text(column)
  if (!quotedTypes.has(passage.type)) return `coalesce(${text}, '')`
  return `coalesce('"' || replace(${text}, '"', '""') || '"', '')`
}

/** Types that both write and read alike, by the names that Postgres takes for them. */
const readAlike: readonly (readonly [RegExp, string])[] = [
  [/^(?:smallint|int2)$/u, 'SMALLINT'],
  [/^(?:integer|int|int4)$/u, 'INTEGER'],
  [/^(?:bigint|int8)$/u, 'BIGINT'],
  [/^(?:real|float4)$/u, 'FLOAT'],
  [/^(?:double precision|float8|float)$/u, 'DOUBLE'],
  [/^(?:boolean|bool)$/u, 'BOOLEAN'],
  [/^date$/u, 'DATE'],
  [/^time(?: without time zone)?$/u, 'TIME'],
  [/^timestamp(?: without time zone)?$/u, 'TIMESTAMP'],
  [/^(?:timestamptz|timestamp with time zone)$/u, 'TIMESTAMP WITH TIME ZONE'],
  [/^uuid$/u, 'UUID'],
  [/^jsonb?$/u, 'JSON'],
]

/**
 * How DuckDB is to read a column whose type is declared for Postgres: where both read a type alike, as that type, so that a
 * value that does not fit is found with its file and line; else as text, which Postgres then reads.
 */
export function readingType(declared: string): string {
  const type = declared.trim().toLowerCase().replaceAll(/\s+/gu, ' ')
  const [, precision, scale = '0'] = /^(?:numeric|decimal) ?\( ?(\d+) ?(?:, ?(\d+) ?)?\)$/u.exec(type) ?? []
  if (precision !== undefined && Number(precision) <= 38 && Number(scale) <= Number(precision)) {
    return `DECIMAL(${precision},${scale})`
  }
  return readAlike.find(([names]) => names.test(type))?.[1] ?? 'VARCHAR'
}
