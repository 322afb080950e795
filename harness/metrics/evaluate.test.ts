import { describe, expect, test } from 'vitest'

import type { BaselineFigure } from '../model/baseline.ts'
import { evaluate } from './evaluate.ts'
import type { Sampled } from './evaluate.ts'
import { LatencyHistogram } from './histogram.ts'
import type { Samples } from './judge-comparison.ts'
import type { Evaluated, Stretch } from './stretches.ts'
import { parseThresholds } from './thresholds.ts'
import type { Threshold } from './thresholds.ts'

function thresholdOf(selector: string, expression: string): Threshold {
  const parsed = parseThresholds({ [selector]: [expression] }, { phases: ['surge'] })
  if (parsed.kind === 'problems') throw new Error(parsed.problems.join('\n'))
  return parsed.thresholds[0] as Threshold
}

/** So many samples of this latency. */
function trend(ms: number, samples: number): Samples {
  const histogram = new LatencyHistogram()
  for (let at = 0; at < samples; at++) histogram.record(ms * 1_000)
  return { type: 'trend', histogram }
}

const nothing: Sampled = { samples: { type: 'counter', count: 0 }, seconds: 0, stretches: () => [], drain: undefined, baseline: undefined }

/** One stretch a second: its latency and the number of its samples. */
function stretchesOf(seconds: readonly (readonly [ms: number, samples: number])[]): Stretch[] {
  return seconds.map(([ms, samples], at) => {
    const second = { startMs: at * 1_000, endMs: (at + 1) * 1_000, samples: trend(ms, samples) }
    return { ...second, seconds: () => [second] }
  })
}

describe('stretches', () => {
  const good = [10, 100] as const
  const slow = [900, 100] as const
  const few = [10, 99] as const

  test.each<[string, readonly (readonly [number, number])[], Evaluated['outcome'], string]>([
    ['all of them hold', [good, [20, 100], good], 'met', 'ms of 100 samples from 1 s on, the worst of 3 stretches of 1 s'],
    ['one is broken', [good, slow, good], 'broken', 'from 1 s on; 1 of 3 stretches of 1 s'],
    ['one has too few samples', [good, few, good], 'inconclusive', '99 samples, 100 needed in the 1 s from 1 s on'],
    ['one is broken and one has too few samples', [few, slow], 'broken', 'from 1 s on; 1 of 2'],
    ['there is none', [], 'inconclusive', 'no sample'],
  ])('a window: %s', (_name, seconds, outcome, words) => {
    const stretches = (): Stretch[] => stretchesOf(seconds)
    const evaluated = evaluate(thresholdOf('ack_latency', 'p(90)<500 over 1s'), { ...nothing, stretches })
    expect(evaluated).toEqual({ outcome, seen: expect.stringContaining(words) })
  })

  test('of a lower limit the worst is the lowest', () => {
    const stretches = (): Stretch[] => stretchesOf([good, [5, 100]])
    expect(evaluate(thresholdOf('ack_latency', 'p(90)>1 over 1s'), { ...nothing, stretches }).seen).toContain('from 1 s on')
  })

  test.each<[string, readonly (readonly [number, number])[], Evaluated['outcome'], string]>([
    ['never broken', [good, good], 'met', 'never broken'],
    ['back in time', [good, slow, slow, good], 'met', '2 s from 1 s on'],
    ['too late', [good, slow, slow, slow, good], 'broken', '3 s from 1 s on'],
    ['broken, good and broken again, counted from the first to the last', [slow, good, good, slow, good], 'broken', '4 s from 0 s on'],
    ['not back at the end', [good, good, slow], 'broken', '≥ 1 s from 2 s on, not recovered at the end'],
    ['too few samples behind the fault', [good, slow, few, good], 'inconclusive', '99 samples, 100 needed'],
    ['too few samples before the fault, with a good stretch between', [few, good, slow, good], 'inconclusive', '99 samples, 100 needed'],
    ['too few samples as it began', [few, slow, good], 'inconclusive', '99 samples, 100 needed'],
    ['too few samples and no fault', [good, few], 'inconclusive', '99 samples, 100 needed'],
    ['too late whatever the few were', [slow, few, slow, slow, good], 'broken', '4 s from 0 s on'],
    ['nothing', [], 'inconclusive', 'no sample'],
  ])('recovery: %s', (_name, seconds, outcome, words) => {
    const stretches = (): Stretch[] => stretchesOf(seconds)
    const evaluated = evaluate(thresholdOf('ack_latency', 'recovery(p(90)<500) <= 2s'), { ...nothing, stretches })
    expect(evaluated).toEqual({ outcome, seen: expect.stringContaining(words) })
  })
})

test.each<[Sampled['drain'], Evaluated['outcome'], string]>([
  [{ ms: 1_500, ended: true }, 'met', '1.5 s after the load’s end'],
  [{ ms: 60_000, ended: true }, 'broken', '60 s'],
  [{ ms: 2_000, ended: false }, 'broken', '≥ 2 s'],
  [undefined, 'inconclusive', 'nothing tells'],
])('drained after %o: %s', (drain, outcome, words) => {
  expect(evaluate(thresholdOf('consumer_lag', 'drain<60s'), { ...nothing, drain })).toEqual({
    outcome,
    seen: expect.stringContaining(words),
  })
})

test.each<[string, BaselineFigure | undefined, Evaluated['outcome'], string]>([
  [
    'p(90)<1.1x baseline',
    { kind: 'figure', value: 100, low: 98, high: 103 },
    'met',
    '100 ms of 100 samples, limit 110 by the baseline’s 100',
  ],
  ['p(90)<1.1x baseline', { kind: 'figure', value: 80, low: 79, high: 81 }, 'broken', 'limit 88'],
  ['p(90)<1.1x baseline', { kind: 'figure', value: 92, low: 80, high: 99 }, 'inconclusive', 'too noisy to say'],
  ['p(90)<1.1x baseline', { kind: 'none', reason: '5 samples, 100 needed' }, 'inconclusive', 'the baseline has none: 5 samples'],
  ['p(90)<1.1x baseline', undefined, 'inconclusive', 'there is no baseline'],
  ['p(99)<1.1x baseline', { kind: 'figure', value: 100, low: 100, high: 100 }, 'inconclusive', '100 samples, 1000 needed'],
])('%s against %o: %s', (expression, baseline, outcome, words) => {
  const evaluated = evaluate(thresholdOf('ack_latency', expression), { ...nothing, samples: trend(100, 100), baseline })
  expect(evaluated).toEqual({ outcome, seen: expect.stringContaining(words) })
})

test('a counter has a rate over the seconds that passed, and none over no time', () => {
  const samples = { type: 'counter', count: 30 } as const
  expect(evaluate(thresholdOf('refused', 'rate<3'), { ...nothing, samples, seconds: 10 })).toEqual({
    outcome: 'broken',
    seen: '3 operations/s',
  })
  expect(evaluate(thresholdOf('refused', 'rate<3'), { ...nothing, samples }).outcome).toBe('inconclusive')
})

test('a gauge is the largest of the last values of its subjects', () => {
  const samples = { type: 'gauge', values: [9, 1, 7, 2, 3], last: [2, 3] } as const
  const seen = (expression: string): string => evaluate(thresholdOf('process_cpu', expression), { ...nothing, samples }).seen
  expect(['value<1', 'max<1', 'min<1', 'avg<1'].map(seen)).toEqual([3, 9, 1, 4.4].map((value) => `${value} % of one CPU`))
})

describe('abortOnFail', () => {
  const problemsOf = (selector: string, threshold: string): readonly string[] => {
    const parsed = parseThresholds({ [selector]: [{ threshold, abortOnFail: true, delayAbortEvalMs: 0 }] }, { phases: ['surge'] })
    return parsed.kind === 'problems' ? parsed.problems : []
  }

  test.each([
    'ack_latency',
    'service_time',
    'schedule_lag',
    'error_rate',
    'refused',
    'failed',
    'unknown',
    'unsent',
    'consumer_lag',
    'process_cpu',
  ])('%s is known while the load runs', (metric) => {
    const expression = metric === 'error_rate' ? 'rate<1' : metric.endsWith('lag') && metric !== 'schedule_lag' ? 'max<1' : undefined
    const counted = ['refused', 'failed', 'unknown', 'unsent'].includes(metric) ? 'count<1' : 'max<1'
    expect(problemsOf(metric, expression ?? counted)).toEqual([])
  })

  test.each([
    ['decision_latency', 'p(99)<1', 'decision_latency is known only after the run, when the oracle has been asked; ack_latency,'],
    ['close_latency', 'p(99)<1', 'close_latency is known only after the run'],
    ['anomalies', 'count==0', 'anomalies is known only after the run'],
    ['ack_latency', 'p(99)<1 over 10s', 'windows, recovery and drain are judged at the end'],
    ['consumer_lag', 'drain<1s', 'windows, recovery and drain are judged at the end'],
  ])('%s %s is refused', (metric, expression, words) => {
    expect(problemsOf(metric, expression)).toEqual([expect.stringContaining(words)])
  })
})
