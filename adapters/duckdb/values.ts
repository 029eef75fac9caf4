// A value of DuckDB's driver → a cell: what JSON can hold.
import {
  DuckDBArrayValue,
  DuckDBBlobValue,
  DuckDBIntervalValue,
  DuckDBListValue,
  DuckDBMapValue,
  DuckDBStructValue,
  DuckDBTimestampTZValue,
  DuckDBTimestampValue,
  DuckDBTypeId,
  DuckDBUnionValue,
  type DuckDBValue,
} from '@duckdb/node-api'
import type { Cell } from '../../core/adapter/session.ts'

/** Turns the values of one column into cells. */
export function cellReader(type: DuckDBTypeId): (value: DuckDBValue) => Cell {
  return type === DuckDBTypeId.FLOAT ? floatCell : cellOf
}

/**
 * Whole numbers beyond 2^53, decimals, dates and times become text, as DuckDB prints them; times with a zone are in UTC.
 * Bytes become `\x` and hexadecimal digits; NaN and the infinities become text.
 */
function cellOf(value: DuckDBValue): Cell {
  if (value === null || typeof value === 'boolean' || typeof value === 'string') return value
  if (typeof value === 'number') return Number.isFinite(value) ? value : String(value)
  if (typeof value === 'bigint') return Number.isSafeInteger(Number(value)) ? Number(value) : String(value)
  return objectCell(value)
}

function objectCell(value: Extract<DuckDBValue, object>): Cell {
  if (value instanceof DuckDBListValue || value instanceof DuckDBArrayValue) return value.items.map(cellOf)
  if (value instanceof DuckDBStructValue) {
    return Object.fromEntries(Object.entries(value.entries).map(([key, entry]) => [key, cellOf(entry)]))
  }
  if (value instanceof DuckDBMapValue) {
    return Object.fromEntries(value.entries.map(({ key, value: entry }) => [keyText(key), cellOf(entry)]))
  }
  if (value instanceof DuckDBUnionValue) return cellOf(value.value)
  if (value instanceof DuckDBBlobValue) return `\\x${Buffer.from(value.bytes).toString('hex')}`
  if (value instanceof DuckDBTimestampTZValue) return utcText(value)
  if (value instanceof DuckDBIntervalValue) return value.toString().replaceAll(/\bmonth/g, 'mon')
  return value.toString().replace(/ \(BC\)$/, ' BC')
}

function keyText(key: DuckDBValue): string {
  const cell = cellOf(key)
  return typeof cell === 'string' ? cell : JSON.stringify(cell)
}

function utcText({ micros }: DuckDBTimestampTZValue): string {
  const text = new DuckDBTimestampValue(micros).toString()
  if (!/\d/.test(text)) return text
  return text.endsWith(' (BC)') ? `${text.slice(0, -' (BC)'.length)}+00 BC` : `${text}+00`
}

/** The shortest number that is the same float of 32 bits: 1.1, not 1.100000023841858. */
function floatCell(value: DuckDBValue): Cell {
  if (typeof value !== 'number' || !Number.isFinite(value)) return cellOf(value)
  for (let digits = 6; digits < 9; digits++) {
    const shorter = Number(value.toPrecision(digits))
    if (Math.fround(shorter) === value) return shorter
  }
  return Number(value.toPrecision(9))
}
