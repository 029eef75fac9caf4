// An exposure → its entry under `exposures` of a manifest.
import type { ExposureNode } from '../parse/node.ts'
import { recordOf } from '../project/tree.ts'
import { identityOf } from './identity.ts'
import { joinKeys, type JsonObject } from './json-object.ts'
import type { ManifestContext } from './manifest-context.ts'
import { asText, asTexts } from './plain-kinds.ts'
import { dependenciesOf, refsOf, sourcesOf } from './references.ts'

/** An exposure's entry. */
export function exposureEntry(node: ExposureNode, context: ManifestContext): JsonObject {
  return joinKeys(identityOf(node, context), {
    type: node.type,
    owner: ownerOf(node),
    description: node.description,
    label: node.label ?? null,
    maturity: node.maturity ?? null,
    meta: node.meta,
    tags: node.tags,
    config: { enabled: node.enabled, tags: node.tags, meta: node.meta },
    unrendered_config: {},
    url: node.url ?? null,
    depends_on: dependenciesOf(node, [], context),
    refs: refsOf(node.references),
    sources: sourcesOf(node.references),
    metrics: [],
  })
}

/** An owner's keys are free, but for those that the format knows. */
function ownerOf({ owner }: ExposureNode): JsonObject {
  const { email, name } = owner
  const rest = Object.entries(owner).filter(([key]) => key !== '_extra')
  return { ...recordOf(rest), name: asText(name), email: asText(email) ?? asTexts(email) }
}
