/** A whole number within bounds, read from an option's text; undefined where it is something else. */
export function readCount(
  text: string,
  { smallest, largest }: { readonly smallest: number; readonly largest: number },
): number | undefined {
  if (!/^\d{1,9}$/u.test(text)) return undefined
  const count = Number(text)
  return count >= smallest && count <= largest ? count : undefined
}
