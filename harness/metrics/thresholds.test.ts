import * as fc from 'fast-check'
import { describe, expect, test } from 'vitest'

import { LatencyHistogram } from './histogram.ts'
import { evaluate as evaluateSampled } from './evaluate.ts'
import type { Evaluated } from './stretches.ts'
import { samplesNeeded } from './judge-comparison.ts'
import type { Samples } from './judge-comparison.ts'
import { compare, operators } from './threshold-comparison.ts'
import { parseExpression } from './threshold-expression.ts'
import { parseThresholds, thresholdProblems } from './thresholds.ts'
import type { Threshold } from './thresholds.ts'

const phases = ['normal', 'surge']

function only(selector: string, expression: string): Threshold {
  const parsed = parseThresholds({ [selector]: [expression] }, { phases })
  if (parsed.kind === 'problems') throw new Error(parsed.problems.join('\n'))
  return parsed.thresholds[0] as Threshold
}

function evaluate(threshold: Threshold, samples: Samples): Evaluated {
  return evaluateSampled(threshold, { samples, seconds: 10, stretches: () => [], drain: undefined, baseline: undefined })
}

function trend(endedMs: readonly number[], censoredMs: readonly number[] = []): Samples {
  const histogram = new LatencyHistogram()
  for (const ms of endedMs) histogram.record(ms * 1_000)
  for (const ms of censoredMs) histogram.recordCensored(ms * 1_000)
  return { type: 'trend', histogram }
}

describe('expressions', () => {
  test.each([
    ['p(99)<180', { aggregate: { kind: 'percentile', percent: 99 }, operator: '<', limit: 180 }],
    [' p( 99.9 ) <= 1.5e3 ', { aggregate: { kind: 'percentile', percent: 99.9 }, operator: '<=', limit: 1_500 }],
    ['count==0', { aggregate: { kind: 'count' }, operator: '==', limit: 0 }],
    ['rate < .001', { aggregate: { kind: 'rate' }, operator: '<', limit: 0.001 }],
    ['med>-1', { aggregate: { kind: 'med' }, operator: '>', limit: -1 }],
    ['max===5', { aggregate: { kind: 'max' }, operator: '===', limit: 5 }],
    ['avg!=5', { aggregate: { kind: 'avg' }, operator: '!=', limit: 5 }],
  ])('%s is understood', (text, expression) => {
    expect(parseExpression(text)).toEqual({ kind: 'expression', expression: { form: 'whole', ...expression } })
  })

  test.each([
    ['', 1, 'expected avg'],
    ['p99<180', 2, 'p(N)'],
    ['p(-1)<180', 3, 'from 0 to 100'],
    ['p(101)<180', 3, 'from 0 to 100'],
    ['mean<180', 1, 'expected avg'],
    ['p(99)180', 6, 'expected one of'],
    ['p(99)<', 7, 'the end'],
    ['p(99)<180ms', 7, 'without a unit'],
    ['p(99)<1e400', 7, 'below 1.8e308, got 1e400'],
    ['p(99)<180 && avg<3', 7, 'without a unit'],
    ['p(99)<500 over', 15, 'expected a duration'],
    ['p(99)<500 over 10', 16, 'expected a duration'],
    ['p(99)<500 over 1500ms', 16, 'whole seconds'],
    ['p(99)<500 over 0.0000001s', 16, 'whole µs'],
    ['p(99)<500 over 10s, med<3', 19, 'expected the end'],
    ['recovery p(99)<500 < 30s', 10, 'expected "("'],
    ['recovery(p(99)<500 < 30s', 16, 'without a unit'],
    ['recovery(p(99)<500) > 30s', 21, 'expected < or <='],
    ['recovery(p(99)<500) < 30', 23, 'expected a duration'],
    ['recovery(p(99)<1.1x baseline) < 30s', 10, 'a comparison with a number'],
    ['drain>60s', 6, 'expected < or <='],
    ['drain<60', 7, 'expected a duration'],
    ['p(99) < 1.1x bsaeline', 14, 'expected baseline'],
    ['p(99) < 0x baseline', 9, 'a factor above 0'],
  ])('%s is a problem at column %i', (text, column, words) => {
    expect(parseExpression(text)).toMatchObject({ kind: 'problem', column, problem: expect.stringContaining(words) })
  })

  test.each([
    ['p(99)<500 over 10s', { form: 'window', windowMs: 10_000, aggregate: { kind: 'percentile', percent: 99 }, operator: '<', limit: 500 }],
    // 245,999.99999999997 ms in floating point.
    ['med<5 over 4.1m', { form: 'window', windowMs: 246_000, aggregate: { kind: 'med' }, operator: '<', limit: 5 }],
    [
      'recovery( p(99)<500 ) < 30s',
      {
        form: 'recovery',
        inner: { aggregate: { kind: 'percentile', percent: 99 }, operator: '<', limit: 500 },
        windowMs: 1_000,
        operator: '<',
        limitMs: 30_000,
      },
    ],
    [
      'recovery(avg<=5 over 2s) <= 1m30s',
      {
        form: 'recovery',
        inner: { aggregate: { kind: 'avg' }, operator: '<=', limit: 5 },
        windowMs: 2_000,
        operator: '<=',
        limitMs: 90_000,
      },
    ],
    ['drain<60s', { form: 'drain', operator: '<', limitMs: 60_000 }],
    ['p(99) < 1.1x baseline', { form: 'baseline', aggregate: { kind: 'percentile', percent: 99 }, operator: '<', factor: 1.1 }],
    ['rate<=2 x baseline', { form: 'baseline', aggregate: { kind: 'rate' }, operator: '<=', factor: 2 }],
  ])('%s goes beyond k6', (text, expression) => {
    expect(parseExpression(text)).toEqual({ kind: 'expression', expression })
  })

  test('any text is either an expression or a problem inside it, and what is printed is read back', () => {
    fc.assert(
      fc.property(fc.string(), (text) => {
        const parsed = parseExpression(text)
        expect(parsed.kind === 'problem' ? parsed.column : 1).toBeLessThanOrEqual(text.length + 3)
      }),
    )
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 100 }), fc.constantFrom(...operators), fc.nat(), (percent, operator, limit) => {
        expect(parseExpression(`p(${percent})${operator}${limit}`)).toEqual({
          kind: 'expression',
          expression: { form: 'whole', aggregate: { kind: 'percentile', percent }, operator, limit },
        })
      }),
    )
  })

  test('operators compare as they read', () => {
    expect(operators.filter((operator) => compare(1, operator, 2))).toEqual(['<=', '!=', '<'])
    expect(operators.filter((operator) => compare(2, operator, 2))).toEqual(['<=', '>=', '===', '=='])
  })
})

describe('problems of a table', () => {
  test.each([
    ['decision_latancy', 'p(99)<1', 'unknown metric "decision_latancy"; did you mean "decision_latency"?'],
    ['decision_latency{fase:surge}', 'p(99)<1', 'column 18: decision_latency has no tag "fase"; did you mean "phase"?'],
    ['decision_latency{phase:surg}', 'p(99)<1', 'column 24: unknown phase "surg"; did you mean "surge"?'],
    ['decision_latency{ kind:charge, phase: surg}', 'p(99)<1', 'column 39: unknown phase "surg"'],
    ['decision_latency{ kind:charge,  fase:surge}', 'p(99)<1', 'column 33: decision_latency has no tag "fase"'],
    ['decision_latency{phase:}', 'p(99)<1', 'column 24: tag phase has no value'],
    ['decision_latency{phase:surge,phase:normal}', 'p(99)<1', 'column 30: tag phase stands twice'],
    ['decision_latency{phase}', 'p(99)<1', 'expected tag:value, got "phase"'],
    ['decision_latency{phase:surge', 'p(99)<1', 'expected "}"'],
    ['decision_latency', 'count==0', 'decision_latency is a trend, which has p(N), avg, min, max, med, not count'],
    ['anomalies', 'p(99)<1', 'anomalies is a counter, which has count, rate, not p(N)'],
    ['anomalies{class:lost}', 'count==0', 'unknown class "lost"'],
    ['anomalies{phase:surge}', 'count==0', 'anomalies has no tag "phase"'],
    ['error_rate', 'count==0', 'error_rate is a rate, which has rate, not count'],
    ['ack_latency', 'drain<60s', 'drain is a time of consumer_lag'],
    ['consumer_lag{phase:surge}', 'drain<60s', 'takes no phase'],
    ['anomalies', 'count==0 over 10s', 'has no windows'],
    ['close_latency', 'recovery(p(99)<5) < 1s', 'has no windows'],
  ])('%s: %s', (selector, expression, problem) => {
    expect(thresholdProblems({ [selector]: [expression] }, { phases })).toEqual([expect.stringContaining(problem)])
  })

  test('all of them are told at once', () => {
    expect(thresholdProblems({ nothing: ['p(99'], ack_latency: ['count==0', 'p(99)<1'] }, { phases })).toHaveLength(3)
  })

  test('a tenant is checked where the names are known, and any text where they are not', () => {
    const table = { 'refused{tenant:acne}': ['count==0'], 'ack_latency{tenant:"acme"}': ['p(99)<1'] }
    expect(thresholdProblems(table, { phases })).toEqual([])
    expect(thresholdProblems(table, { phases, tenants: ['acme', 'globex'] })).toEqual([
      expect.stringContaining('unknown tenant "acne"; did you mean "acme"?'),
    ])
    const many = Array.from({ length: 25 }, (_, index) => `branch-${index}`)
    const [problem] = thresholdProblems({ 'refused{tenant:x}': ['count==0'] }, { phases, tenants: many })
    expect(problem).toMatch(/; there is branch-0, .*branch-19 and 5 more$/)
  })

  test('a table without one is parsed with its tags', () => {
    expect(only('decision_latency{ phase:"surge", kind:charge }', 'p(99)<180').selector).toEqual({
      metric: 'decision_latency',
      tags: { phase: 'surge', kind: 'charge' },
    })
  })
})

describe('evaluation', () => {
  const thousand = Array.from({ length: 1_000 }, (_, index) => index + 1)

  test.each([
    ['p(99)<991', 'met'],
    ['p(99)<990', 'broken'],
    ['med<=501', 'met'],
    ['max<1000', 'broken'],
    ['min<2', 'met'],
    ['avg>499', 'met'],
  ])('1 to 1,000 ms: %s is %s', (expression, outcome) => {
    expect(evaluate(only('ack_latency', expression), trend(thousand)).outcome).toBe(outcome)
  })

  test('too few samples are inconclusive, never met', () => {
    expect(evaluate(only('ack_latency', 'p(99)<5'), trend(thousand.slice(0, 999).map(() => 1)))).toEqual({
      outcome: 'inconclusive',
      seen: '999 samples, 1000 needed',
    })
    expect(evaluate(only('ack_latency', 'avg<5'), trend([])).outcome).toBe('inconclusive')
    expect(evaluate(only('error_rate', 'rate<1'), { type: 'rate', hits: 0, samples: 9 }).outcome).toBe('inconclusive')
    expect(evaluate(only('consumer_lag', 'value<1'), { type: 'gauge', values: [], last: [] }).outcome).toBe('inconclusive')
  })

  test.each([
    [50, 20],
    [90, 100],
    [99, 1_000],
    [99.9, 10_000],
    [99.99, 100_000],
    [99.9994, 1_666_667],
    [99.9999, 10_000_000],
    [99.9999999999, 10_000_000_000_000],
    [0.000_000_1, 11],
    [100, 10],
  ])('p(%d) needs %i samples', (percent, needed) => {
    expect(samplesNeeded({ kind: 'percentile', percent })).toBe(needed)
  })

  test('one sample fewer would not have ten beyond the percentile', () => {
    fc.assert(
      fc.property(fc.integer({ min: 0, max: 99_999_999 }), (millionths) => {
        const needed = samplesNeeded({ kind: 'percentile', percent: millionths / 1_000_000 })
        const beyond = (samples: number): bigint => BigInt(samples) * BigInt(100_000_000 - millionths)
        const ten = 10n * 100_000_000n
        expect([beyond(needed) >= ten, beyond(needed - 1) >= ten]).toEqual([true, false])
      }),
    )
  })

  test('a percentile among censored samples fails, whatever it is compared with', () => {
    const samples = trend(
      thousand.slice(0, 980).map(() => 1),
      thousand.slice(0, 20).map(() => 7),
    )
    expect(evaluate(only('ack_latency', 'p(99)<100'), samples)).toEqual({ outcome: 'broken', seen: expect.stringContaining('≥ 7') })
    expect(evaluate(only('ack_latency', 'p(90)<100'), samples).outcome).toBe('met')
    expect(evaluate(only('ack_latency', 'avg<100'), samples).outcome).toBe('broken')
  })

  test('a counter without samples is 0', () => {
    expect(evaluate(only('anomalies', 'count==0'), { type: 'counter', count: 0 })).toEqual({ outcome: 'met', seen: '0 findings' })
  })

  test('a rate is hits over samples', () => {
    expect(evaluate(only('error_rate', 'rate<0.001'), { type: 'rate', hits: 1, samples: 1_000 })).toEqual({
      outcome: 'broken',
      seen: '0.1% of operations sent (1 of 1000)',
    })
  })
})
