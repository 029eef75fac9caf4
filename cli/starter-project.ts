/** The files of a new project: small, and runs on DuckDB as it is. */
export function starterProject(name: string): readonly { readonly path: string; readonly text: string }[] {
  return [
    { path: 'xform.yml', text: projectFile(name) },
    { path: '.gitignore', text: gitignore },
    { path: 'seeds/payments.csv', text: payments },
    { path: 'models/staging/stg_payments.sql', text: staging },
    { path: 'models/marts/revenue_by_month.sql', text: revenue },
    { path: 'models/models.yml', text: properties },
    { path: 'macros/money.sql', text: macros },
  ]
}

const projectFile = (name: string): string => `name: ${name}

target: dev
targets:
  dev:
    type: duckdb
    path: ${name}.duckdb

models:
  staging:
    materialized: view
  marts:
    materialized: table
`

const gitignore = `target/
*.duckdb
*.duckdb.wal
.env
`

const payments = `payment_id,customer,amount_cents,paid_at
1,Ada,1250,2026-01-05
2,Grace,3400,2026-01-17
3,Ada,990,2026-02-02
4,Edsger,12000,2026-02-11
5,Grace,450,2026-02-27
6,Barbara,7800,2026-03-04
`

const staging = `select
  payment_id,
  customer,
  {{ cents_to_money('amount_cents') }} as amount,
  paid_at
from {{ ref('payments') }}
`

const revenue = `select
  cast(date_trunc('month', paid_at) as date) as month,
  count(*) as payments,
  sum(amount) as revenue
from {{ ref('stg_payments') }}
group by 1
order by 1
`

const properties = `models:
  - name: stg_payments
    description: One row for each payment, in whole units of money.
    columns:
      - name: payment_id
        data_tests: [unique, not_null]
  - name: revenue_by_month
    description: What came in, month by month.
    columns:
      - name: month
        description: The month's first day.
      - name: revenue
        description: The sum of all payments of the month.
`

const macros = `{{#macro cents_to_money column}}cast({{ column }} * 0.01 as decimal(18, 2)){{/macro}}
`
