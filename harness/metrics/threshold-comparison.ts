/** k6's threshold grammar: `p(99)<180`, `count==0`. Reads it from a place in a text to data; knows no metric and no sample. */

export type Aggregate =
  | { readonly kind: 'avg' | 'min' | 'max' | 'med' | 'count' | 'rate' | 'value' }
  /** 0 is the lowest sample, 100 the highest. */
  | { readonly kind: 'percentile'; readonly percent: number }

/** The longer ones first, as they begin alike. */
export const operators = ['<=', '>=', '===', '==', '!=', '<', '>'] as const
export type Operator = (typeof operators)[number]

export interface Comparison {
  readonly aggregate: Aggregate
  readonly operator: Operator
  readonly limit: number
}

/** `end`: where the text goes on behind it. */
export type Read<Value> = { readonly kind: 'read'; readonly value: Value; readonly end: number } | Problem
/** `column` counts from 1. */
export interface Problem {
  readonly kind: 'problem'
  readonly column: number
  readonly problem: string
}

const plainAggregates = ['avg', 'min', 'max', 'med', 'count', 'rate', 'value'] as const
const aggregateNames = `${plainAggregates.join(', ')} or p(N)`

export function readAggregate(text: string, from: number): Read<Aggregate> {
  const at = skipBlanks(text, from)
  const name = wordAt(text, at)
  if (name === 'p') return readPercentile(text, at)
  const kind = plainAggregates.find((candidate) => candidate === name)
  if (kind === undefined) return problem(at, `expected ${aggregateNames}, got ${shown(text, at)}`)
  return { kind: 'read', value: { kind }, end: at + name.length }
}

function readPercentile(text: string, at: number): Read<Aggregate> {
  const match = /^p\s*\(\s*([+-]?(?:\d+(?:\.\d*)?|\.\d+)(?:e[+-]?\d+)?)\s*\)/i.exec(text.slice(at))
  if (match === null) return problem(at + 1, `expected p(N) with a number N, such as p(99), got ${shown(text, at)}`)
  const percent = Number(match[1])
  if (!(percent >= 0 && percent <= 100)) return problem(at + 2, `expected N from 0 to 100, got ${match[1]}`)
  return { kind: 'read', value: { kind: 'percentile', percent: Math.abs(percent) }, end: at + match[0].length }
}

export function readOperator(text: string, from: number): Read<Operator> {
  const at = skipBlanks(text, from)
  const operator = operators.find((candidate) => text.startsWith(candidate, at))
  if (operator === undefined) return problem(at, `expected one of ${operators.join(' ')}, got ${shown(text, at)}`)
  return { kind: 'read', value: operator, end: at + operator.length }
}

/** A decimal number; undefined where none stands. */
export function readNumber(text: string, from: number): { readonly value: number; readonly end: number } | undefined {
  const at = skipBlanks(text, from)
  const match = /^[+-]?(?:\d+(?:\.\d*)?|\.\d+)(?:e[+-]?\d+)?/i.exec(text.slice(at))
  return match === null ? undefined : { value: Number(match[0]), end: at + match[0].length }
}

/** The word that begins here, or nothing. */
export function wordAt(text: string, at: number): string {
  return /^[a-z_]+/i.exec(text.slice(at))?.[0] ?? ''
}

export function skipBlanks(text: string, at: number): number {
  let next = at
  while (next < text.length && text.charAt(next).trim() === '') next++
  return next
}

export function problem(at: number, what: string): Problem {
  return { kind: 'problem', column: at + 1, problem: what }
}

/** What stands here, for a message. */
export function shown(text: string, at: number): string {
  return at >= text.length ? 'the end' : `"${text.slice(at)}"`
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
