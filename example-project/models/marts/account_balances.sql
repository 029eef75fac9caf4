with totals as (
  select
    account_id,
    {{ money('sum(amount)') }} as balance,
    count(*) as bookings,
    max(booked_on) as last_booked_on
  from {{ ref('bookings') }}
  group by account_id
),

today as (
  select max(exported_on) as day from {{ ref('bookings') }}
)

select
  account.account_id,
  account.holder,
  country.country,
  case
    when account.closed_on is not null then 'closed'
    when totals.last_booked_on < today.day - {{ var('dormant_after_days') }} then 'dormant'
    else 'active'
  end as status,
  totals.bookings,
  totals.last_booked_on,
  totals.balance,
  account.currency,
  {{ money('totals.balance * rate.euro_per_unit') }} as balance_in_euro
from {{ ref('stg_accounts') }} as account
join {{ ref('countries') }} as country
  on country.country_code = account.country_code
join {{ ref('stg_exchange_rates') }} as rate
  on rate.currency = account.currency
  and rate.valid_until is null
join totals
  on totals.account_id = account.account_id
cross join today
order by balance_in_euro desc
