// A value as Postgres prints it → a cell: what JSON can hold.
import type { Cell } from '../../core/adapter/session.ts'
import { readArray } from './array-text.ts'

/** Turns a type's printed values into cells. */
export type CellReader = (text: string) => Cell

const asText: CellReader = (text) => text

const readers: ReadonlyMap<number, CellReader> = new Map<number, CellReader>([
  [16, (text) => text === 't'],
  [20, wholeCell],
  [21, Number],
  [23, Number],
  [26, Number],
  [700, floatCell],
  [701, floatCell],
  [1184, utcText],
])

/** The types of arrays of built-in types, with the types of their elements. */
const elementTypes: ReadonlyMap<number, number> = new Map([
  [1000, 16],
  [1001, 17],
  [1002, 18],
  [1003, 19],
  [1005, 21],
  [1007, 23],
  [1009, 25],
  [1014, 1042],
  [1015, 1043],
  [1016, 20],
  [1021, 700],
  [1022, 701],
  [1028, 26],
  [1115, 1114],
  [1182, 1082],
  [1183, 1083],
  [1185, 1184],
  [1187, 1186],
  [1231, 1700],
  [1270, 1266],
  [2951, 2950],
  [199, 114],
  [3807, 3802],
])

/**
 * Whole numbers beyond 2^53, decimals, dates and times stay text, as Postgres prints them; times with a zone are in UTC. NaN
 * and the infinities stay text. Arrays of built-in types become lists; what else there is stays text.
 */
export function cellReader(typeId: number): CellReader {
  const element = elementTypes.get(typeId)
  if (element === undefined) return readers.get(typeId) ?? asText
  const readElement = readers.get(element) ?? asText
  return (text) => readArray(text, readElement)
}

function wholeCell(text: string): Cell {
  const number = Number(text)
  return Number.isSafeInteger(number) ? number : text
}

function floatCell(text: string): Cell {
  const number = Number(text)
  return Number.isFinite(number) ? number : text
}

/** `2024-01-02 03:04:05.6+02` → `2024-01-02 01:04:05.6+00`. Years beyond what JavaScript can count stay as they are. */
function utcText(text: string): string {
  const parts =
    /^(\d+)-(\d\d)-(\d\d) (\d\d):(\d\d):(\d\d)(\.\d+)?([+-])(\d\d)(?::(\d\d))?(?::(\d\d))?( BC)?$/.exec(text)
  if (parts === null) return text
  const [
    ,
    year,
    month,
    day,
    hours,
    minutes,
    seconds,
    fraction = '',
    sign,
    zoneHours,
    zoneMinutes,
    zoneSeconds,
    era = '',
  ] = parts
  const offset = (Number(zoneHours) * 60 + Number(zoneMinutes ?? 0)) * 60 + Number(zoneSeconds ?? 0)
  const moment = new Date(0)
  moment.setUTCFullYear(era === '' ? Number(year) : 1 - Number(year), Number(month) - 1, Number(day))
  moment.setUTCHours(Number(hours), Number(minutes), Number(seconds) + (sign === '+' ? -offset : offset))
  return Number.isNaN(moment.getTime()) ? text : momentText(moment, fraction)
}

function momentText(moment: Date, fraction: string): string {
  const two = (number: number): string => String(number).padStart(2, '0')
  const year = moment.getUTCFullYear()
  const shownYear = String(year > 0 ? year : 1 - year).padStart(4, '0')
  const date = `${shownYear}-${two(moment.getUTCMonth() + 1)}-${two(moment.getUTCDate())}`
  const time = `${two(moment.getUTCHours())}:${two(moment.getUTCMinutes())}:${two(moment.getUTCSeconds())}`
  return `${date} ${time}${fraction}+00${year > 0 ? '' : ' BC'}`
}
