{{ config(materialized='state', key='account_id') }}

select
  account_id,
  count(*) as transactions,
  {{ money('sum(amount)') }} as amount,
  max(occurred_at) as last_at
from {{ ref('card_transactions') }}
group by account_id
