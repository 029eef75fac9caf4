import { testHistories } from './property.ts'

testHistories('duckdb')
