// The words of a query → what the parser may have passed over or misread: a second look, independent of the tree.

/** Words that change what a query means and that no query that merges has. */
const meaningful: ReadonlySet<string> = new Set(
  `DISTINCT ALL RESPECT IGNORE NULLS OVER WITHIN WINDOW HAVING QUALIFY LIMIT OFFSET FETCH ORDER UNION INTERSECT EXCEPT JOIN WITH
   LATERAL PIVOT UNPIVOT EXISTS ANY SOME`.split(/\s+/u),
)

/**
 * Why the words of a query forbid merging although its tree does not: the parser drops some words without a trace, and takes
 * others for names, above all in queries that begin with `from`.
 */
export function refuseWords(words: readonly string[]): string | undefined {
  if (words[0] !== 'SELECT') return 'it does not begin with select'
  const refused = words.find((word, place) => meaningful.has(word) && !isGroupByAll(words, place))
  return refused === undefined ? undefined : `it has the word "${refused.toLowerCase()}"`
}

function isGroupByAll(words: readonly string[], place: number): boolean {
  return words[place] === 'ALL' && words[place - 1] === 'BY' && words[place - 2] === 'GROUP'
}
