import type { checksCatalogue } from '../../../core/errors/catalogue/checks.ts'
import { diagnostic } from '../../../core/errors/diagnostic.ts'
import { onCommand, worded, type ErrorExample, type ExampleStep } from './example.ts'

/** An order with an amount that a test does not like. */
const orders = (test: string): ExampleStep['files'] => ({
  'models/orders.sql': "{{ config(materialized='table') }}\nselect 1 as id, -100 as amount\n",
  'models/orders.yml': `models:\n  - name: orders\n    columns:\n      - name: amount\n        data_tests:\n          - ${test}\n`,
})

/** The codes of tests. */
export const checksExamples: Readonly<Record<keyof typeof checksCatalogue, ErrorExample>> = {
  'test-failed': onCommand(
    ['build'],
    'Rows fail a test. With the severity `warn` it is a warning: [Data tests](tests.md).',
    orders('accepted_range: { min_value: 0, config: { severity: warn } }'),
  ),
  'tests-failed': onCommand(
    ['build', '--quiet'],
    'In `xform build` tests come before publication, so what fails them is never seen: [Before publication](tests.md#before-publication).',
    orders('accepted_range: { min_value: 0 }'),
  ),
  'test-error': onCommand(
    ['build', '--quiet'],
    "The database refused a test's query. The words are its own; the place is yours.",
    orders('accepted_range: { min_value: smallest }'),
  ),
  'failures-not-kept': worded(
    diagnostic(
      'failures-not-kept',
      {
        test: 'amount_is_positive',
        message: 'cannot drop table amount_is_positive because other objects depend on it',
      },
      { severity: 'warning' },
    ),
    'The rows that fail a test were to be kept, and the relation of the last time could not be exchanged. The verdict of the test stands.',
  ),
}
