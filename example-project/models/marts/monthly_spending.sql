{{!-- One column for each kind in the variable spending_kinds. --}}
select
  {{ month_of('booked_on') }} as month,
  {{#each var('spending_kinds') as |kind|}}
  sum(case when kind = {{ literal(kind) }} then -amount_in_euro else 0.00 end) as {{ ident(kind) }},
  {{/each}}
  sum(-amount_in_euro) as total
from {{ ref('settled_bookings') }}
where kind in ({{#each var('spending_kinds') as |kind|}}{{ literal(kind) }}{{#unless @last}}, {{/unless}}{{/each}})
group by 1
order by 1
