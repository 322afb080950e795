/** What may stand as a threshold: k6's comparisons, and the forms beyond them. Parses text to data; knows no metric and no sample. */

import { durationProblem, parseDurationMs } from '../model/duration.ts'
import { problem, readAggregate, readNumber, readOperator, shown, skipBlanks, wordAt } from './threshold-comparison.ts'
import type { Aggregate, Comparison, Operator, Problem, Read } from './threshold-comparison.ts'

export type Expression =
  /** Over all samples: `p(99)<180`. */
  | ({ readonly form: 'whole' } & Comparison)
  /** In every stretch of that length: `p(99)<500 over 10s`. */
  | ({ readonly form: 'window'; readonly windowMs: number } & Comparison)
  /** From the second in which it broke to the one after which it was good again: `recovery(p(99)<500) < 30s`. */
  | {
      readonly form: 'recovery'
      readonly inner: Comparison
      readonly windowMs: number
      readonly operator: UpperOperator
      readonly limitMs: number
    }
  /** From the load's end until nothing is left: `drain<60s`. */
  | { readonly form: 'drain'; readonly operator: UpperOperator; readonly limitMs: number }
  /** Against the same figure of another run: `p(99) < 1.1x baseline`. */
  | { readonly form: 'baseline'; readonly aggregate: Aggregate; readonly operator: Operator; readonly factor: number }

export type UpperOperator = '<' | '<='
export type ParsedExpression = { readonly kind: 'expression'; readonly expression: Expression } | Problem

/** Stretches are made of whole seconds, or of tenths of themselves where that is more. */
const secondMs = 1_000

/** One expression, blanks allowed between its parts. */
export function parseExpression(text: string): ParsedExpression {
  const at = skipBlanks(text, 0)
  const word = wordAt(text, at)
  const read = word === 'drain' ? readDrain(text, at + word.length) : word === 'recovery' ? readRecovery(text, at) : readCompared(text, at)
  if (read.kind === 'problem') return read
  const end = skipBlanks(text, read.end)
  if (end < text.length) return problem(end, `expected the end, got ${shown(text, end)}`)
  return { kind: 'expression', expression: read.value }
}

/** Whether a threshold is on this very percentile of all its samples: not on another figure, nor on stretches of them. */
export function isOfPercentile(text: string, percent: number): boolean {
  const parsed = parseExpression(text)
  if (parsed.kind === 'problem') return false
  const { expression } = parsed
  if (expression.form !== 'whole' && expression.form !== 'baseline') return false
  return expression.aggregate.kind === 'percentile' && expression.aggregate.percent === percent
}

/** A comparison, with or without a window, or one with a baseline. */
function readCompared(text: string, from: number): Read<Expression> {
  const aggregate = readAggregate(text, from)
  if (aggregate.kind === 'problem') return aggregate
  const operator = readOperator(text, aggregate.end)
  if (operator.kind === 'problem') return operator
  const limitAt = skipBlanks(text, operator.end)
  const limit = readNumber(text, limitAt)
  if (limit === undefined) return noNumber(text, limitAt)
  if (!Number.isFinite(limit.value)) return problem(limitAt, `expected a number below 1.8e308, got ${text.slice(limitAt, limit.end)}`)
  const comparison = { aggregate: aggregate.value, operator: operator.value, limit: limit.value }
  const behind = skipBlanks(text, limit.end)
  if (behind === text.length || text[behind] === ')') return { kind: 'read', value: { form: 'whole', ...comparison }, end: behind }
  const word = wordAt(text, behind)
  if (word === 'over') {
    const window = readWindow(text, behind + word.length)
    if (window.kind === 'problem') return window
    return { kind: 'read', value: { form: 'window', windowMs: window.value, ...comparison }, end: window.end }
  }
  if (word !== 'x') return noNumber(text, limitAt)
  const wordsAt = skipBlanks(text, behind + 1)
  if (wordAt(text, wordsAt) !== 'baseline') return problem(wordsAt, `expected baseline, as in "1.1x baseline", got ${shown(text, wordsAt)}`)
  if (!(limit.value > 0)) return problem(limitAt, `expected a factor above 0, got ${limit.value}`)
  const value = { form: 'baseline', aggregate: aggregate.value, operator: operator.value, factor: limit.value } as const
  return { kind: 'read', value, end: wordsAt + 'baseline'.length }
}

function readRecovery(text: string, from: number): Read<Expression> {
  const open = skipBlanks(text, from + 'recovery'.length)
  if (text[open] !== '(') return problem(open, `expected "(", as in recovery(p(99)<500) < 30s, got ${shown(text, open)}`)
  const inner = readCompared(text, open + 1)
  if (inner.kind === 'problem') return inner
  const close = skipBlanks(text, inner.end)
  if (text[close] !== ')') return problem(close, `expected ")", got ${shown(text, close)}`)
  const { value } = inner
  if (value.form !== 'whole' && value.form !== 'window') return problem(open + 1, 'expected a comparison with a number, such as p(99)<500')
  const limit = readUpperLimit(text, close + 1)
  if (limit.kind === 'problem') return limit
  const { aggregate, operator, limit: innerLimit } = value
  const windowMs = value.form === 'window' ? value.windowMs : secondMs
  const recovery = { form: 'recovery', inner: { aggregate, operator, limit: innerLimit }, windowMs, ...limit.value } as const
  return { kind: 'read', value: recovery, end: limit.end }
}

function readDrain(text: string, from: number): Read<Expression> {
  const limit = readUpperLimit(text, from)
  return limit.kind === 'problem' ? limit : { kind: 'read', value: { form: 'drain', ...limit.value }, end: limit.end }
}

function readUpperLimit(text: string, from: number): Read<{ readonly operator: UpperOperator; readonly limitMs: number }> {
  const operator = readOperator(text, from)
  if (operator.kind === 'problem') return operator
  if (operator.value !== '<' && operator.value !== '<=')
    return problem(operator.end - operator.value.length, 'expected < or <= before a time')
  const duration = readDuration(text, operator.end)
  if (duration.kind === 'problem') return duration
  return { kind: 'read', value: { operator: operator.value, limitMs: duration.value }, end: duration.end }
}

function readWindow(text: string, from: number): Read<number> {
  const window = readDuration(text, from)
  if (window.kind === 'problem' || (window.value >= secondMs && window.value % secondMs === 0)) return window
  return problem(skipBlanks(text, from), `expected whole seconds, at least one, got ${window.value} ms`)
}

function readDuration(text: string, from: number): Read<number> {
  const at = skipBlanks(text, from)
  const word = /^[\da-z.]*/i.exec(text.slice(at))?.[0] ?? ''
  const value = parseDurationMs(word)
  if (value === undefined) return problem(at, `expected ${durationProblem(word)}, got ${shown(text, at)}`)
  return { kind: 'read', value, end: at + word.length }
}

function noNumber(text: string, at: number): Problem {
  return problem(at, `expected a number without a unit (latencies are in ms), got ${shown(text, at)}`)
}
