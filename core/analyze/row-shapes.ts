// The expressions that depend on nothing but the row they are computed for: an allow-list. What is not named here is not
// known to be safe.

/** Which fields of a kind of expression hold expressions, and which hold words that belong to its meaning. */
export interface RowShape {
  readonly parts: readonly string[]
  readonly words: readonly string[]
}

function shape(parts: readonly string[], words: readonly string[] = []): RowShape {
  return { parts, words }
}

function each(kinds: readonly string[], of: RowShape): readonly (readonly [string, RowShape])[] {
  return kinds.map((kind) => [kind, of] as const)
}

/** The shapes by kind. Columns, literals, functions and casts have rules of their own (row-expression.ts). */
export const rowShapes: ReadonlyMap<string, RowShape> = new Map([
  ...each(['and', 'or', 'eq', 'neq', 'lt', 'lte', 'gt', 'gte'], shape(['left', 'right'])),
  ...each(['add', 'sub', 'mul', 'div', 'mod', 'concat'], shape(['left', 'right'])),
  ...each(['null_safe_eq', 'null_safe_neq'], shape(['left', 'right'])),
  ...each(['like', 'i_like'], shape(['left', 'right', 'escape'])),
  ...each(['paren', 'not', 'neg'], shape(['this'])),
  ...each(['is_null', 'is_true', 'is_false'], shape(['this'], ['not'])),
  ...each(['upper', 'lower', 'abs', 'floor', 'ceil', 'length', 'sqrt', 'initcap'], shape(['this'])),
  ...each(['year', 'quarter', 'month', 'day', 'hour', 'minute', 'second', 'epoch'], shape(['this'])),
  ...each(['day_of_week', 'day_of_month', 'day_of_year', 'last_day'], shape(['this'])),
  ...each(['mod_func', 'starts_with'], shape(['this', 'expression'])),
  ...each(['json_extract', 'json_extract_scalar'], shape(['this', 'path'])),
  ['null', shape([])],
  ['boolean', shape([], ['value'])],
  ['between', shape(['this', 'low', 'high'], ['not', 'symmetric'])],
  ['in', shape(['this', 'expressions'], ['not'])],
  ['case', shape(['operand', 'whens', 'else_'])],
  ['coalesce', shape(['expressions'])],
  ['if_func', shape(['condition', 'true_value', 'false_value'])],
  ['trim', shape(['this', 'characters'], ['position'])],
  ['substring', shape(['this', 'start', 'length'])],
  ['str_position', shape(['this', 'substr'])],
  ['extract', shape(['this'], ['field'])],
  ['interval', shape(['this'], ['unit'])],
  ['at_time_zone', shape(['this', 'zone'])],
])

/** Functions that answer by their arguments alone, one value each. */
export const rowFunctions: ReadonlySet<string> = new Set(
  `btrim concat concat_ws date date_bin date_part date_trunc datepart datetrunc greatest iff least left lpad ltrim
   make_date md5 nullif pow power replace reverse right round rpad rtrim sign split_part strftime time_bucket
   to_timestamp translate trunc`.split(/\s+/u),
)

/** Types that a cast may name: those whose values are read from a text or number alone. */
export const rowTypes: ReadonlySet<string> = new Set(
  `big_int boolean char date decimal double float int int128 json small_int text time timestamp tiny_int uuid
   var_char`.split(/\s+/u),
)

/** The same by the names under which the parser leaves them alone. */
export const rowTypeNames: ReadonlySet<string> = new Set(
  'INT2 INT4 INT8 FLOAT4 FLOAT8 BOOL HUGEINT JSONB TIMESTAMPTZ'.split(' '),
)
