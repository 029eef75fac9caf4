import fc from 'fast-check'
import Handlebars from 'handlebars'
import { describe, expect, it } from 'vitest'
import { wellFormedTemplate, wellFormedValues } from '../../tests/templates/well-formed-template.ts'
import { render } from '../../tests/templates/render.ts'

describe('White space, escapes and raw blocks', () => {
  it('come out as Handlebars itself renders them', () => {
    const handlebars = Handlebars.create()
    handlebars.registerHelper('raw', function raw(this: unknown, options: Handlebars.HelperOptions) {
      return options.fn(this)
    })
    fc.assert(
      fc.property(wellFormedTemplate, (text) => {
        const expected = handlebars.compile(text, { noEscape: true })(wellFormedValues)
        const { text: actual, problems } = render(text, { values: wellFormedValues })
        expect(problems).toEqual([])
        expect(actual).toBe(expected)
      }),
      { numRuns: 400 },
    )
  })
})
