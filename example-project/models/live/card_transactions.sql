{{ config(
  materialized='flow',
  unique_key='transaction_id',
  event_time='occurred_at',
  lateness='2 hours'
) }}

select
  transaction_id,
  account_id,
  occurred_at,
  cast(occurred_at as date) as day,
  {{ cents_to_money('amount_cents') }} as amount,
  currency,
  merchant
from {{ source('cards', 'card_events') }}
