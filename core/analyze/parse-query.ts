import { asList, asNode, asParts, type SqlNode } from './sql-node.ts'

/** A query as the parser read it. */
export interface ParsedQuery {
  readonly tree: SqlNode
  /** What its words are, in their order: `SELECT`, `VAR`, `COMMA`. */
  readonly words: readonly string[]
}

/**
 * A query's text → what the parser read, or nothing when it is not exactly one statement that the parser understands. Never
 * throws. The parser is large (docs/decisions/0006-sql-analysis.md): it is loaded by the first call, not with this file.
 */
export async function parseQuery(sql: string, dialect: string): Promise<ParsedQuery | undefined> {
  try {
    const { Dialect, parse, tokenize } = await import('@polyglot-sql/sdk')
    // The parser knows some dialects by a longer name.
    const known = Object.values(Dialect).find((name) => name.startsWith(dialect))
    if (known === undefined) return undefined
    const parsed = parse(sql, known)
    const statements: unknown = parsed.success ? parsed.ast : []
    const tree = Array.isArray(statements) && statements.length === 1 ? asNode(statements[0]) : undefined
    return tree && { tree, words: wordsOf(tokenize(sql, known).tokens) }
  } catch {
    // What the parser cannot take, for whatever cause, is not analysed: both analyses have a safe answer for that.
    return undefined
  }
}

/** The parser names the field otherwise than its types do, so both names are read. */
function wordsOf(tokens: unknown): readonly string[] {
  return asList(tokens).map((token) => {
    const { token_type: word, tokenType = word } = asParts(token)
    return typeof tokenType === 'string' ? tokenType : '?'
  })
}
