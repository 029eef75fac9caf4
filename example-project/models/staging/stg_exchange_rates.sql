select
  currency,
  euro_per_unit,
  valid_from,
  lead(valid_from) over (partition by currency order by valid_from) as valid_until
from {{ ref('exchange_rates') }}

union all

select 'EUR', 1, min(valid_from), null
from {{ ref('exchange_rates') }}
