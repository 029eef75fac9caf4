/** An object with the key, or without it where there is no value. */
export function optional<K extends string, T>(key: K, value: T | undefined): { readonly [N in K]?: T } {
  return value === undefined ? {} : ({ [key]: value } as { readonly [N in K]?: T })
}
