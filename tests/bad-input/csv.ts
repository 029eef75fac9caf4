import { failed, fine, type Fixture } from './fixture.ts'

const command = ['seed'] as const
const rates = (csv: string | Uint8Array): Pick<Fixture, 'command' | 'files'> => ({
  command,
  files: { 'seeds/rates.csv': csv },
})
const withProperties = (csv: string, config: string): Pick<Fixture, 'command' | 'files'> => ({
  command,
  files: { 'seeds/rates.csv': csv, 'seeds/seeds.yml': `seeds:\n  - name: rates\n${config}` },
})
const file = 'seeds/rates.csv'
const latin1 = (text: string): Uint8Array => Uint8Array.from(text, (letter) => letter.codePointAt(0) ?? 0)

/** Seeds: csv files. */
export const csvFixtures: readonly Fixture[] = [
  {
    name: 'an empty file',
    ...rates(''),
    expect: { ...failed({ code: 'seed-empty', at: `${file}:1:1`, hint: 'first line' }), standing: [] },
  },
  {
    name: 'a file of blank lines',
    ...rates('\n\n\n'),
    expect: failed({ code: 'seed-empty', at: `${file}:1:1`, hint: 'first line' }),
  },
  {
    name: 'a column without a name, one twice, and one in other case',
    ...rates('currency,,rate,rate,Currency\nUSD,1,2,3,4\n'),
    expect: failed(
      { code: 'seed-header-empty', at: `${file}:1:10`, hint: 'Write a name' },
      { code: 'seed-header-duplicate', at: `${file}:1:16`, hint: 'Rename one' },
      { code: 'seed-header-duplicate', at: `${file}:1:21`, hint: 'Rename one' },
    ),
  },
  {
    name: 'another delimiter',
    ...rates('currency;rate\nUSD;0.86\n'),
    expect: failed({ code: 'seed-delimiter-suspected', at: `${file}:1:9`, hint: '`delimiter`' }),
  },
  {
    name: 'rows that are too short and too long, each at its end',
    ...rates('currency,rate\nUSD\nEUR,1,2\nCHF,1\n\nGBP,1,,\n'),
    expect: failed(
      { code: 'seed-fields-missing', at: `${file}:2:4`, hint: 'Write the missing fields' },
      { code: 'seed-fields-extra', at: `${file}:3:7`, hint: 'in quotes' },
      { code: 'seed-fields-extra', at: `${file}:6:7`, hint: 'in quotes' },
    ),
  },
  {
    name: 'quotes where none can be',
    ...rates('item,price\n5" disk,3\n"disk" 5,3\n'),
    expect: failed(
      { code: 'seed-quote-stray', at: `${file}:2:2`, hint: 'Put the whole field in quotes' },
      { code: 'seed-text-after-quote', at: `${file}:3:7`, hint: 'twice' },
    ),
  },
  {
    name: 'a quote that is never closed',
    ...rates('item,price\ndisk,1\n"disk,2\ndisk,3\n'),
    expect: failed({ code: 'seed-quote-unclosed', at: `${file}:3:1`, hint: 'End the field' }),
  },
  {
    name: 'a quote that is never closed in a file that is larger than the memory for a row',
    ...rates(`item,price\n"disk,2\n${'disk,3\n'.repeat(700_000)}`),
    expect: failed({ code: 'seed-row-too-long', at: `${file}:2:1`, hint: 'not closed' }),
  },
  {
    name: 'a character that databases do not take',
    ...rates('item,price\ndi\0sk,1\n"a\0b",2\n'),
    expect: failed(
      { code: 'seed-nul', at: `${file}:2:3`, hint: 'UTF-8' },
      { code: 'seed-nul', at: `${file}:3:3`, hint: 'UTF-8' },
    ),
  },
  {
    name: 'a file in Latin-1',
    ...rates(latin1('item,price\ndisk,1\ncaf\u00e9,2\n')),
    expect: failed({ code: 'not-utf8', at: `${file}:3:1`, hint: 'UTF-8' }),
  },
  {
    name: 'a file in UTF-16',
    ...rates(new Uint8Array([0xff, 0xfe, ...Buffer.from('item,price\ndisk,1\n', 'utf16le')])),
    expect: failed({ code: 'not-utf8', at: `${file}:1:1`, hint: 'UTF-8' }),
  },
  {
    name: 'junk',
    ...rates(Uint8Array.from({ length: 5000 }, (_, index) => (index * 7919 + 13) % 256)),
    expect: failed({ code: 'not-utf8', at: `${file}:1:1`, hint: 'UTF-8' }),
  },
  {
    name: 'ten thousand and one columns',
    ...rates(`${Array.from({ length: 10_001 }, (_, index) => `c${index}`).join(',')}\n`),
    expect: failed({ code: 'seed-too-many-columns', at: `${file}:1:58885`, hint: '`delimiter`' }),
  },
  {
    name: 'more problems than anybody wants to read',
    ...rates(`currency,rate\n${'USD\n'.repeat(100_000)}`),
    expect: failed(
      ...Array.from({ length: 20 }, (_, index) => ({
        code: 'seed-fields-missing',
        at: `${file}:${index + 2}:4`,
        hint: 'Write the missing fields',
      })),
      {
        code: 'seed-more-problems',
        at: `${file}:22:4`,
        hint: 'Correct these',
        severity: 'note',
        message: '99980 more problems',
      },
    ),
  },
  {
    name: 'types for columns that there are not, and twice for one',
    ...withProperties(
      'currency,rate\nUSD,0.86\n',
      '    config:\n      column_types: { rat: double, rate: double, RATE: double }\n    columns:\n      - { name: curency, data_type: text }\n',
    ),
    expect: failed(
      { code: 'seed-column-unknown', at: 'seeds/seeds.yml:4:28', hint: 'Did you mean "rate"?' },
      { code: 'seed-column-declared-twice', at: 'seeds/seeds.yml:4:56', hint: 'Remove one' },
      { code: 'seed-column-unknown', at: 'seeds/seeds.yml:6:17', hint: 'Did you mean "currency"?' },
    ),
  },
  {
    name: 'a type that the database does not have',
    ...withProperties('currency,rate\nUSD,0.86\n', '    config:\n      column_types: { rate: dubble }\n'),
    expect: {
      ...failed({ code: 'query-failed', at: 'seeds/seeds.yml:4:21', hint: 'double', message: 'dubble' }),
      standing: [],
    },
  },
  {
    name: 'a value that its declared type cannot hold',
    ...withProperties(
      'currency,rate\nUSD,1\nEUR,many\n',
      '    config:\n      column_types: { rate: integer }\n',
    ),
    expect: {
      ...failed({ code: 'query-failed', at: `${file}:3:5`, hint: 'column_types', message: 'many' }),
      standing: [],
    },
  },
  {
    name: 'a delimiter that is none, and an unknown key of a seed',
    ...withProperties('currency,rate\nUSD,1\n', '    config: { delimiter: ";;", quote_column: true }\n'),
    expect: {
      exit: 2,
      findings: [
        { code: 'wrong-type', at: 'seeds/seeds.yml:3:26', hint: 'one character' },
        { code: 'unknown-key', at: 'seeds/seeds.yml:3:32', hint: 'Did you mean "quote_columns"?' },
      ],
    },
  },
  {
    name: 'several seeds with problems, and one without that is loaded',
    command,
    files: { 'seeds/a.csv': 'id,id\n1,2\n', 'seeds/b.csv': 'id\n1\n', 'seeds/c.csv': '' },
    expect: {
      ...failed(
        { code: 'seed-header-duplicate', at: 'seeds/a.csv:1:4', hint: 'Rename one' },
        { code: 'seed-empty', at: 'seeds/c.csv:1:1', hint: 'first line' },
      ),
      standing: ['b'],
    },
  },
  {
    name: 'what looks bad and is not: a byte order mark, CRLF, no line ending at the end, quotes, a header alone',
    command,
    files: {
      'seeds/bom.csv': '\uFEFFid,name\r\n1,"a ""b"" c"\r\n2,"x,\ny"',
      'seeds/header.csv': 'id,name\n',
      'seeds/names.csv': '"select",ORDER,"a ""b""",constructor,__proto__,größe\n1,2,3,4,5,6\n',
    },
    expect: { ...fine(), standing: ['bom', 'header', 'names'] },
  },
]
