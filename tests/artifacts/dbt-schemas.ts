import { existsSync, readFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { Ajv2020 } from 'ajv/dist/2020.js'
import { fullFormats } from 'ajv-formats/dist/formats.js'

const folder = fileURLToPath(new URL('../../../shared/schemas/dbt/', import.meta.url))

/** Whether dbt's published schemas stand beside the project. */
export const schemasStandHere = existsSync(folder)

export const reason = 'the folder shared/schemas does not stand beside the project'

/** What is wrong with a value by one of the schemas: nothing, or the problems in one line each. */
export type Validation = (value: unknown) => readonly string[]

/** Reads a schema (`manifest-v12`) and makes a validation of it; that of the manifest takes seconds. */
export function openSchema(name: string): Validation {
  const schema: unknown = JSON.parse(readFileSync(`${folder}${name}.json`, 'utf8'))
  if (typeof schema !== 'object' || schema === null) throw new Error(`${name} is no schema`)
  const validate = new Ajv2020({ strict: false, formats: fullFormats }).compile(schema)
  return (value) => {
    if (validate(value)) return []
    return (validate.errors ?? []).map(
      ({ instancePath, message, params }) => `${instancePath}: ${message ?? ''} ${JSON.stringify(params)}`,
    )
  }
}
