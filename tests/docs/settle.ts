/** What differs from one run or one machine to the next, made the same. */
export function settle(text: string, { home }: { readonly home: string }): string {
  return text
    .replaceAll(home, '/home/ada')
    .replaceAll(', 1 thread\n', ', 4 threads\n')
    .replaceAll(/\bin \d+\.\d+s/gu, 'in 0.05s')
    .replaceAll(/\d+\.\d\ds| \d+\.\ds/gu, '0.02s')
    .replaceAll(/\(\d{4}-\d\d-\d\d \d\d:\d\d:\d\d UTC\)/gu, '(2026-06-29 23:00:00 UTC)')
    .replaceAll(/\btest_[0-9a-f]{32}\b/gu, 'bank')
    .replaceAll(/\bPostgres \d+\.\d+/gu, 'Postgres 18.4')
    .replaceAll(/\buser "[^"]+"/gu, 'user "ada"')
    .replaceAll(/"[^"]+" may create/gu, '"ada" may create')
    .replaceAll(/\bDuckDB v[\d.]+/gu, 'DuckDB v1.5.6')
    .replaceAll(/\bon Node [\d.]+/gu, 'on Node 20.20.0')
    .replaceAll(/[ \t]+$/gmu, '')
}
