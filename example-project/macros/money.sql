{{!-- Whole cents as an amount, exact on every database. --}}
{{#macro cents_to_money column}}cast({{ column }} * 0.01 as decimal(18, 2)){{/macro}}

{{!-- An amount of money, rounded to the cent. --}}
{{#macro money value}}cast({{ value }} as decimal(18, 2)){{/macro}}

{{!-- How much of a hundred a part is; nothing of nothing is nothing. --}}
{{#macro percent part whole}}cast(100 * cast({{ part }} as double precision) / nullif(cast({{ whole }} as double precision), 0) as decimal(5, 1)){{/macro}}
