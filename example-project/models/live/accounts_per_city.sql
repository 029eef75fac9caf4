{{ config(materialized='state', key='city') }}

select
  city,
  count(*) as accounts
from {{ ref('address_changes') }}
group by city
