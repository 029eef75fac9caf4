import { cpSync, existsSync, readdirSync, readFileSync } from 'node:fs'
import { basename, dirname, join, resolve } from 'node:path'
import { fileURLToPath } from 'node:url'
import { describe, expect, test } from 'vitest'
import { catalogue } from '../core/errors/catalogue/index.ts'
import { testPostgres } from './databases/postgres.ts'
import { writeErrorPage } from './docs/error-page.ts'
import { anchorsOf, linksOf, wordsOf } from './docs/markdown.ts'
import { copyFromRepository } from './docs/copy-from-repository.ts'
import { checkFragment, fragmentsOf } from './docs/fragment.ts'
import { runCommand } from './support/run-command.ts'
import { runPage } from './docs/page.ts'
import { collectVocabularies } from './docs/vocabulary.ts'
import { projectFolder } from './support/project-folder.ts'

const repository = fileURLToPath(new URL('..', import.meta.url))
const docs = join(repository, 'docs')
const errorPage = join(docs, 'errors.md')
const pages = readdirSync(docs).filter((name) => name.endsWith('.md'))
const otherPages = ['README.md', 'CONTRIBUTING.md', 'CHANGELOG.md', 'example-project/README.md']
const vocabularies = await collectVocabularies()

// Where an example gives something else than its page shows, `npx vitest run tests/docs.test.ts -u` writes what it gives.
describe('the examples of a page give what the page shows', () => {
  test.for(pages.filter((name) => name !== 'errors.md'))('%s', async (name) => {
    const page = join(docs, name)
    const postgres = async (): Promise<string> => (await testPostgres()).createDatabase()
    const built = name === 'getting-started.md'
    const shown = await runPage(page, { folder: projectFolder({}).path, postgres, built })
    await expect(shown).toMatchFileSnapshot(page)
  })

  test('errors.md, which is made of them', async () => {
    await expect(await writeErrorPage(projectFolder({}).path)).toMatchFileSnapshot(errorPage)
  })
})

test.for(pages)('every piece of YAML in %s is valid', async (name) => {
  const fragments = fragmentsOf(readFileSync(join(docs, name), 'utf8'))
  const findings = await Promise.all(fragments.map(checkFragment))
  expect(findings.flat()).toEqual([])
})

describe('everything that can be named is documented', () => {
  test.for(vocabularies)('$what', ({ names, page }) => {
    const words = wordsOf(readFileSync(join(docs, page), 'utf8'))
    expect(names).not.toEqual([])
    expect(names.filter((name) => !words.has(name))).toEqual([])
  })

  test('codes of findings', () => {
    const anchors = anchorsOf(readFileSync(errorPage, 'utf8'))
    expect(Object.keys(catalogue).filter((code) => !anchors.has(code))).toEqual([])
  })

  test('pages, from the index', () => {
    const linked = new Set(
      linksOf(readFileSync(join(docs, 'README.md'), 'utf8')).map((link) => resolve(docs, link)),
    )
    expect(pages.filter((name) => !linked.has(join(docs, name)) && name !== 'README.md')).toEqual([])
  })
})

describe('the example project', () => {
  const marts = ['bookings', 'account_balances', 'country_overview', 'monthly_cash_flow', 'monthly_spending']

  const live = ['card_transactions', 'daily_card_totals', 'card_balances', 'accounts_per_city']

  test('gives the same rows on both databases, and again when it is run again', async () => {
    const { path: folder } = projectFolder({})
    copyFromRepository('example-project', folder)
    const env = { DATABASE_URL: await (await testPostgres()).createDatabase() }
    const run = async (...words: readonly string[]): Promise<string> => {
      const { code, text } = await runCommand(words, { folder, env, now: Date.now })
      if (code !== 0) throw new Error(text)
      return text
    }
    const build = async (target: string, models: readonly string[]): Promise<readonly string[]> => {
      await run('build', '--target', target, '--exclude', 'resource_type:seed')
      const query = (model: string): string => `select * from {{ ref('${model}') }} order by 1, 2`
      return Promise.all(
        models.map((model) =>
          run('show', '--target', target, '--inline', query(model), '--output', 'csv', '--limit', '1000'),
        ),
      )
    }
    await run('seed', '--target', 'dev')
    await run('seed', '--target', 'postgres')
    const first = await build('dev', marts)
    expect(first.map((rows) => rows.split('\n').length - 2)).toEqual([445, 16, 8, 48, 6])
    expect(await build('dev', marts)).toEqual(first)
    expect(await build('postgres', marts)).toEqual(first)
    expect(await build('postgres', marts)).toEqual(first)
    const deliver = async (target: string): Promise<readonly string[]> => {
      await run('seed', '--target', target, '--select', 'address_versions', '--vars', '{address_list: 2}')
      return build(target, live)
    }
    const arrive = (file: string): void =>
      cpSync(join(folder, 'data', file), join(folder, 'data/events', basename(file)))
    arrive('later/2026-07-02-noon.jsonl')
    const delivered = await deliver('dev')
    expect(delivered.map((rows) => rows.split('\n').length - 2)).toEqual([11, 5, 5, 4])
    expect(await deliver('postgres')).toEqual(delivered)
    await run('run', '--target', 'dev', '--select', 'tag:live', '--full-refresh')
    const days = "select * from {{ ref('daily_card_totals') }} order by 1, 2"
    expect(await run('show', '--inline', days, '--output', 'csv')).toBe(delivered[1])
    for (const target of ['dev', 'postgres']) {
      arrive('wrong/2026-07-02-evening.jsonl')
      const bad = await runCommand(['build', '--select', 'tag:live', '--target', target], {
        folder,
        env,
        now: Date.now,
      })
      expect([bad.code, bad.text]).toEqual([1, expect.stringContaining('"card_transactions" is held back')])
      expect(await run('show', '--target', target, '--inline', days, '--output', 'csv')).toBe(delivered[1])
      arrive('later/2026-07-02-evening.jsonl')
      await run('retry', '--target', target)
      const { length } = (await run('show', '--target', target, '--inline', days, '--output', 'csv')).split(
        '\n',
      )
      expect(length - 2).toBe(6)
    }
  })
})

test.for([...pages.map((name) => `docs/${name}`), ...otherPages])(
  'every link of %s leads somewhere',
  (name) => {
    const page = join(repository, name)
    const broken = linksOf(readFileSync(page, 'utf8')).filter((link) => {
      if (/^[a-z]+:/u.test(link)) return false
      const [path = '', anchor] = link.split('#')
      const target = path === '' ? page : resolve(dirname(page), path)
      if (!existsSync(target)) return true
      return anchor !== undefined && !anchorsOf(readFileSync(target, 'utf8')).has(anchor)
    })
    expect(broken).toEqual([])
  },
)
