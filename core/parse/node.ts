import type { Span } from '../errors/span.ts'
import type { FilesConfig } from '../project/files/files-config.ts'
import type { Located, PlainValue } from '../project/project.ts'
import type { SourceFile } from '../project/source-file.ts'
import type { Template } from '../template/template.ts'
import type { DeclaredConstraint } from './constraint.ts'
import type {
  ConfigPlaces,
  FreshnessConfig,
  ModelConfig,
  SeedConfig,
  SnapshotConfig,
  TestConfig,
} from './config.ts'
import type { Fixture } from './fixture.ts'
import type { GivenArgument } from './given-argument.ts'
import type { UnitTestOverrides } from './properties/unit-test.ts'

/** `kind.package.name` (`model.bank.orders`, `source.bank.raw.payments`): unique in a project and stable between runs. */
export type NodeId = string

/** A mention of another node in a template: an edge of the graph once it is resolved. */
export type Reference = RefReference | SourceReference

interface Mention {
  /** Where the names stand. */
  readonly at: Span
  /** For a mention in a macro: the calls that led there, innermost first. */
  readonly calls?: readonly Span[]
  /** Set where it only says what a foreign key refers to: that has to stand first, and nothing of it is read. */
  readonly forKey?: true
}

/** `ref('name')`, `ref('package', 'name')`. */
export interface RefReference extends Mention {
  readonly kind: 'ref'
  readonly package?: string
  /** Where the package's name stands. */
  readonly packageAt?: Span
  readonly name: string
}

/** `source('source', 'table')`. */
export interface SourceReference extends Mention {
  readonly kind: 'source'
  readonly source: string
  readonly table: string
}

/** What the property files say of a column. */
export interface ColumnProperties {
  readonly name: string
  /** Where its name stands. */
  readonly at: Span
  readonly description: string
  readonly dataType?: string
  /** Where its type stands. */
  readonly dataTypeAt?: Span
  readonly constraints: readonly DeclaredConstraint[]
  readonly meta: Readonly<Record<string, PlainValue>>
  readonly tags: readonly string[]
  readonly quote?: boolean
}

interface NodeBase {
  readonly id: NodeId
  readonly name: string
  readonly package: string
  /** The file that defines it, relative to the project's folder. */
  readonly path: string
  /** Where it is defined: its entry in a property file, or its file's beginning. */
  readonly at: Span
  readonly description: string
  readonly tags: readonly string[]
  readonly meta: Readonly<Record<string, PlainValue>>
  /** The property file that describes it, where one does. */
  readonly propertiesPath?: string
}

/** A `.sql` file under the model paths. */
export interface ModelNode extends NodeBase {
  readonly kind: 'model'
  readonly file: SourceFile
  readonly template: Template
  readonly config: ModelConfig
  readonly places: ConfigPlaces
  readonly references: readonly Reference[]
  readonly columns: readonly ColumnProperties[]
  /** Those that are declared for the whole model. */
  readonly constraints: readonly DeclaredConstraint[]
}

/** A csv file under the seed paths. */
export interface SeedNode extends NodeBase {
  readonly kind: 'seed'
  readonly config: SeedConfig
  readonly places: ConfigPlaces
  readonly columns: readonly ColumnProperties[]
  /** Those that are declared for the whole seed. */
  readonly constraints: readonly DeclaredConstraint[]
  /** What its foreign keys refer to. */
  readonly references: readonly Reference[]
  /** The file's size in bytes. */
  readonly size: number
}

/** How new rows of a source are told from those that have been read. */
export interface CursorConfig {
  /** The column that grows with each row that arrives. */
  readonly column: string
  /** In milliseconds: rows whose cursor is older than that are complete. */
  readonly settle?: number
  /** Whether the writer promises that rows become visible in the cursor's order. */
  readonly trusted: boolean
  readonly at: Span
}

/** How it is told when rows of a source came last: an expression over its rows, or a query of its own. Both are templates. */
export interface LoadedAt {
  readonly kind: 'field' | 'query'
  readonly sql: Located<string>
}

/** A table of somebody else's, declared in a property file. */
export interface SourceNode extends NodeBase {
  readonly kind: 'source'
  readonly enabled: boolean
  /** The source's name; `name` is the table's. */
  readonly source: string
  readonly sourceDescription: string
  readonly database?: string
  readonly schema: string
  /** The table's name in the database. */
  readonly identifier: string
  readonly loader?: string
  readonly external?: PlainValue
  /** The files that it is read from, where it is no table of the database. */
  readonly files?: FilesConfig
  /** Whether a cursor or files are declared in a way that was reported: what it drives need not be told again. */
  readonly misdeclared?: true
  /** The column that says when what a row tells of happened. */
  readonly eventTime?: string
  readonly freshness?: FreshnessConfig
  readonly loadedAt?: LoadedAt
  readonly columns: readonly ColumnProperties[]
  readonly cursor?: CursorConfig
}

/** What a snapshot is taken of: a query of its own, or a relation as it is. */
export type SnapshotQuery =
  | { readonly form: 'file'; readonly file: SourceFile; readonly template: Template }
  | { readonly form: 'relation'; readonly relation: Reference }

/** A `.sql` file under the snapshot paths, or an entry of a property file that names a relation. */
export interface SnapshotNode extends NodeBase {
  readonly kind: 'snapshot'
  readonly query: SnapshotQuery
  readonly config: SnapshotConfig
  readonly places: ConfigPlaces
  readonly references: readonly Reference[]
  readonly columns: readonly ColumnProperties[]
}

/** A test that is declared by its name on a node or on one of its columns. */
export interface DeclaredOn {
  readonly form: 'generic'
  readonly test: string
  readonly column?: TestedColumn
  readonly arguments: Readonly<Record<string, PlainValue>>
  /** The same arguments as they are written into SQL, without `column_name`. */
  readonly given: Readonly<Record<string, GivenArgument>>
  /** The call of the project's own macro that it is; undefined for a test of xform's own, and where its call is wrong. */
  readonly template?: Template
}

/** The column that a test is declared on. */
export interface TestedColumn {
  readonly name: string
  /** Where its name stands. */
  readonly at: Span
  /** Whether the name is always to be written in quotes. */
  readonly quote: boolean
  /** Set where it is no name but SQL. */
  readonly isExpression?: boolean
}

/** A data test: generic (declared on a column or a node) or singular (a query in a file). */
export interface TestNode extends NodeBase {
  readonly kind: 'test'
  readonly test:
    DeclaredOn | { readonly form: 'singular'; readonly file: SourceFile; readonly template: Template }
  readonly config: TestConfig
  readonly places: ConfigPlaces
  /** What its config says (`severity`, `where`, `enabled` …), besides tags and meta. */
  readonly settings: Readonly<Record<string, PlainValue>>
  readonly references: readonly Reference[]
}

/** Rows that a unit test gives. */
export interface GivenRows {
  /** Undefined for `this`: the rows that the model's own table holds already. */
  readonly reference?: Reference
  readonly at: Span
  readonly fixture: Fixture
}

/** A unit test of a model. */
export interface UnitTestNode extends NodeBase {
  readonly kind: 'unit_test'
  readonly enabled: boolean
  readonly model: string
  readonly given: readonly GivenRows[]
  /** What comes in later, one run for each. */
  readonly later: readonly (readonly GivenRows[])[]
  /** Undefined where what is expected could not be read. */
  readonly expect: Fixture | undefined
  readonly overrides: UnitTestOverrides
  /** As it is written. */
  readonly definition: Readonly<Record<string, PlainValue>>
  readonly references: readonly Reference[]
}

/** Somebody who uses what the project makes (a dashboard, an application). */
export interface ExposureNode extends NodeBase {
  readonly kind: 'exposure'
  readonly enabled: boolean
  readonly type: string
  readonly owner: Readonly<Record<string, PlainValue>>
  readonly url?: string
  readonly maturity?: string
  readonly label?: string
  readonly references: readonly Reference[]
}

/** One thing that a project defines. */
export type Node = ModelNode | SeedNode | SourceNode | SnapshotNode | TestNode | UnitTestNode | ExposureNode

export type NodeKind = Node['kind']
