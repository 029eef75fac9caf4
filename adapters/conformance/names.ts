import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import type { Part } from './subject.ts'

/** Names that have broken tools before. */
const evilNames = [
  'Orders',
  'select',
  'with space',
  `it's`,
  'quo"te',
  '"',
  '""',
  '%s',
  '$1',
  '?',
  '{{ ref }}',
  'semi;colon',
  '-- comment',
  '/* comment */',
  'back\\slash',
  'new\nline',
  'tab\t',
  '日本',
  '😀',
  'é',
  '.',
  'a.b',
  '*',
  '__proto__',
  'constructor',
  '0',
  ' ',
]

/** Texts that have broken tools before. */
const evilTexts = [
  '',
  `'`,
  `''`,
  `'; drop table orders; --`,
  '\\',
  `\\'`,
  '\\\\',
  '\\n',
  `E'x'`,
  '$$',
  '$1',
  '?',
  '??',
  ':name',
  '%',
  'null',
  '--',
  '/*',
  '\n',
  '\r\n',
  '\t',
  '\u0001',
  '\u007f',
  '\u2028',
  'a\ufeff',
  '\u202e',
  '日本',
  '😀',
  'e\u0301',
]

/** Identifiers and literals go in and come out unchanged, whatever they are. */
export const names: Part = ({ adapter, run, session }) => {
  describe('names and literals', () => {
    test('identifiers of every kind name schemas, tables and columns', async () => {
      const { dialect } = adapter()
      for (const [index, name] of evilNames.entries()) {
        const relation = { schema: `schema ${index} ${name}`, name }
        await run(
          dialect.createSchema(relation.schema),
          dialect.createTableAs(relation, `select 1 as ${dialect.quote(name)}`),
          dialect.createViewAs(
            { ...relation, name: `${name} view` },
            `select ${dialect.quote(name)} from ${dialect.relation(relation)}`,
          ),
          dialect.comment('table', relation, name, name),
        )
        const [state, standing] = await session(async (lent) => [
          await adapter().inspectOne(lent, relation),
          await adapter().inspect(lent, [{ schema: relation.schema }]),
        ])
        expect(state.exists ? state.columns.map((column) => column.name) : []).toEqual([name])
        expect(standing.map((one) => one.name.name).toSorted()).toEqual([name, `${name} view`].toSorted())
        expect(await run(`select * from ${dialect.relation(relation)}`)).toEqual([
          Object.fromEntries([[name, 1]]),
        ])
      }
    })

    test('literals of every kind come out as they went in', async () => {
      const { dialect } = adapter()
      for (const text of evilTexts) {
        expect(await run(`select ${dialect.literal(text)} as value`)).toEqual([{ value: text }])
      }
      const [row] = await run(
        `select ${dialect.literal(null)} as nothing, ${dialect.literal(true)} as yes, ${dialect.literal(false)} as no, 5 -${dialect.literal(-3)} as eight, ${dialect.literal(-0)} as zero`,
      )
      expect(row).toEqual({ nothing: null, yes: true, no: false, eight: 8, zero: 0 })
    })

    test('a text that begins with a byte order mark comes out as it went in', async () => {
      const { dialect } = adapter()
      expect(await run(`select ${dialect.literal('\ufefforders')} as value`)).toEqual([
        { value: '\ufefforders' },
      ])
    })

    test('texts and names at random come out as they went in', async () => {
      const { dialect } = adapter()
      const text = fc.string({ unit: 'binary', maxLength: 40 }).filter(isStorable)
      await fc.assert(
        fc.asyncProperty(
          text,
          text.filter((one) => one !== '' && Buffer.byteLength(one) <= 63),
          async (value, name) => {
            const rows = await run(`select ${dialect.literal(value)} as ${dialect.quote(name)}`)
            expect(rows).toEqual([Object.fromEntries([[name, value]])])
          },
        ),
        { numRuns: 200 },
      )
    })

    test('numbers come out as they went in', async () => {
      const { dialect } = adapter()
      await fc.assert(
        fc.asyncProperty(
          fc.double({ noNaN: true, noDefaultInfinity: true, min: -1e100, max: 1e100 }),
          async (number) => {
            const [row] = await run(`select cast(${dialect.literal(number)} as double precision) as value`)
            expect(row?.['value']).toBe(number === 0 ? 0 : number)
          },
        ),
        { numRuns: 100, examples: [[-0.009024652595312094], [123456789.01234567], [5e-324], [2 ** 53]] },
      )
    })

    test('what has no literal is refused', () => {
      const { dialect } = adapter()
      for (const refused of [NaN, Infinity, -Infinity, 'a\0b'])
        expect(() => dialect.literal(refused)).toThrow(RangeError)
      expect(() => dialect.quote('a\0b')).toThrow(RangeError)
      return Promise.resolve()
    })

    test('a name that is folded means the same without quotes', async () => {
      const { dialect } = adapter()
      for (const name of ['id', 'ID', 'Order_Id2', '_x', 'value', 'name', 'date', 'type', 'year']) {
        const folded = dialect.foldIdentifier(name)
        expect(folded).toBe(name.toLowerCase())
        expect(await run(`select ${name} from (select 1 as ${dialect.quote(folded ?? '')}) as t`)).toEqual([
          { [folded ?? '']: 1 },
        ])
      }
      for (const name of ['select', 'Order', 'user', 'a b', '1st', 'ü', '', 'a-b', 'pivot', 'offset']) {
        expect(dialect.foldIdentifier(name)).toBeUndefined()
      }
    })
  })
}

function isStorable(text: string): boolean {
  return !/\0|^\ufeff/.test(text) && Buffer.from(text).toString() === text
}
