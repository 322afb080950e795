import { describe, expect, test } from 'vitest'
import { blackFridayPass, correctnessFailure } from '../../tests/support/sample-summary.ts'
import { uniformFrom } from '../load/prng.ts'
import { compareRuns } from './compare-runs.ts'
import type { ComparedRun } from './compared-run.ts'
import { runDifferences } from './run-differences.ts'

const { run, summary } = blackFridayPass()
const own: ComparedRun = { record: run, summary, seconds: new Map(), series: [] }

/** The decision latencies of each second of the load, scaled. */
function withSeconds(factor: number): ComparedRun {
  const uniform = uniformFrom(1)
  const seconds = Array.from({ length: 80 }, (_, second) => ({
    second,
    counts: Array.from({ length: 40 }, (_each, index) => ({ us: Math.round((index + 1 + uniform()) * 1_000 * factor), count: 3 })),
  }))
  return { ...own, seconds: new Map([['decision_latency', seconds]]) }
}

describe('two records side by side', () => {
  test('of one run differ in nothing', () => {
    const { work, differences, counts, metrics, figures, anomalies, thresholds } = compareRuns(own, own, uniformFrom(1))
    expect([work.sentence, differences, anomalies]).toEqual([null, [], []])
    expect([...counts, ...metrics].every(({ difference }) => difference === 0)).toBe(true)
    expect(figures.filter(({ change }) => change !== null).every(({ change }) => change === 0)).toBe(true)
    expect(thresholds.length).toBe(summary.thresholds.length)
    expect(thresholds.every(({ base, candidate }) => base === candidate)).toBe(true)
  })

  test('have intervals where there are latencies by second, in the run and in each phase that is long enough, and none elsewhere', () => {
    const { figures } = compareRuns(withSeconds(1), withSeconds(1.5), uniformFrom(1))
    const decisions = figures.filter(({ metric, change }) => metric === 'decision_latency' && change !== null)
    expect(decisions.length).toBeGreaterThan(3)
    const long = decisions.filter(({ tooShort }) => !tooShort)
    // The two ramps are of 5 s.
    expect([...new Set(long.map(({ phase }) => phase ?? 'whole'))]).toEqual(['whole', 'normal', 'surge', 'recovery'])
    for (const { lower, upper } of long) {
      expect(lower).toBeGreaterThan(0.3)
      expect(upper).toBeLessThan(0.7)
    }
    expect(figures.filter(({ metric }) => metric === 'service_time').every(({ lower }) => lower === null)).toBe(true)
  })

  test('of which one is too short have a change, and are told to have no interval', () => {
    const whole = withSeconds(1)
    const short = { ...whole, seconds: new Map([['decision_latency', (whole.seconds.get('decision_latency') ?? []).slice(0, 19)]]) }
    const { figures } = compareRuns(whole, short, uniformFrom(1))
    const [median] = figures.filter(({ metric, phase, figure }) => metric === 'decision_latency' && phase === undefined && figure === 'p50')
    expect(median).toMatchObject({ change: 0, lower: null, upper: null, tooShort: true })
    // What nobody keeps by the second is not short.
    expect(figures.filter(({ metric }) => metric === 'service_time').every(({ tooShort }) => !tooShort)).toBe(true)
  })

  test('a censored percentile has no change', () => {
    const censored: ComparedRun = {
      ...own,
      summary: { ...summary, trends: summary.trends.map((trend) => ({ ...trend, p99: { ...trend.p99, censored: true } })) },
    }
    const { figures } = compareRuns(own, censored, uniformFrom(1))
    const p99s = figures.filter(({ figure }) => figure === 'p99')
    expect(p99s.every(({ change, candidate }) => change === null && candidate?.censored === true)).toBe(true)
  })

  test('say of how many samples each latency is, and show what one of them has no sample of', () => {
    const trends = summary.trends
      .filter(({ metric }) => metric !== 'close_latency')
      .map((trend) => ({ ...trend, samples: 10, censored: 3 }))
    const { figures } = compareRuns(own, { ...own, summary: { ...summary, trends } }, uniformFrom(1))
    const [ack] = figures.filter(({ metric }) => metric === 'ack_latency')
    expect(ack).toMatchObject({ samples: { base: 58_460, candidate: 10 }, neverEnded: { base: 0, candidate: 3 } })
    const close = figures.filter(({ metric }) => metric === 'close_latency')
    expect(close.map(({ figure, base, candidate, change }) => [figure, base?.valueMs, candidate, change])).toEqual([
      ['p50', 640, null, null],
      ['p90', 1_420, null, null],
      ['p99', 1_760, null, null],
    ])
    const added = compareRuns({ ...own, summary: { ...summary, trends } }, own, uniformFrom(1)).figures
    expect(added.filter(({ metric, base }) => metric === 'close_latency' && base === null)).toHaveLength(3)
  })

  test('CPU a record is told with the accepted records that it is divided by', () => {
    const fewer = { ...own, summary: { ...summary, counts: { ...summary.counts, accepted: 40_000, refused: 39_000 } } }
    const [cpu] = compareRuns(own, fewer, uniformFrom(1)).figures.filter(({ metric }) => metric === 'cpu')
    expect(cpu).toMatchObject({ figure: 'a record', samples: { base: 79_000, candidate: 40_000 } })
  })

  describe('CPU a record that both runs spread over a load of 80 s', () => {
    const microsARecord = 400
    /** Evenly by the second, by a tenth up and down; `share` of it within the load, the rest behind. */
    const withCpu = (micros: number, share = 1): ComparedRun => {
      const uniform = uniformFrom(7)
      const seconds = summary.seconds.map((second) => ({ ...second, offered: 1_000, acknowledged: 1_000 }))
      const points = seconds.map(({ second }) => [second + 1, (micros * 1_000 * share * (0.9 + 0.2 * uniform())) / 1e4] as const)
      const series = [{ metric: 'cpu', subject: 'matcher-0', unit: '% of one CPU', points }]
      const counts = { ...summary.counts, accepted: seconds.length * 1_000 }
      return { ...own, summary: { ...summary, seconds, series, counts, cpuMicrosPerRecord: [{ process: 'matcher-0', micros }] } }
    }
    const cpuOf = (candidate: ComparedRun) =>
      compareRuns(withCpu(microsARecord), candidate, uniformFrom(1)).figures.find(({ metric }) => metric === 'cpu')

    test('has an interval around its change', () => {
      const { change, lower, upper } = cpuOf(withCpu(microsARecord * 1.25)) ?? {}
      expect(change).toBeCloseTo(0.25, 9)
      expect(lower).toBeGreaterThan(0.1)
      expect(lower).toBeLessThan(0.25)
      expect(upper).toBeGreaterThan(0.25)
      expect(upper).toBeLessThan(0.45)
    })

    test('lies around the figure although a little of it is behind the load', () => {
      const { change, lower, upper } = cpuOf(withCpu(microsARecord * 1.25, 0.93)) ?? {}
      expect(Math.log1p(change ?? 0)).toBeCloseTo((Math.log1p(lower ?? 0) + Math.log1p(upper ?? 0)) / 2, 9)
    })

    test('has none where much of it is', () => {
      expect(cpuOf(withCpu(microsARecord * 1.25, 0.7))).toMatchObject({ change: 0.25, lower: null, upper: null, tooShort: false })
    })
  })

  test('anomalies of either stand beside each other', () => {
    const wrong = correctnessFailure()
    const { anomalies, differences } = compareRuns(own, { ...own, record: wrong.run, summary: wrong.summary }, uniformFrom(1))
    expect(anomalies.length).toBe(wrong.summary.findings.length)
    expect(anomalies.every(({ base, candidate }) => base === 0 && candidate > 0)).toBe(true)
    expect(differences.some((line) => line.includes('has wrong answers'))).toBe(true)
  })
})

test.each([
  ['seed', { ...run, seed: run.seed + 1 }, `seed: ${run.seed} against ${run.seed + 1}`],
  ['machine', { ...run, machine: { ...run.machine, cpus: 64 } }, 'machine: '],
  ['load', { ...run, scenario: { ...run.scenario, load: { ...run.scenario.load, workers: 7 } } }, 'scenario: load differs'],
  ['stream', { ...run, scenario: { ...run.scenario, streams: [] } }, 'scenario: streams differs'],
  ['name', { ...run, scenario: { ...run.scenario, name: 'other' } }, 'against "other"'],
  ['version', { ...run, versions: { ...run.versions, postgres: '1' } }, 'version of postgres: '],
  ['ending', { ...run, ending: { kind: 'interrupted', signal: 'SIGINT', step: 'load' } as const }, 'is not whole (interrupted)'],
])('another %s is said', (_, record, text) => {
  expect(runDifferences(own, { record, summary }).join('\n')).toContain(text)
  expect(runDifferences(own, own)).toEqual([])
})
