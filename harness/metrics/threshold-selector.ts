/** `decision_latency{phase:surge,kind:charge}`: a metric, and the tags that its samples must have. Knows no sample. */

import { suggestion } from './closest-name.ts'
import { isMetricName, knownTagValues, metricTable, tagNames } from './metric-table.ts'
import type { KnownNames, Metric, MetricName, TagName, Tags } from './metric-table.ts'

export interface Selector {
  readonly metric: MetricName
  readonly tags: Tags
}

export type ParsedSelector =
  | { readonly kind: 'selector'; readonly selector: Selector }
  | { readonly kind: 'problem'; readonly column: number; readonly problem: string }

/** Checked against the metrics, their tags, and the names that are known beforehand. */
export function parseSelector(text: string, names: KnownNames): ParsedSelector {
  const name = /^[^{]*/.exec(text)?.[0].trim() ?? ''
  if (!isMetricName(name)) return problem(0, `unknown metric "${name}"${suggestion(name, Object.keys(metricTable))}`)
  const open = text.indexOf('{')
  if (open === -1) return { kind: 'selector', selector: { metric: name, tags: {} } }
  const close = text.trimEnd().length - 1
  if (text[close] !== '}') return problem(close + 1, 'expected "}" at the end')
  const tags: { [Name in TagName]?: string } = {}
  let at = open + 1
  for (const part of text.slice(open + 1, close).split(',')) {
    const parsed = parseTag(part, name, names)
    if (parsed.kind === 'problem') return problem(at + parsed.at, parsed.problem)
    if (tags[parsed.tag] !== undefined) return problem(at, `tag ${parsed.tag} stands twice`)
    tags[parsed.tag] = parsed.value
    at += part.length + 1
  }
  return { kind: 'selector', selector: { metric: name, tags } }
}

/** Whether a selector, as it is written, is about all samples of a metric, or all of a phase: only such a limit belongs beside their figures. */
export function isOfAllSamples(selector: string, metric: string): boolean {
  const [, name, tags = ''] = /^([^{]*)(?:\{(.*)\})?\s*$/.exec(selector) ?? []
  return name?.trim() === metric && (tags.trim() === '' || tags.split(',').every((tag) => tag.split(':')[0]?.trim() === 'phase'))
}

export function tagsMatch(wanted: Tags, tags: Tags): boolean {
  return tagNames.every((name) => wanted[name] === undefined || wanted[name] === tags[name])
}

type ParsedTag =
  | { readonly kind: 'tag'; readonly tag: TagName; readonly value: string }
  /** `at`: where in the part. */
  | { readonly kind: 'problem'; readonly at: number; readonly problem: string }

function parseTag(part: string, name: MetricName, names: KnownNames): ParsedTag {
  const wrong = (from: number, what: string): ParsedTag => ({ kind: 'problem', at: from + blanksAt(part, from), problem: what })
  const colon = part.indexOf(':')
  if (colon === -1) return wrong(0, `expected tag:value, got "${part.trim()}"`)
  const tagText = part.slice(0, colon).trim()
  const metric: Metric = metricTable[name]
  const tag = metric.tags.find((candidate) => candidate === tagText)
  if (tag === undefined) return wrong(0, `${name} has no tag "${tagText}"${suggestion(tagText, metric.tags)}`)
  const value = part
    .slice(colon + 1)
    .trim()
    .replace(/^"(.*)"$/, '$1')
  if (value === '') return wrong(colon + 1, `tag ${tag} has no value`)
  const known = knownTagValues(tag, names)
  if (known !== undefined && !known.includes(value)) return wrong(colon + 1, `unknown ${tag} "${value}"${suggestion(value, known)}`)
  const tellers = tag === 'process' ? names.tellers?.[name] : undefined
  if (tellers !== undefined && !tellers.includes(value)) {
    return wrong(colon + 1, `process "${value}" does not tell ${name}, so it would have no sample; told by ${tellers.join(', ')}`)
  }
  return { kind: 'tag', tag, value }
}

function blanksAt(text: string, at: number): number {
  return text.length - at - text.slice(at).trimStart().length
}

function problem(at: number, what: string): ParsedSelector {
  return { kind: 'problem', column: at + 1, problem: what }
}
