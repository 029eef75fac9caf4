/** An SQL array of the names that the columns of a table have, given an array of their numbers and the table's own. */
export function columnNames(numbers: string, table: string): string {
  return `array(
  select attribute.attname::text
  from unnest(${numbers}) with ordinality as part(number, position)
  join pg_catalog.pg_attribute as attribute on attribute.attrelid = ${table} and attribute.attnum = part.number
  order by part.position)`
}
