import type { Column } from '../../core/adapter/relation.ts'
import { textOf, type Session } from '../../core/adapter/session.ts'
import type { Field } from './driver.ts'

/** Names the types of columns as the server spells them (`numeric(10,2)`); asks it only for what it has not been told yet. */
export interface TypeNames {
  name(fields: readonly Field[], query: Session['query']): Promise<readonly Column[]>
}

/** Numbers of types below this one are the same in every database and for ever. */
const firstOwnType = 16_384

/** Names types and remembers the built-in ones. */
export function rememberTypeNames(): TypeNames {
  const known = new Map<string, string>()
  return {
    async name(fields, query) {
      const asked = fields.filter((field) => !known.has(keyOf(field)))
      const found = new Map(asked.length === 0 ? [] : await askFor(asked, query))
      for (const { dataTypeID, ...field } of asked) {
        const key = keyOf({ dataTypeID, ...field })
        const type = found.get(key)
        if (type !== undefined && dataTypeID < firstOwnType) known.set(key, type)
      }
      return fields.map((field) => {
        const key = keyOf(field)
        return { name: field.name, type: known.get(key) ?? found.get(key) ?? '' }
      })
    },
  }
}

async function askFor(
  fields: readonly Field[],
  query: Session['query'],
): Promise<readonly (readonly [string, string])[]> {
  const keys = [...new Set(fields.map(keyOf))]
  const types = keys.map((key) => `format_type(${key})`).join(', ')
  const [row] = await query(`select array[${types}] as types`)
  const names = Array.isArray(row?.['types']) ? row['types'] : []
  return keys.map((key, index) => [key, textOf(names[index])] as const)
}

function keyOf({ dataTypeID, dataTypeModifier }: Pick<Field, 'dataTypeID' | 'dataTypeModifier'>): string {
  return `${dataTypeID}, ${dataTypeModifier}`
}
