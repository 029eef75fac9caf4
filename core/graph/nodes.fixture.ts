// Short descriptions → nodes as the parser would give them, for tests.
import type { Span } from '../errors/span.ts'
import type { ModelConfig, SeedConfig, SnapshotConfig } from '../parse/config.ts'
import type {
  ExposureNode,
  ModelNode,
  Reference,
  SeedNode,
  SnapshotNode,
  SourceNode,
  TestNode,
  UnitTestNode,
} from '../parse/node.ts'
import { notNothing } from '../parse/threshold.ts'
import type { PlainValue, ProjectPaths } from '../project/project.ts'

/** Where the nodes' files are. */
export const paths: ProjectPaths = {
  models: ['models'],
  seeds: ['seeds'],
  macros: ['macros'],
  tests: ['tests'],
  snapshots: ['snapshots'],
}

/** What a node mentions: `orders`, `bank:orders` (with a package) or `raw.payments` (a source's table). */
export interface NodeDescription {
  readonly mentions?: readonly string[]
  readonly folder?: string
  readonly tags?: readonly string[]
  readonly meta?: Readonly<Record<string, PlainValue>>
  readonly propertiesPath?: string
}

/** A model, `models/orders.sql` unless its folder says otherwise; its mentions stand on a line each, from line 2. */
export function model(
  name: string,
  { config = {}, ...rest }: NodeDescription & { readonly config?: Partial<ModelConfig> } = {},
): ModelNode {
  const path = `${rest.folder ?? 'models'}/${name}.sql`
  const file = { path, text: '' }
  return {
    ...base('model', name, { ...rest, path }),
    kind: 'model',
    file,
    template: { file, body: [], macros: [] },
    config: { ...modelConfig, tags: rest.tags ?? [], meta: rest.meta ?? {}, ...config },
    places: config.enabled === false ? { enabled: spanAt(path, 1) } : {},
    references: referencesIn(path, rest.mentions),
    columns: [],
    constraints: [],
  }
}

/** A seed, `seeds/countries.csv` unless its folder says otherwise. */
export function seed(
  name: string,
  {
    config = {},
    ...rest
  }: Omit<NodeDescription, 'mentions'> & { readonly config?: Partial<SeedConfig> } = {},
): SeedNode {
  const path = `${rest.folder ?? 'seeds'}/${name}.csv`
  return {
    ...base('seed', name, { ...rest, path }),
    kind: 'seed',
    config: { ...seedConfig, tags: rest.tags ?? [], meta: rest.meta ?? {}, ...config },
    places: {},
    columns: [],
    constraints: [],
    references: [],
    size: 100,
  }
}

/** A snapshot, in `snapshots/` unless its folder says otherwise. */
export function snapshot(name: string, description: NodeDescription = {}): SnapshotNode {
  const path = `${description.folder ?? 'snapshots'}/${name}.yml`
  return {
    ...base('snapshot', name, { ...description, path }),
    kind: 'snapshot',
    query: { form: 'relation', relation: { kind: 'ref', name: '', at: spanAt(path, 1) } },
    config: { ...snapshotConfig, tags: description.tags ?? [], meta: description.meta ?? {} },
    places: {},
    references: referencesIn(path, description.mentions),
    columns: [],
  }
}

/** A source's table, written `raw.payments`. */
export function source(name: string, description: Omit<NodeDescription, 'mentions'> = {}): SourceNode {
  const [sourceName = '', table = ''] = name.split('.')
  const path = `${description.folder ?? 'models'}/sources.yml`
  return {
    ...base('source', table, { ...description, path }),
    id: `source.bank.${name}`,
    kind: 'source',
    enabled: true,
    source: sourceName,
    sourceDescription: '',
    schema: sourceName,
    identifier: table,
    columns: [],
  }
}

function testConfig(enabled: boolean): TestNode['config'] {
  return { enabled, severity: 'error', warnIf: notNothing, errorIf: notNothing, isDescribed: true }
}

/** A generic test (`not_null`) of what it mentions first. */
export function genericTest(
  name: string,
  {
    test = 'not_null',
    settings = {},
    ...rest
  }: NodeDescription & {
    readonly test?: string
    readonly settings?: Readonly<Record<string, PlainValue>>
  },
): TestNode {
  const path = `${rest.folder ?? 'models'}/schema.yml`
  return {
    ...base('test', name, { ...rest, path }),
    kind: 'test',
    test: { form: 'generic', test, arguments: {}, given: {} },
    config: testConfig(settings['enabled'] !== false),
    places: {},
    settings,
    references: referencesIn(path, rest.mentions),
  }
}

/** A test that is a query in a file, `tests/no_negative_balance.sql`. */
export function singularTest(name: string, description: NodeDescription): TestNode {
  const path = `${description.folder ?? 'tests'}/${name}.sql`
  return {
    ...base('test', name, { ...description, path }),
    kind: 'test',
    test: {
      form: 'singular',
      file: { path, text: '' },
      template: { file: { path, text: '' }, body: [], macros: [] },
    },
    config: testConfig(true),
    places: {},
    settings: {},
    references: referencesIn(path, description.mentions),
  }
}

/** A unit test of the model that it mentions first. */
export function unitTest(name: string, description: NodeDescription): UnitTestNode {
  const path = `${description.folder ?? 'models'}/schema.yml`
  return {
    ...base('unit_test', name, { ...description, path }),
    kind: 'unit_test',
    enabled: true,
    model: description.mentions?.[0] ?? '',
    given: [],
    later: [],
    expect: undefined,
    overrides: { vars: {}, macros: {}, env: {} },
    definition: {},
    references: referencesIn(path, description.mentions),
  }
}

/** An exposure of what it mentions. */
export function exposure(name: string, description: NodeDescription): ExposureNode {
  const path = `${description.folder ?? 'models'}/exposures.yml`
  return {
    ...base('exposure', name, { ...description, path }),
    kind: 'exposure',
    enabled: true,
    type: 'dashboard',
    owner: {},
    references: referencesIn(path, description.mentions),
  }
}

function base(kind: string, name: string, description: NodeDescription & { readonly path: string }) {
  const { path, tags = [], meta = {}, propertiesPath } = description
  return {
    id: `${kind}.bank.${name}`,
    name,
    package: 'bank',
    path,
    at: spanAt(path, 1),
    description: '',
    tags,
    meta,
    ...(propertiesPath === undefined ? {} : { propertiesPath }),
  }
}

function referencesIn(path: string, mentions: readonly string[] = []): readonly Reference[] {
  return mentions.map((mention, index): Reference => {
    const at = spanAt(path, index + 2)
    const [packageOrSource = '', name = ''] = mention.split(/[.:]/u)
    if (mention.includes('.')) return { kind: 'source', source: packageOrSource, table: name, at }
    return mention.includes(':')
      ? { kind: 'ref', package: packageOrSource, name, at }
      : { kind: 'ref', name: mention, at }
  })
}

function spanAt(path: string, line: number): Span {
  return { path, line, column: 1, endLine: line, endColumn: 1 }
}

const relationConfig = {
  enabled: true,
  tags: [],
  meta: {},
  preHooks: [],
  postHooks: [],
  grants: {},
  persistDocs: { relation: false, columns: false },
}

const contract = { enforced: false, aliasTypes: true }

const modelConfig: ModelConfig = {
  ...relationConfig,
  materialized: 'view',
  indexes: [],
  uniqueKey: [],
  incrementalPredicates: [],
  onSchemaChange: 'fail',
  growth: { key: [], dedupeBy: [], late: 'accept', emit: 'all' },
  contract,
}

const snapshotConfig: SnapshotConfig = {
  ...relationConfig,
  uniqueKey: ['id'],
  changeTest: { strategy: 'check', columns: 'all' },
  hardDeletes: 'ignore',
  metaColumns: {
    scdId: 'dbt_scd_id',
    updatedAt: 'dbt_updated_at',
    validFrom: 'dbt_valid_from',
    validTo: 'dbt_valid_to',
    isDeleted: 'dbt_is_deleted',
  },
}

const seedConfig: SeedConfig = {
  ...relationConfig,
  columnTypes: {},
  delimiter: ',',
  quoteColumns: false,
  contract,
}
