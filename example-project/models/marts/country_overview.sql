select
  country,
  count(*) as accounts,
  string_agg(holder, ', ' order by holder) as holders,
  sum(balance_in_euro) as balance_in_euro,
  {{ percent('sum(balance_in_euro)', 'sum(sum(balance_in_euro)) over ()') }} as percent,
  {{ bar('sum(balance_in_euro)', 'max(sum(balance_in_euro)) over ()') }} as chart
from {{ ref('account_balances') }}
group by country
order by balance_in_euro desc
