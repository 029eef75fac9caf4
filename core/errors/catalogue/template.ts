import { templateSyntaxCatalogue } from './template-syntax.ts'
import type { Wording } from '../wording.ts'

type Entry = (params: never) => Wording

/** What can be wrong when templates are read and evaluated: code → wording. */
export const templateCatalogue = {
  ...templateSyntaxCatalogue,
  'unknown-name': (p: { readonly name: string; readonly hint?: string | undefined }) => ({
    message: `There is no value "${p.name}" here.`,
    hint: p.hint ?? 'Write a text in quotes; a name without quotes stands for a value.',
  }),
  'unknown-function': (p: { readonly name: string; readonly hint?: string | undefined }) => ({
    message: `There is no function or macro "${p.name}".`,
    hint: p.hint ?? 'Define it with {{#macro}} in a file under macros/, or correct the name.',
  }),
  'unknown-field': (p: { readonly field: string; readonly suggestion?: string | undefined }) => ({
    message: `There is no field "${p.field}" here.`,
    hint: p.suggestion ?? 'Check the name behind the dot.',
  }),
  'no-fields': (p: { readonly field: string; readonly kind: string }) => ({
    message: `"${p.field}" cannot be read, because what stands before the dot is ${p.kind} and has no fields.`,
    hint: 'Only maps and relations have fields: write the value without the dot.',
  }),
  'not-a-function': (p: { readonly name: string }) => ({
    message: `"${p.name}" is a value and cannot be called.`,
    hint: `Write ${p.name} without parentheses and arguments.`,
  }),
  'function-not-called': (p: { readonly name: string }) => ({
    message: `"${p.name}" is a function, and here its value is wanted.`,
    hint: `Call it: ${p.name}().`,
  }),
  'loop-name-outside': (p: { readonly name: string }) => ({
    message: `"${p.name}" has a value only inside {{#each}}.`,
    hint: 'Use it between {{#each list as |item|}} and {{/each}}.',
  }),
  'missing-argument': (p: { readonly name: string; readonly signature: string }) => ({
    message: `The argument "${p.name}" is missing.`,
    hint: `Call it as ${p.signature}.`,
  }),
  'too-many-arguments': (p: {
    readonly signature: string
    readonly most: number
    readonly given: number
  }) => ({
    message: `There are ${p.given} arguments, and at most ${p.most} can be taken.`,
    hint: `Call it as ${p.signature}.`,
  }),
  'unknown-argument': (p: {
    readonly name: string
    readonly signature: string
    readonly suggestion?: string | undefined
  }) => ({
    message: `There is no argument "${p.name}".`,
    hint: [p.suggestion, `Call it as ${p.signature}.`].filter((one) => one !== undefined).join(' '),
  }),
  'wrong-argument-type': (p: {
    readonly name: string
    readonly expected: string
    readonly given: string
  }) => ({
    message: `"${p.name}" takes ${p.expected}; this is ${p.given}.`,
    hint: `Give it ${p.expected}.`,
  }),
  'empty-list': (p: { readonly name: string }) => ({
    message: `"${p.name}" would write nothing for this list, because it is empty.`,
    hint: 'Ask before: {{#if list}} … {{/if}}.',
  }),
  'range-too-long': (p: { readonly length: number; readonly limit: number }) => ({
    message: `The range would hold ${p.length} numbers; ${p.limit} is the most.`,
    hint: 'Generate long series in SQL.',
  }),
  'unprintable-value': (p: { readonly kind: string }) => ({
    message: `The value is ${p.kind}, which cannot be printed into SQL as it is.`,
    hint: 'Print it with literal(…), which writes null and lists too, print a list of names with join(…), or choose what to print with {{#if}}.',
  }),
  'unsafe-text': (p: { readonly what: string }) => ({
    message: `The text holds ${p.what} and is not safe inside SQL as it stands.`,
    hint: 'Print it with literal(…) as a quoted text, with ident(…) as a quoted name, or with raw(…) if it is SQL that is meant to run.',
  }),
  'unset-variable': (p: { readonly name: string; readonly suggestion?: string | undefined }) => ({
    message: `The variable "${p.name}" is not set and has no default here.`,
    hint:
      p.suggestion ??
      `Set it under vars in xform.yml or with --vars, or give a default: var('${p.name}', …).`,
  }),
  'unset-environment-variable': (p: { readonly name: string; readonly suggestion?: string | undefined }) => ({
    message: `The environment variable "${p.name}" is not set and has no default here.`,
    hint:
      p.suggestion ??
      `Set it, for example in a file .env beside xform.yml, or give a default: env('${p.name}', …).`,
  }),
  'unknowable-reference': (p: { readonly name: string }) => ({
    message: `What ${p.name}(…) refers to cannot be known before the branch it stands in is taken, and the graph needs every reference.`,
    hint: 'Write the name as a text, or as an expression of literals, var and env.',
  }),
  'reserved-macro-name': (p: { readonly name: string }) => ({
    message: `"${p.name}" is a name of the template language and cannot be a macro's.`,
    hint: 'Give the macro another name.',
  }),
  'duplicate-macro': (p: { readonly name: string }) => ({
    message: `There are two macros named "${p.name}".`,
    hint: 'Rename one of them, or delete it.',
  }),
  'macro-too-deep': (p: { readonly name: string; readonly limit: number }) => ({
    message: `Calling "${p.name}" here makes more than ${p.limit} macros that call each other.`,
    hint: 'A macro that calls itself must stop at some condition.',
  }),
  'template-output-too-large': (p: { readonly limit: number }) => ({
    message: `The SQL grows beyond ${p.limit} characters.`,
    hint: 'Move long lists of values into a seed, and check what the loops run over.',
  }),
  'template-too-long': (p: { readonly limit: number }) => ({
    message: `Evaluating the template takes more than ${p.limit} steps.`,
    hint: 'Check what the loops run over, and whether macros call each other again and again.',
  }),
} as const satisfies Record<string, Entry>
