// Plays the example project's story: a first build, a delivery that adds just what is new, and a bad one that is held back.
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
  const { status, signal } = show(words)
  if (status !== 0) process.exit(status ?? (signal === 'SIGINT' ? 130 : 1))
}

/** What must fail, for the story to go on. */
function xformFails(...words) {
  const { status, signal } = show(words)
  if (status !== 1) process.exit(signal === 'SIGINT' ? 130 : 1)
}

function show(words) {
  const shown = words.map((word) => (/^[\w:.,=+/-]+$/u.test(word) ? word : `"${word}"`)).join(' ')
  process.stdout.write(`\n$ xform ${[shown, ...further].join(' ')}\n`)
  return spawnSync(process.execPath, [program, ...words, ...further], { cwd: project, stdio: 'inherit' })
}

/** A file of the card network arrives. */
function deliver(file) {
  process.stdout.write(`\n$ cp data/${file} data/events/\n`)
  copyFileSync(join(project, 'data', file), join(project, 'data/events', file.slice(file.indexOf('/') + 1)))
}

const flow =
  "select transaction_id, occurred_at, amount, merchant, _xform_batch from {{ ref('card_transactions') }} order by _xform_batch, occurred_at"
const days = "select * from {{ ref('daily_card_totals') }} order by day, currency"
const changes =
  "select account_id, holder, city, _xform_diff, _xform_batch from {{ ref('address_changes') }} order by 5, 1, 4"

for (const hour of ['noon', 'evening'])
  rmSync(join(project, `data/events/2026-07-02-${hour}.jsonl`), { force: true })
tell('The bank as it stands on the second of July, after the first delivery of that night.')
xform('seed', '--quiet')
xform('build', '--full-refresh')
xform('show', '--select', 'country_overview')
tell('Payments with cards, by day. The first of July is not complete: more may come.')
xform('show', '--inline', days)

tell(
  'A second file arrives: a payment of 23:55 that comes after midnight, one that was sent before, and two new ones.',
)
deliver('later/2026-07-02-noon.jsonl')
xform('build', '--select', 'tag:live', '--exclude', 'resource_type:seed')
tell('Three rows came in, as batch 2. The first of July was computed anew, and is complete.')
xform('show', '--inline', flow, '--limit', '20')
xform('show', '--inline', days)

tell(
  'The file of the evening has its signs turned round: everybody is paid for eating. A test holds it back.',
)
deliver('wrong/2026-07-02-evening.jsonl')
xformFails('build', '--select', 'tag:live', '--exclude', 'resource_type:seed')
tell('Nobody has seen a wrong row. The totals are those of noon.')
xform('show', '--inline', days)
tell('The network sends the file again, in order. What was left undone is done.')
deliver('later/2026-07-02-evening.jsonl')
xform('retry')
xform('show', '--inline', days)

tell('Konrad Zuse moves. The list of addresses forgets the old one; the change log does not.')
xform('seed', '--select', 'address_versions', '--vars', '{address_list: 2}', '--quiet')
xform('run', '--select', 'address_changes+')
xform('show', '--inline', changes)

tell('Nothing new: nothing is done.')
xform('run', '--select', 'tag:live')
tell(
  'How far everything has been read, how old the last delivery is, and whether all of it is what its query gives.',
)
xform('status')
xform('freshness')
xform('verify')
