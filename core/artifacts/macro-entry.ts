// A macro → its entry under `macros` of a manifest.
import type { MacroDefinition } from '../template/template.ts'
import { macrosCalledBy } from './called-macros.ts'
import { shownDocs } from './config.ts'
import type { JsonObject } from './json-object.ts'
import { macroId, type ManifestContext } from './manifest-context.ts'

/** A macro's entry. */
export function macroEntry(macro: MacroDefinition, text: string, context: ManifestContext): JsonObject {
  const { name, parameters, at } = macro
  return {
    unique_id: macroId(name, context),
    resource_type: 'macro',
    name,
    package_name: context.project.config.name,
    path: at.path,
    original_file_path: at.path,
    macro_sql: text,
    depends_on: { macros: macrosCalledBy(macro, context.macros).map((one) => macroId(one, context)) },
    description: '',
    meta: {},
    docs: shownDocs,
    config: { meta: {}, docs: shownDocs },
    patch_path: null,
    arguments: parameters.map((parameter) => ({ name: parameter.name, type: null, description: '' })),
    supported_languages: null,
  }
}
