/** Expressions of k6's documentation and of its own tests, each held against k6's rules, written down here once more and simply. */

import { describe, expect, test } from 'vitest'

import { LatencyHistogram } from './histogram.ts'
import { judgeComparison } from './judge-comparison.ts'
import type { Samples } from './judge-comparison.ts'
import type { MetricName, MetricType } from './metric-table.ts'
import { parseExpression } from './threshold-expression.ts'
import { thresholdProblems } from './thresholds.ts'

/** A metric of ours of each type. */
const metricOf: Readonly<Record<MetricType, MetricName>> = {
  trend: 'ack_latency',
  counter: 'refused',
  rate: 'error_rate',
  gauge: 'consumer_lag',
}

const durationSeconds = 10
/** 2,000 latencies from 0.5 ms to 1 s, no two alike, most of them small. */
const latenciesMs = Array.from({ length: 2_000 }, (_, index) => 0.5 + (index / 2_000) ** 3 * 999.5)
const counted = 120
const trueSamples = { hits: 48, samples: 1_000 }
const levels = [800, 3_000, 150]

/** k6: split at the first operator of this order, trim, and look at both sides. undefined: k6 refuses it. */
function k6Parse(text: string): { method: string; percent: number | undefined; operator: string; limit: number } | undefined {
  const operator = ['<=', '<', '>=', '>', '===', '==', '!='].find((candidate) => text.includes(candidate))
  if (operator === undefined) return undefined
  const at = text.indexOf(operator)
  const [method, limitText] = [text.slice(0, at).trim(), text.slice(at + operator.length).trim()]
  const limit = /^[+-]?(?:\d+\.?\d*|\.\d+)(?:e[+-]?\d+)?$/i.test(limitText) ? Number(limitText) : undefined
  if (limit === undefined) return undefined
  if (['value', 'count', 'rate', 'avg', 'min', 'med', 'max'].includes(method)) return { method, percent: undefined, operator, limit }
  const percent = /^p\(([+-]?(?:\d+\.?\d*|\.\d+)(?:[eE][+-]?\d+)?)\)$/.exec(method)?.[1]
  if (percent === undefined || !(Number(percent) >= 0 && Number(percent) <= 100)) return undefined
  return { method: 'p', percent: Number(percent), operator, limit }
}

/** k6: percentiles are interpolated between the two nearest samples. undefined: not an aggregate of that type. */
function k6Value(type: MetricType, method: string, percent: number | undefined): number | undefined {
  if (type === 'counter') return method === 'count' ? counted : method === 'rate' ? counted / durationSeconds : undefined
  if (type === 'rate') return method === 'rate' ? trueSamples.hits / trueSamples.samples : undefined
  if (type === 'gauge') return method === 'value' ? levels.at(-1) : undefined
  const sorted = latenciesMs.toSorted((a, b) => a - b)
  const ranked = (share: number): number => {
    const place = share * (sorted.length - 1)
    const [low, high] = [sorted[Math.floor(place)] ?? 0, sorted[Math.ceil(place)] ?? 0]
    return low + (high - low) * (place - Math.floor(place))
  }
  if (method === 'avg') return sorted.reduce((sum, value) => sum + value, 0) / sorted.length
  if (method === 'min') return sorted[0]
  if (method === 'max') return sorted.at(-1)
  if (method === 'med') return ranked(0.5)
  return method === 'p' ? ranked((percent ?? 0) / 100) : undefined
}

function k6Passes(type: MetricType, text: string): boolean | 'refused' {
  const parsed = k6Parse(text)
  const value = parsed === undefined ? undefined : k6Value(type, parsed.method, parsed.percent)
  if (parsed === undefined || value === undefined) return 'refused'
  const { operator, limit } = parsed
  if (operator === '<') return value < limit
  if (operator === '<=') return value <= limit
  if (operator === '>') return value > limit
  if (operator === '>=') return value >= limit
  return operator === '!=' ? value !== limit : value === limit
}

function oursPasses(type: MetricType, text: string): boolean | 'refused' {
  if (thresholdProblems({ [metricOf[type]]: [text] }, { phases: [] }).length > 0) return 'refused'
  const parsed = parseExpression(text)
  if (parsed.kind === 'problem' || parsed.expression.form !== 'whole') return 'refused'
  const { outcome } = judgeComparison(parsed.expression, samplesOf(type), 'ms', durationSeconds)
  expect(outcome).not.toBe('inconclusive')
  return outcome === 'met'
}

function samplesOf(type: MetricType): Samples {
  if (type === 'counter') return { type, count: counted }
  if (type === 'rate') return { type, ...trueSamples }
  if (type === 'gauge') return { type, values: levels, last: levels.slice(-1) }
  const histogram = new LatencyHistogram()
  for (const ms of latenciesMs) histogram.record(ms * 1_000)
  return { type, histogram }
}

const expressions: Readonly<Record<MetricType, readonly string[]>> = {
  trend: [
    'p(95)<200',
    'p(95)<500',
    'p(99)<300',
    'p(70)<250',
    'avg<200',
    'med<150',
    'min<100',
    'p(90) < 300',
    'avg < 200',
    'p(90) < 400',
    'p(95) < 800',
    'p(99) < 2000',
    'avg < 400',
    'p(99) < 10',
    'p(95) < 400',
    'p(99) < 1000',
    'p(50) < 200',
    'max < 3000',
    'max<2000',
    'max>=0',
    'min>0',
    'med<200',
    'p(99)<1500',
    'p(95)<1000',
    'p(99.5)<900',
    'p(0)>0',
    'p(100)<1001',
    'p(75)<=420',
    'avg>=1000',
    'avg!=0',
    'p(95)===1',
    'p(95)==1',
    'min==1',
    'p(99)==1',
    'avg==1',
    'max==1',
    'med==1',
    '  p(95)  <=  500  ',
    'p(90)>1e2',
    'avg<2.5e2',
    'p(90)<+400',
    'p(.5)<500',
    'p(1e1)<500',
    'med>-1',
    '\tavg\t<\t200\n',
  ],
  counter: [
    'count<100',
    'count >= 500',
    'count >= 200',
    'count < 10',
    'count>20',
    'count==120',
    'count===120',
    'count!=120',
    'rate<50',
    'rate>0.5',
    'rate==1',
    'rate>=12',
    'count<=120',
  ],
  rate: [
    'rate<0.01',
    'rate>0.95',
    'rate>0.9',
    'rate < 0.1',
    'rate >= 0.9',
    'rate==1',
    'rate==1.00',
    'rate<=0.048',
    'rate<.05',
    'rate!=0',
    'rate===0.048',
  ],
  gauge: ['value<4000', 'value < 200', 'value > 1', 'value==1', 'value<=150', 'value!=150'],
}

const malformed = [
  '',
  'count',
  'count!20',
  'foo>20',
  'count>abc',
  'count>',
  '>20',
  'p()<1',
  'p(99<1',
  'p(foo)<1',
  'p(-1)<1',
  'p(101)<1',
  'p(NaN)<1',
  'p(+Inf)<1',
  'p99<200',
  'p95 < 1',
  'count>20ms',
  'avg<200 && med<1',
  'rate<1%',
  'foo&1',
  'count=20',
  'mean<200',
  'sum<1',
  'Avg<200',
  'P(95)<1',
  'count>1,000',
]

/** Of a type that has no such aggregate. */
const misplaced: readonly (readonly [MetricType, string])[] = [
  ['trend', 'count>1'],
  ['trend', 'rate>1'],
  ['trend', 'value>1'],
  ['counter', 'p(95)<1'],
  ['counter', 'avg<1'],
  ['counter', 'value<1'],
  ['rate', 'count<1'],
  ['rate', 'p(95)<1'],
  ['gauge', 'p(95)<1'],
  ['gauge', 'count<1'],
  ['gauge', 'rate<1'],
]

const rows = Object.entries(expressions).flatMap(([type, texts]) => texts.map((text) => [type as MetricType, text] as const))

test('there are at least sixty of them', () => {
  expect(rows.length).toBeGreaterThanOrEqual(60)
})

describe('as k6 does', () => {
  test.each(rows)('%s %j', (type, text) => {
    const k6 = k6Passes(type, text)
    expect(k6).not.toBe('refused')
    expect(oursPasses(type, text)).toBe(k6)
  })

  test.each(malformed)('%j is refused', (text) => {
    for (const type of Object.keys(expressions) as MetricType[]) {
      expect(k6Passes(type, text)).toBe('refused')
      expect(oursPasses(type, text)).toBe('refused')
    }
  })

  test.each(misplaced)('%s has no %s', (type, text) => {
    expect(k6Passes(type, text)).toBe('refused')
    expect(oursPasses(type, text)).toBe('refused')
  })
})

/** Each of them stands in docs/metrics.md. */
describe('other than k6', () => {
  test.each([
    // Blanks inside of p(N).
    ['trend', 'p( 95 )<900', 'refused', true],
    ['trend', 'p (95)<900', 'refused', true],
    // More aggregates of a gauge.
    ['gauge', 'max<4000', 'refused', true],
    ['gauge', 'min<200', 'refused', true],
    ['gauge', 'avg<200', 'refused', false],
  ] as const)('%s %j: k6 %s, here %s', (type, text, k6, ours) => {
    expect(k6Passes(type, text)).toBe(k6)
    expect(oursPasses(type, text)).toBe(ours)
  })

  test.each(['avg<0x10', 'avg<Inf', 'avg<NaN', 'avg<1_000', 'p<1'])('%j, which Go reads or k6 lets pass, is refused', (text) => {
    expect(oursPasses('trend', text)).toBe('refused')
  })

  test('a percentile is a sample that there was, not a value between two', () => {
    const histogram = new LatencyHistogram()
    for (let at = 0; at < 10; at++) for (const ms of [10, 20]) histogram.record(ms * 1_000)
    const comparison = { aggregate: { kind: 'med' }, operator: '<', limit: 15 } as const
    expect(judgeComparison(comparison, { type: 'trend', histogram }, 'ms', 1).outcome).toBe('met')
  })

  test('nothing sampled is inconclusive, where k6 passes', () => {
    const comparison = { aggregate: { kind: 'percentile', percent: 95 }, operator: '<', limit: 1 } as const
    expect(judgeComparison(comparison, { type: 'trend', histogram: new LatencyHistogram() }, 'ms', 1).outcome).toBe('inconclusive')
  })
})
