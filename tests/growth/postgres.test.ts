import { testHistories } from './property.ts'

testHistories('postgres')
