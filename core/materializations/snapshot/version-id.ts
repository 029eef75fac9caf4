import { partNames, own, type History } from './history.ts'
import { asText } from './times.ts'

/**
 * The id of a version, an expression over the parts of its key and the time from which it is valid: MD5 of their texts with
 * `|` between. NULL is `^0`, and a `|` or `^` inside of a text is written `^|` or `^^`, so different versions have
 * different texts.
 */
export function versionId(history: History, starts: string = own.starts): string {
  const { key, dialect, meta } = history
  const parts = partNames(history).map((name, index) => {
    const text = asText(name, key[index]?.type ?? '')
    return `coalesce(replace(replace(${text}, '^', '^^'), '|', '^|'), '^0')`
  })
  return dialect.hash([...parts, asText(starts, meta.validFrom.type)].join(` || '|' || `))
}
