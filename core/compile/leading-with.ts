const opening =
  /(?:\s|--[^\n]*(?:\n|$)|\/\*(?:[^*]|\*(?!\/))*\*\/)*with\b(?:(?:\s|--[^\n]*(?:\n|$)|\/\*(?:[^*]|\*(?!\/))*\*\/)+recursive\b)?/iuy

/**
 * Where a query's own `with` (or `with recursive`) at its very beginning ends: the offset at which another common table
 * expression can be put in. Undefined where the query does not begin with one.
 */
export function leadingWith(text: string): number | undefined {
  opening.lastIndex = 0
  return opening.test(text) ? opening.lastIndex : undefined
}
