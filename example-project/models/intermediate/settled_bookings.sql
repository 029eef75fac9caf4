-- What really moved: without the balances that the year began with, and without what was booked by mistake and taken back.
select *
from {{ ref('bookings') }} as booking
where
  booking.kind not in ('opening', 'reversal')
  and not exists (
    select 1
    from {{ ref('bookings') }} as reversal
    where reversal.reverses_id = booking.transaction_id
  )
