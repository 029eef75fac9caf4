import { describe, expect, test } from 'vitest'
import { readFrontMatter } from './front-matter.ts'

function read(text: string) {
  const { entries, start, diagnostics } = readFrontMatter({ path: 'models/orders.sql', text })
  return {
    keys: entries.map(({ key, keyAt }) => `${key} ${keyAt.line}:${keyAt.column}`),
    sql: text.slice(start),
    places: diagnostics.map(({ code, at }) => `${code} ${at?.line}:${at?.column}`),
  }
}

describe('front matter is read', () => {
  test.each<readonly [string, string, readonly [readonly string[], string]]>([
    ['a file without it', 'select 1', [[], 'select 1']],
    [
      'config between two lines',
      '---\nschema: a\ntags: [a]\n---\nselect 1',
      [['schema 2:1', 'tags 3:1'], 'select 1'],
    ],
    ['lines that end as on Windows', '---\r\ntags: a\r\n---\r\nselect 1', [['tags 2:1'], 'select 1']],
    ['nothing in it', '---\n---\nselect 1', [[], 'select 1']],
    ['comments in it', '---\n# later\n---\nselect 1', [[], 'select 1']],
    ['nothing behind it', '---\ntags: a\n---', [['tags 2:1'], '']],
    ['a comment of dashes', '-----\nselect 1', [[], '-----\nselect 1']],
    ['a line of dashes further down', 'select 1\n---\nx', [[], 'select 1\n---\nx']],
  ])('%s', (_, text, [keys, sql]) => {
    expect(read(text)).toEqual({ keys, sql, places: [] })
  })
})

describe('front matter that is wrong is reported', () => {
  test.each([
    ['no end', '---\ntags: a\nselect 1', 'unclosed-front-matter 1:1'],
    ['no YAML', '---\ntags: [a\n---\nselect 1', 'yaml-syntax 2:7'],
    ['a list', '---\n- a\n---\nselect 1', 'wrong-type 2:1'],
    ['a tab', '---\nmeta:\n\tx: 1\n---\nselect 1', 'yaml-tab 3:1'],
    ['a template without quotes', '---\nschema: {{ x }}\n---\nselect 1', 'yaml-unquoted-template 2:9'],
  ])('%s', (_, text, place) => {
    expect(read(text).places).toEqual([place])
  })
})
