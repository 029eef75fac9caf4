{{!-- The list holds the address of today and forgets the one of yesterday. This table remembers both. --}}
{{ config(materialized='changes', key='account_id') }}

select account_id, holder, city
from {{ source('cards', 'account_addresses') }}
