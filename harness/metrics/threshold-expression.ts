/** k6's threshold grammar: `p(99)<180`, `count==0`. Parses text to data; knows no metric and no sample. */

export type Aggregate =
  | { readonly kind: 'avg' | 'min' | 'max' | 'med' | 'count' | 'rate' | 'value' }
  | { readonly kind: 'percentile'; readonly percent: number }

export const operators = ['<=', '>=', '===', '==', '!=', '<', '>'] as const
export type Operator = (typeof operators)[number]

export interface Expression {
  readonly aggregate: Aggregate
  readonly operator: Operator
  readonly limit: number
}

export type ParsedExpression =
  | { readonly kind: 'expression'; readonly expression: Expression }
  /** `column` counts from 1. */
  | { readonly kind: 'problem'; readonly column: number; readonly problem: string }

const plainAggregates = ['avg', 'min', 'max', 'med', 'count', 'rate', 'value'] as const
const aggregateNames = `${plainAggregates.join(', ')} or p(N)`

/** One expression, blanks allowed between its parts. */
export function parseExpression(text: string): ParsedExpression {
  const later = laterForm(text)
  if (later !== undefined) return later
  const start = text.length - text.trimStart().length
  const name = /^[a-z_]+/i.exec(text.slice(start))?.[0] ?? ''
  const parsed = name === 'p' ? parsePercentile(text, start) : parsePlain(text, start, name)
  if (parsed.kind === 'problem') return parsed
  const operatorAt = skipBlanks(text, parsed.end)
  const operator = operators.find((candidate) => text.startsWith(candidate, operatorAt))
  if (operator === undefined) return problem(operatorAt, `expected one of ${operators.join(' ')}, got ${shown(text, operatorAt)}`)
  const limitAt = skipBlanks(text, operatorAt + operator.length)
  const limitText = text.slice(limitAt).trim()
  if (!/^-?(?:\d+(?:\.\d*)?|\.\d+)(?:e[+-]?\d+)?$/i.test(limitText)) {
    return problem(limitAt, `expected a number without a unit (latencies are in ms), got ${shown(text, limitAt)}`)
  }
  return { kind: 'expression', expression: { aggregate: parsed.aggregate, operator, limit: Number(limitText) } }
}

export function compare(value: number, operator: Operator, limit: number): boolean {
  switch (operator) {
    case '<':
      return value < limit
    case '<=':
      return value <= limit
    case '>':
      return value > limit
    case '>=':
      return value >= limit
    case '!=':
      return value !== limit
    default:
      return value === limit
  }
}

type ParsedAggregate = { readonly kind: 'aggregate'; readonly aggregate: Aggregate; readonly end: number } | Problem
type Problem = Extract<ParsedExpression, { kind: 'problem' }>

function parsePercentile(text: string, start: number): ParsedAggregate {
  const match = /^p\s*\(\s*(\d+(?:\.\d+)?)\s*\)/.exec(text.slice(start))
  if (match === null) return problem(start + 1, `expected p(N) with a number N, such as p(99), got ${shown(text, start)}`)
  const percent = Number(match[1])
  if (!(percent > 0 && percent <= 100)) return problem(start + 2, `expected N above 0 and at most 100, got ${match[1]}`)
  return { kind: 'aggregate', aggregate: { kind: 'percentile', percent }, end: start + match[0].length }
}

function parsePlain(text: string, start: number, name: string): ParsedAggregate {
  const kind = plainAggregates.find((candidate) => candidate === name)
  if (kind === undefined) return problem(start, `expected ${aggregateNames}, got ${shown(text, start)}`)
  return { kind: 'aggregate', aggregate: { kind }, end: start + name.length }
}

/** Forms of measurement.md §4 beyond k6's, told by name so that nobody takes them for a slip of the pen. */
const laterForms = [
  { pattern: /\bover\b/, name: 'a window ("over 10s")' },
  { pattern: /\brecovery\s*\(/, name: 'a recovery time ("recovery(…) < 30s")' },
  { pattern: /\bdrain\b/, name: 'a drain time ("drain<60s")' },
  { pattern: /\bbaseline\b/, name: 'a baseline ("1.1x baseline")' },
] as const

function laterForm(text: string): Problem | undefined {
  for (const { pattern, name } of laterForms) {
    const match = pattern.exec(text)
    if (match !== null) return problem(match.index, `${name} is not supported by this version`)
  }
  return undefined
}

function skipBlanks(text: string, at: number): number {
  let next = at
  while (text[next] === ' ') next++
  return next
}

function problem(at: number, what: string): Problem {
  return { kind: 'problem', column: at + 1, problem: what }
}

function shown(text: string, at: number): string {
  return at >= text.length ? 'the end' : `"${text.slice(at)}"`
}
