// The project that histories are played on: every kind of model that grows, on each kind of driver.

/** Models that are built together, inputs first: a history is about one of these groups. */
export const groups: readonly (readonly string[])[] = [
  ['events', 'spending', 'balances', 'notes'],
  ['events', 'daily', 'final_days'],
  ['events', 'balances', 'balance_changes', 'balance_totals'],
  ['account_changes', 'countries', 'account_log', 'lands'],
]

/** The models whose rows are compared as they are. */
export const tables: Readonly<Record<string, string>> = {
  events: 'event_id, account, amount, happened, note',
  spending: 'event_id, account, doubled, happened',
  balances: 'account, balance, transactions, least, most, average',
  daily: 'day, events, total, complete',
  final_days: 'day, events, complete',
  notes: 'note, mentions, newest, total, least',
  countries: 'country, accounts',
  lands: 'land, accounts',
  balance_totals: 'is_negative, accounts, total',
}

/** The models whose rows are compared after what was withdrawn is taken from what was added. */
export const logs: Readonly<Record<string, string>> = {
  account_changes: 'id, country, name',
  account_log: 'id, land',
  balance_changes: 'account, balance',
}

/** Change log → the query whose result it must add up to. */
export const sums: Readonly<Record<string, string>> = {
  account_changes: 'select id, country, name from raw.accounts',
  balance_changes: 'select account, balance from live.balances',
}

/** The project's files, without `xform.yml`. */
export const historyFiles: Readonly<Record<string, string>> = {
  'models/sources.yml': `
sources:
  - name: raw
    tables:
      - { name: events, cursor: seq }
      - { name: accounts }
`,
  'models/events.sql': `
{{ config(materialized='flow', unique_key='event_id', event_time='happened', lateness='2 days') }}
select event_id, account, amount, happened, note from {{ source('raw', 'events') }}
`,
  'models/spending.sql': `
{{ config(materialized='flow') }}
select event_id, account, amount * 2 as doubled, happened from {{ ref('events') }} where amount > 0
`,
  'models/balances.sql': `
{{ config(materialized='state', key='account') }}
select account, sum(amount) as balance, count(*) as transactions, min(happened) as least, max(happened) as most,
  avg(amount) as average
from {{ ref('events') }} group by account
`,
  'models/daily.sql': `
{{ config(materialized='state', key={ day: "date_trunc('day', happened)" }) }}
select date_trunc('day', happened) as day, count(*) as events, sum(amount) as total,
  date_trunc('day', happened) < {{ watermark('events') }} as complete
from {{ ref('events') }} group by date_trunc('day', happened)
`,
  'models/final_days.sql': `
{{ config(materialized='state', key={ day: "date_trunc('day', happened)" }, emit='final') }}
select date_trunc('day', happened) as day, count(*) as events,
  date_trunc('day', happened) < {{ watermark('events') }} as complete
from {{ ref('events') }} group by date_trunc('day', happened)
`,
  'models/notes.sql': `
{{ config(materialized='state', key='note') }}
select note, count(*) as mentions, max(seq) as newest, sum(amount) as total, min(happened) as least
from {{ source('raw', 'events') }} group by note
`,
  'models/account_changes.sql': `
{{ config(materialized='changes', key='id') }}
select id, country, name from {{ source('raw', 'accounts') }}
`,
  'models/countries.sql': `
{{ config(materialized='state', key='country') }}
select country, count(*) as accounts from {{ ref('account_changes') }} group by country
`,
  'models/account_log.sql': `
{{ config(materialized='flow') }}
select id, upper(country) as land, _xform_diff from {{ ref('account_changes') }}
`,
  'models/lands.sql': `
{{ config(materialized='state', key='land') }}
select land, count(*) as accounts from {{ ref('account_log') }} group by land
`,
  'models/balance_changes.sql': `
{{ config(materialized='changes', key='account') }}
select account, balance from {{ ref('balances') }}
`,
  'models/balance_totals.sql': `
{{ config(materialized='state', key={ is_negative: 'balance < 0' }) }}
select balance < 0 as is_negative, count(*) as accounts, sum(balance) as total
from {{ ref('balance_changes') }} group by balance < 0
`,
}

/** Statements that make the raw tables anew. */
export const rawTables: readonly string[] = [
  'drop table if exists raw.events',
  'drop table if exists raw.accounts',
  'drop sequence if exists raw.seqs',
  'create sequence raw.seqs',
  `create table raw.events (seq bigint not null default nextval('raw.seqs'), event_id integer, account integer, amount decimal(12, 2), happened timestamp, note varchar)`,
  'create table raw.accounts (id integer, country varchar, name varchar)',
]
