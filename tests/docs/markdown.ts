// The text of a page → its fenced blocks and the prose between them, and back again.

/** A stretch of a page. Written one after the other, the stretches are the page. */
export type Stretch = Prose | Block

/** Everything that is not a fenced block. */
export interface Prose {
  readonly kind: 'prose'
  readonly text: string
}

/** A fenced block that stands at the beginning of its lines. */
export interface Block {
  readonly kind: 'block'
  readonly fence: string
  readonly language: string
  /** What stands behind the language: `title=models/orders.sql` is a value under `title`, `render` an empty one. */
  readonly marks: ReadonlyMap<string, string>
  /** Without the fences; ends with a line break unless it is empty. */
  readonly text: string
}

const block = /^(?<fence>`{3,})(?<info>[^\n`]*)\n(?<text>(?:[^\n]*\n)*?)\k<fence>$/gmu

/** Cuts a page into stretches. */
export function readStretches(page: string): readonly Stretch[] {
  const stretches: Stretch[] = []
  let from = 0
  for (const match of page.matchAll(block)) {
    const { fence = '', info = '', text = '' } = match.groups ?? {}
    stretches.push({ kind: 'prose', text: page.slice(from, match.index) }, readBlock(fence, info, text))
    from = match.index + match[0].length
  }
  return [...stretches, { kind: 'prose', text: page.slice(from) }]
}

function readBlock(fence: string, info: string, text: string): Block {
  const [language = '', ...words] = info.trim().split(/\s+/u)
  const marks = words.map((word) => {
    const [name = '', ...value] = word.split('=')
    return [name, value.join('=')] as const
  })
  return { kind: 'block', fence, language, marks: new Map(marks), text }
}

/** Puts stretches together to a page. */
export function writeStretches(stretches: readonly Stretch[]): string {
  return stretches.map((one) => (one.kind === 'prose' ? one.text : writeBlock(one))).join('')
}

function writeBlock({ fence, language, marks, text }: Block): string {
  const words = [...marks].map(([name, value]) => (value === '' ? name : `${name}=${value}`))
  return `${fence}${[language, ...words].join(' ')}\n${text}${fence}`
}

/** The prose of a page, without its blocks and without what stands in backticks. */
export function proseOf(page: string): string {
  return readStretches(page)
    .map((one) => (one.kind === 'prose' ? one.text.replaceAll(/`[^`\n]*`/gu, '') : ''))
    .join('')
}

/** The anchors of a page's headings, as GitHub makes them. */
export function anchorsOf(page: string): ReadonlySet<string> {
  const headings = readStretches(page).flatMap((one) =>
    one.kind === 'prose' ? [...one.text.matchAll(/^#+ (.+)$/gmu)].map(([, heading = '']) => heading) : [],
  )
  const anchors = headings.map((heading) =>
    heading
      .toLowerCase()
      .replaceAll(/[^\p{L}\p{N}_ -]/gu, '')
      .replaceAll(' ', '-'),
  )
  return new Set(anchors)
}

/** The targets of a page's links, images included. */
export function linksOf(page: string): readonly string[] {
  return [...proseOf(page).matchAll(/\]\((?<target>[^)\s]+)\)/gu)].map(
    ({ groups }) => groups?.['target'] ?? '',
  )
}

/** Every word that a page shows as code: in backticks, or in a block. */
export function wordsOf(page: string): ReadonlySet<string> {
  const inline = [...page.matchAll(/`[^`\n]+`/gu)].map(([code]) => code)
  const blocks = readStretches(page).flatMap((one) => (one.kind === 'block' ? [one.text] : []))
  const code = [...inline, ...blocks].join('\n')
  return new Set([...code.matchAll(/[\w.,+-]+/gu), ...code.matchAll(/\w+/gu)].map(([word]) => word))
}
