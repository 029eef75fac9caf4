{{ config(
  materialized='incremental',
  unique_key='transaction_id',
  on_schema_change='append_new_columns'
) }}

select
  booked.transaction_id,
  booked.account_id,
  account.holder,
  account.country_code,
  booked.booked_at,
  booked.booked_on,
  booked.kind,
  booked.counterparty,
  booked.amount,
  booked.currency,
  {{ money('booked.amount * rate.euro_per_unit') }} as amount_in_euro,
  booked.reverses_id,
  booked.exported_on
from {{ ref('stg_transactions') }} as booked
join {{ ref('stg_accounts') }} as account
  on account.account_id = booked.account_id
left join {{ ref('stg_exchange_rates') }} as rate
  on rate.currency = booked.currency
  and booked.booked_on >= rate.valid_from
  and (rate.valid_until is null or booked.booked_on < rate.valid_until)
{{#if incremental}}
-- New is what has arrived, not what was booked lately: a transaction may be exported weeks after it was booked.
-- The newest export is read again, in case it was not complete; unique_key replaces the rows that are there already.
where booked.exported_on >= (
  select coalesce(max(exported_on), cast('0001-01-01' as date)) from {{ this }}
)
{{/if}}
