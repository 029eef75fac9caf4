// Plays the example project's story: a first run, a delivery that arrives, and a run that adds just what is new.
// What stands behind `npm run example --` goes to every command: `npm run example -- --target postgres`.
import { spawnSync } from 'node:child_process'
import { copyFileSync, rmSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'

const program = fileURLToPath(new URL('../dist/cli/main.js', import.meta.url))
const project = fileURLToPath(new URL('../example-project', import.meta.url))
const further = process.argv.slice(2)

function tell(text) {
  process.stdout.write(`\n# ${text}\n`)
}

function xform(...words) {
  const shown = words.map((word) => (/^[\w:.,=+/-]+$/u.test(word) ? word : `"${word}"`)).join(' ')
  process.stdout.write(`\n$ xform ${[shown, ...further].join(' ')}\n`)
  const { status, signal } = spawnSync(process.execPath, [program, ...words, ...further], {
    cwd: project,
    stdio: 'inherit',
  })
  if (status !== 0) process.exit(status ?? (signal === 'SIGINT' ? 130 : 1))
}

const arrived = join(project, 'data/events/2026-07-02-noon.jsonl')
const flow =
  "select transaction_id, occurred_at, amount, merchant, _xform_batch from {{ ref('card_transactions') }} order by _xform_batch, occurred_at"
const days = "select * from {{ ref('daily_card_totals') }} order by day, currency"
const changes =
  "select account_id, holder, city, _xform_diff, _xform_batch from {{ ref('address_changes') }} order by 5, 1, 4"

rmSync(arrived, { force: true })
tell('The bank as it stands on the second of July, after the first delivery of that night.')
xform('seed', '--quiet')
xform('run', '--full-refresh')
xform('show', '--select', 'country_overview')
tell('Payments with cards, by day. The first of July is not complete: more may come.')
xform('show', '--inline', days)

tell(
  'A second file arrives: a payment of 23:55 that comes after midnight, one that was sent before, and two new ones.',
)
process.stdout.write('\n$ cp data/later/2026-07-02-noon.jsonl data/events/\n')
copyFileSync(join(project, 'data/later/2026-07-02-noon.jsonl'), arrived)
xform('run', '--select', 'tag:live')
tell('Three rows came in, as batch 2. The first of July was computed anew, and is complete.')
xform('show', '--inline', flow, '--limit', '20')
xform('show', '--inline', days)
tell('Konrad Zuse moves. The list of addresses forgets the old one; the change log does not.')
xform('seed', '--select', 'address_versions', '--vars', '{address_list: 2}', '--quiet')
xform('run', '--select', 'address_changes+')
xform('show', '--inline', changes)

tell('Nothing new: nothing is done.')
xform('run', '--select', 'tag:live')
tell('How far everything has been read, and whether it is what its query gives over everything.')
xform('status')
xform('verify')
