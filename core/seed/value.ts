// The text of a field → what it says: a number, a date, a truth value, or just text.
import type { SeedType } from '../adapter/dialect.ts'

/** What the text of a field says. */
export type Value = TextValue | BooleanValue | NumberValue | MomentValue

/** Anything that is nothing else. */
interface TextValue {
  readonly kind: 'text'
}

/** `true` or `false`, in capitals or not. */
interface BooleanValue {
  readonly kind: 'boolean'
  readonly value: boolean
}

/** A number in decimal notation. */
export interface NumberValue {
  readonly kind: 'number'
  /** The number, with a digit before its decimal point. */
  readonly written: string
  /** The digits before the decimal point, without the sign. */
  readonly whole: string
  /** How many digits stand behind the decimal point. */
  readonly scale: number
  /** Whether it is written with an exponent. */
  readonly scientific: boolean
}

/** A day, or a moment of it. */
export interface MomentValue {
  readonly kind: 'moment'
  /** `YYYY-MM-DD`, a day of the Gregorian calendar from the year 1 on. */
  readonly date: string
  /** `HH:MM:SS`, with at most six digits behind a decimal point. */
  readonly time: string | undefined
  /** `±HH:MM` from UTC. */
  readonly offset: string | undefined
}

const text: TextValue = { kind: 'text' }
const yes: BooleanValue = { kind: 'boolean', value: true }
const no: BooleanValue = { kind: 'boolean', value: false }

/**
 * Reads a field that is not empty. Numbers have no plus sign, no zeros before them, no separators and no white space
 * around them: what has is more likely a code (`007`, `+49 30`) than a number. Words for what is not a number (`NaN`,
 * `inf`) are text. Dates and times are those of ISO 8601; fractions of a second end with the microsecond.
 */
export function readValue(field: string): Value {
  const first = field.charCodeAt(0)
  if (isDigit(first)) return hasYear(field) ? readMoment(field) : readNumber(field)
  if (first === dash || first === point) return readNumber(field)
  return readBoolean(field)
}

/** The narrowest type that holds a value; numbers that are too long for a `decimal` are left to the column. */
export function kindOf(value: Value): SeedType['kind'] {
  switch (value.kind) {
    case 'text':
    case 'boolean':
      return value.kind
    case 'number':
      return numberKind(value)
    case 'moment':
      if (value.time === undefined) return 'date'
      return value.offset === undefined ? 'timestamp' : 'timestamptz'
  }
}

const dash = 45
const point = 46

/** Whether a dash stands behind four characters, the last a digit: `1.5e-3` is a number. */
function hasYear(field: string): boolean {
  return field.charCodeAt(4) === dash && isDigit(field.charCodeAt(3))
}

function isDigit(code: number): boolean {
  return code >= 48 && code <= 57
}

function readBoolean(field: string): Value {
  if (field.length !== 4 && field.length !== 5) return text
  const lower = field.toLowerCase()
  if (lower === 'true') return yes
  return lower === 'false' ? no : text
}

const number = /^(-?)(?:(0|[1-9]\d*)(?:\.(\d+))?|\.(\d+))([eE][+-]?\d{1,3})?$/u

function readNumber(field: string): Value {
  const match = number.exec(field)
  if (match === null) return text
  const [, sign = '', whole = '0', behindWhole = '', behindPoint, exponent] = match
  return {
    kind: 'number',
    written: behindPoint === undefined ? field : `${sign}0${field.slice(sign.length)}`,
    whole,
    scale: (behindPoint ?? behindWhole).length,
    scientific: exponent !== undefined,
  }
}

function numberKind({ written, whole, scale, scientific }: NumberValue): SeedType['kind'] {
  if (scientific) return 'double'
  if (scale > 0) return 'decimal'
  if (isAtMost(whole, '2147483647') || written === '-2147483648') return 'integer'
  return isAtMost(whole, '9223372036854775807') || written === '-9223372036854775808' ? 'bigint' : 'decimal'
}

/** Compares whole numbers that are written without zeros before them. */
function isAtMost(whole: string, limit: string): boolean {
  return whole.length < limit.length || (whole.length === limit.length && whole <= limit)
}

const moment =
  /^(\d{4})-(\d\d)-(\d\d)(?:[ T]((?:[01]\d|2[0-3]):[0-5]\d)(?::([0-5]\d)(?:(\.\d{1,6})0*)?)?(Z|[+-](?:0\d|1[0-4])(?::?[0-5]\d)?)?)?$/u

function readMoment(field: string): Value {
  const match = moment.exec(field)
  if (match === null) return text
  const [, year = '', month = '', day = '', minutes, seconds = '00', fraction = '', offset] = match
  if (!isCalendarDay(Number(year), Number(month), Number(day))) return text
  return {
    kind: 'moment',
    date: `${year}-${month}-${day}`,
    time: minutes === undefined ? undefined : `${minutes}:${seconds}${fraction}`,
    offset: offset === undefined ? undefined : writeOffset(offset),
  }
}

function writeOffset(offset: string): string {
  if (offset === 'Z') return '+00:00'
  return `${offset.slice(0, 3)}:${offset.length === 3 ? '00' : offset.slice(-2)}`
}

function isCalendarDay(year: number, month: number, day: number): boolean {
  return year >= 1 && month >= 1 && month <= 12 && day >= 1 && day <= daysIn(year, month)
}

function daysIn(year: number, month: number): number {
  if (month === 2) return isLeapYear(year) ? 29 : 28
  return month === 4 || month === 6 || month === 9 || month === 11 ? 30 : 31
}

function isLeapYear(year: number): boolean {
  return year % 4 === 0 && (year % 100 !== 0 || year % 400 === 0)
}
