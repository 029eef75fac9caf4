import { afterAll, beforeAll, describe } from 'vitest'
import type { Adapter } from '../core/adapter/adapter.ts'
import { alterations } from './conformance/alterations.ts'
import { cancellation } from './conformance/cancellation.ts'
import { catalogue } from './conformance/catalogue.ts'
import { constraints } from './conformance/constraints.ts'
import { described } from './conformance/described.ts'
import { errors } from './conformance/errors.ts'
import { fileMistakes } from './conformance/file-mistakes.ts'
import { fileValues } from './conformance/file-values.ts'
import { files } from './conformance/files.ts'
import { keyedChanges } from './conformance/keyed-changes.ts'
import { names } from './conformance/names.ts'
import { relations } from './conformance/relations.ts'
import { sandboxes } from './conformance/sandboxes.ts'
import { sessions } from './conformance/sessions.ts'
import { streams } from './conformance/streams.ts'
import { leaveOut, openSubject, type AdapterUnderTest } from './conformance/subject.ts'
import { texts } from './conformance/texts.ts'
import { values } from './conformance/values.ts'

/** Everything that an adapter promises, tried on a real database. */
const parts = [
  sessions,
  sandboxes,
  cancellation,
  errors,
  catalogue,
  described,
  values,
  streams,
  relations,
  keyedChanges,
  alterations,
  constraints,
  names,
  texts,
  files,
  fileMistakes,
  fileValues,
]

/** The suite that every adapter passes. A test that one cannot pass is skipped by name, with the reason. */
export function describeAdapter(under: AdapterUnderTest): void {
  describe(`the ${under.name} adapter`, () => {
    let adapter: Adapter | undefined
    const opened = (): Adapter => {
      if (adapter === undefined) throw new Error('The adapter is not open yet.')
      return adapter
    }
    beforeAll(async () => {
      adapter = await under.open()
      await adapter.session((session) => session.execute([opened().dialect.createSchema('shop')]))
    })
    afterAll(async () => adapter?.close())
    leaveOut(under.skip ?? [])
    const subject = openSubject(under, opened)
    for (const register of parts) register(subject)
  })
}
