// Every property test draws the same examples in every run: a change is judged by what it changed. `npm run test:nightly`
// draws others each time, and a failure prints the seed that draws them again.
import fc from 'fast-check'

/** Which examples are drawn: a number, or `random` for others each time. */
const setting = process.env['XFORM_TEST_SEED'] ?? '20261121'

if (setting !== 'random') fc.configureGlobal({ seed: Number(setting) })
