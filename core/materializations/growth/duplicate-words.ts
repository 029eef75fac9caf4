/** What was left out, in words. */
export function duplicateWords(duplicates: number): string {
  return `${duplicates} duplicate${duplicates === 1 ? '' : 's'} left out`
}
