{{!-- The totals of a day change as long as its transactions come in; `complete` says that no more are expected. --}}
{{ config(materialized='state', key=['day', 'currency']) }}

select
  day,
  currency,
  count(*) as transactions,
  {{ money('sum(amount)') }} as amount,
  day + 1 <= {{ watermark('card_transactions') }} as complete
from {{ ref('card_transactions') }}
group by day, currency
