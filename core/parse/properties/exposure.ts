// An entry under `exposures:` → the exposure.
import type { Located, PlainValue } from '../../project/project.ts'
import { listOf, ownMap } from '../../project/schema/collections.ts'
import { object, required } from '../../project/schema/object.ts'
import type { Reader } from '../../project/schema/reader.ts'
import { asWritten, choice, located, word } from '../../project/schema/scalars.ts'
import { commonGrammar } from '../config-keys.ts'
import { description } from '../config-values.ts'
import { mention } from '../mention.ts'
import type { Reference } from '../node.ts'
import { nodeName } from '../node-name.ts'
import { optional } from '../optional.ts'
import { configReader, mergeSaid, readBeside, type Said } from '../said.ts'

/** An exposure as it is declared. */
export interface DeclaredExposure {
  readonly name: Located<string>
  readonly type: string
  readonly owner: Readonly<Record<string, PlainValue>>
  readonly description: string
  readonly url?: string
  readonly maturity?: string
  readonly label?: string
  readonly said: Said<typeof commonGrammar.keys>
  readonly references: readonly Reference[]
}

const exposureMap = object(
  {
    name: required(located(nodeName)),
    type: required(choice(['dashboard', 'notebook', 'analysis', 'ml', 'application'])),
    owner: required(ownMap),
    description,
    url: word,
    maturity: choice(['high', 'medium', 'low']),
    label: word,
    depends_on: listOf(mention),
    meta: asWritten,
    tags: asWritten,
    config: configReader(commonGrammar),
  },
  { owner: 'an exposure', advice: { enabled: 'Write it under `config:`.' } },
)

/** Reads an exposure. */
export const exposure: Reader<DeclaredExposure> = {
  ...exposureMap,
  read(tree, report) {
    const found = exposureMap.read(tree, report)
    if (found === undefined) return undefined
    const { name, type, owner, meta, tags } = found
    const beside = readBeside({ meta, tags }, commonGrammar, report)
    return {
      name,
      type,
      owner,
      description: found.description ?? '',
      ...optional('url', found.url),
      ...optional('maturity', found.maturity),
      ...optional('label', found.label),
      said: mergeSaid(beside, found.config ?? {}),
      references: found.depends_on ?? [],
    }
  },
}
