select
  account_id,
  holder,
  country_code,
  currency,
  opened_on,
  closed_on
from {{ source('bank', 'accounts') }}
