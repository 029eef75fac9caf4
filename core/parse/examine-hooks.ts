// The hooks of a node → what they refer to, and what is wrong with their templates.
import { diagnostic } from '../errors/diagnostic.ts'
import type { Located } from '../project/project.ts'
import type { Report } from '../project/schema/reader.ts'
import { examineTemplate } from './examine-template.ts'
import type { Reference } from './node.ts'
import type { ParseScope } from './parse-environment.ts'
import { parseLocated } from './parse-located.ts'

/** Examines hooks as the templates they are. `name` is what `this` is called. */
export function examineHooks(
  hooks: readonly Located<string>[],
  { scope, name }: { readonly scope: ParseScope; readonly name: string },
  report: Report,
): readonly Reference[] {
  return hooks.flatMap((hook) => {
    if (!hook.value.includes('{{')) return []
    const { template, diagnostics } = parseLocated(hook)
    const examined = examineTemplate(template, { scope, name })
    for (const finding of [...diagnostics, ...examined.diagnostics]) report(finding)
    return examined.references
  })
}

/** Examines hooks that cannot refer to anything. */
export function examineFreeHooks(
  hooks: readonly Located<string>[],
  { scope, name, owner }: { readonly scope: ParseScope; readonly name: string; readonly owner: string },
  report: Report,
): void {
  for (const { at } of examineHooks(hooks, { scope, name }, report)) {
    report(diagnostic('reference-in-hook', { owner }, { at }))
  }
}
