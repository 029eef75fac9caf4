select
  {{ month_of('booking.booked_on') }} as month,
  country.country,
  count(*) as bookings,
  sum(case when booking.amount_in_euro > 0 then booking.amount_in_euro else 0.00 end) as money_in,
  sum(case when booking.amount_in_euro < 0 then -booking.amount_in_euro else 0.00 end) as money_out,
  sum(booking.amount_in_euro) as net
from {{ ref('settled_bookings') }} as booking
join {{ ref('countries') }} as country
  on country.country_code = booking.country_code
group by 1, 2
order by 1, 2
