// A unit test → its entry under `unit_tests` of a manifest.
import type { UnitTestNode } from '../parse/node.ts'
import type { PlainValue } from '../project/project.ts'
import { identityOf } from './identity.ts'
import { joinKeys, type JsonObject } from './json-object.ts'
import type { ManifestContext } from './manifest-context.ts'
import { asList, asMap, asText } from './plain-kinds.ts'
import { dependenciesOf } from './references.ts'

/** A unit test's entry. */
export function unitTestEntry(node: UnitTestNode, context: ManifestContext): JsonObject {
  const { given, expect, overrides } = node.definition
  return joinKeys(identityOf(node, context), {
    model: node.model,
    given: (asList(given) ?? []).map((one) => ({
      input: asText(asMap(one)?.['input']) ?? '',
      ...rowsOf(one),
    })),
    expect: rowsOf(expect),
    description: node.description,
    overrides: asMap(overrides),
    depends_on: dependenciesOf(node, [], context),
    config: { tags: node.tags, meta: node.meta, enabled: node.enabled },
    checksum: null,
    schema: null,
    versions: null,
    version: null,
  })
}

/** Rows stand as maps, or as a text of csv or SQL; rows of any other form cannot be told in the format. */
function rowsOf(fixture: PlainValue | undefined): JsonObject {
  const { rows, format, fixture: name } = asMap(fixture) ?? {}
  const maps = asList(rows)
  return {
    rows: maps?.every((row) => asMap(row) !== null) === true ? maps : asText(rows),
    format: asText(format) ?? 'dict',
    fixture: asText(name),
  }
}
