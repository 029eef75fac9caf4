/** What an entry of the catalogue says for given parameters. */
export interface Wording {
  readonly message: string
  readonly hint?: string | undefined
}
