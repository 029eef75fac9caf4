select
  transaction_id,
  account_id,
  booked_at,
  cast(booked_at as date) as booked_on,
  {{ cents_to_money('amount_cents') }} as amount,
  currency,
  kind,
  counterparty,
  reverses as reverses_id,
  exported_on
from {{ source('bank', 'transactions') }}
