// A node under a contract: its query's columns are compared with the declared ones before anything is built.
import type { Column } from '../../adapter/relation.ts'
import type { CompiledContract } from '../../compile/compiled-contract.ts'
import { diagnostic } from '../../errors/diagnostic.ts'
import { concatSql } from '../../template/concat-sql.ts'
import type { Sql } from '../../template/sql.ts'
import type { BuildContext } from '../build-context.ts'
import { statementOver, type Reaction, type Step } from '../step.ts'
import { compareColumns, type ColumnsCompared, type TypedColumn } from './compare-columns.ts'

/** The columns of a query that has those of its contract. */
export type HeldColumns = Extract<ColumnsCompared, { readonly ok: true }>

/** A node that has a contract. */
export interface UnderContract extends BuildContext {
  readonly contract: CompiledContract
}

/** The same node with its contract, where it has one. */
export function contractOf<C extends BuildContext>(input: C): (C & UnderContract) | undefined {
  const { contract } = input.node
  return contract === undefined ? undefined : { ...input, contract }
}

/** Goes on where a query gives the declared columns, and refuses where it does not; without a contract it goes on at once. */
export function checked(input: BuildContext, query: Sql, next: () => Reaction): Reaction {
  const under = contractOf(input)
  return under === undefined ? next() : { kind: 'steps', steps: [holdColumns(under, query, next)] }
}

/**
 * Compares a query's columns with the declared ones and goes on with them. What a type's name means, the database is asked.
 * Where a query cannot be read beforehand, a dry run takes it to give what is declared.
 */
export function holdColumns(input: UnderContract, query: Sql, next: (held: HeldColumns) => Reaction): Step {
  const { node, dialect, contract } = input
  return {
    kind: 'describe',
    label: 'read declared types',
    statement: statementOver(typesQuery(contract), (text) => text, contract.at),
    next: (types) => {
      const declared = contract.columns.map((column, index): TypedColumn => ({
        column,
        type: types[index]?.type ?? column.type.text,
      }))
      const read: Step = {
        kind: 'describe',
        label: 'compare with the contract',
        statement: statementOver(query, (text) => text, node.at),
        assumed: declared.map(({ column, type }): Column => ({ name: column.folded, type })),
        next: (found) => {
          const compared = compareColumns(declared, found, dialect)
          return compared.ok ? next(compared) : refuse(input, compared.lines)
        },
      }
      return { kind: 'steps', steps: [read] }
    },
  }
}

/** A query without rows, whose columns have the declared types. */
function typesQuery({ columns }: CompiledContract): Sql {
  const parts = columns.flatMap(({ type }, index) => [
    `${index === 0 ? 'select' : ','} cast(null as `,
    type,
    `) as "type_${index + 1}"`,
  ])
  return concatSql(parts)
}

function refuse({ node, contract }: UnderContract, lines: readonly (readonly string[])[]): Reaction {
  const table = [['column', 'declared', 'found', ''], ...lines]
  const params = { name: node.name, table, isSeed: node.kind === 'seed' }
  return { kind: 'refuse', diagnostics: [diagnostic('contract-broken', params, { at: contract.at })] }
}
