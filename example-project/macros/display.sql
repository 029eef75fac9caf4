{{!-- A bar as long as the value is large: `width` letters for the largest. --}}
{{#macro bar value largest width=20}}
repeat('█', cast(floor({{ width }} * greatest(cast({{ value }} as double precision), 0) / cast({{ largest }} as double precision)) as integer))
{{~/macro}}

{{!-- The first day of a date's month. --}}
{{#macro month_of day}}cast(date_trunc('month', cast({{ day }} as timestamp)) as date){{/macro}}
