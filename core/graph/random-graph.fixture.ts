// Random graphs for property tests: models that mention earlier ones, tests and exposures of them.
import * as fc from 'fast-check'
import type { Node } from '../parse/node.ts'
import { buildGraph } from './build-graph.ts'
import type { Graph } from './graph.ts'
import { exposure, genericTest, model } from './nodes.fixture.ts'

/** A graph of up to 24 nodes; model `m3` has the tag `odd`, `m6` the tags `even` and `third`. */
export const randomGraph: fc.Arbitrary<Graph> = fc
  .array(fc.record({ picks: fc.array(fc.nat(), { maxLength: 3 }), use: fc.nat({ max: 9 }) }), {
    minLength: 1,
    maxLength: 24,
  })
  .map((choices) => {
    const models: string[] = []
    const nodes = choices.map(({ picks, use }, index): Node => {
      const mentions = models.length === 0 ? [] : picks.map((pick) => models[pick % models.length] ?? '')
      if (use === 0 && mentions.length > 0) return genericTest(`test_${index}`, { mentions })
      if (use === 1 && mentions.length > 0) return exposure(`exposure_${index}`, { mentions })
      models.push(`m${index}`)
      return model(`m${index}`, { mentions, tags: tagsOf(index) })
    })
    return buildGraph(nodes, { package: 'bank' }).graph
  })

function tagsOf(index: number): readonly string[] {
  return [index % 2 === 0 ? 'even' : 'odd', ...(index % 3 === 0 ? ['third'] : [])]
}
