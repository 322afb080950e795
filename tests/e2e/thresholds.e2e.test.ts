import { cpSync, readFileSync, renameSync } from 'node:fs'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import type { ScenarioInput } from '../../harness/index.ts'
import type { SeriesSample } from '../../harness/model/series.ts'
import { seriesTable } from '../../harness/model/series.ts'
import { files } from '../../harness/record/layout.ts'
import type { Ended } from '../support/workplace.ts'
import { readRecord, readSummaryFile, smallScenario, steadyLoad, Workplace } from '../support/workplace.ts'

const workplace = new Workplace(process.env)
afterAll(() => workplace[Symbol.dispose]())

describe('before anything is started', () => {
  test.each<[string, ScenarioInput['thresholds'], readonly string[]]>([
    [
      'typos',
      { decision_latancy: ['p(99)<1'], 'ack_latency{fase:constant}': ['p(99)<1'], 'ack_latency{phase:constand}': ['p(99<1'] },
      [
        'unknown metric "decision_latancy"; did you mean "decision_latency"?',
        'column 13: ack_latency has no tag "fase"; did you mean "phase"?',
        'column 19: unknown phase "constand"; did you mean "constant"?',
        '"p(99<1", column 2: expected p(N)',
      ],
    ],
    [
      'not-live',
      { decision_latency: [{ threshold: 'p(99)<1000', abortOnFail: true }], anomalies: [{ threshold: 'count==0', abortOnFail: true }] },
      ['abortOnFail: decision_latency is known only after the run', 'abortOnFail: anomalies is known only after the run'],
    ],
    ['no-baseline', { ack_latency: ['p(90)<1.1x baseline'] }, ['compared with a baseline, and none is named', '--baseline RUN']],
  ])('%s are refused with 64', async (name, thresholds, told) => {
    const { status, stderr } = await workplace.run(['run', workplace.scenario(smallScenario(name, { thresholds }))])
    expect(status).toBe(64)
    for (const words of told) expect(stderr.replaceAll(/\s+/g, ' ')).toContain(words)
    expect(stderr).not.toContain('· stack')
  })
})

describe('a load that a threshold ends', () => {
  let ended: Ended
  beforeAll(async () => {
    // No process of the harness fits into a mebibyte; a minute of load would be left.
    const thresholds = {
      anomalies: ['count==0'],
      'process_memory{process:tenfold}': [{ threshold: 'max<1', abortOnFail: true, delayAbortEval: '3s' }],
    }
    ended = await workplace.run(['run', workplace.scenario(smallScenario('ended', { load: steadyLoad('60s'), thresholds }))])
  })

  test('fails by it, is partial, and is judged as far as it went', () => {
    const record = readRecord(workplace.runFolder('ended'))
    expect(record.ending).toMatchObject({
      kind: 'threshold-broken',
      selector: 'process_memory{process:tenfold}',
      expression: 'max<1',
      step: 'load',
    })
    const afterUs = record.ending.kind === 'threshold-broken' ? record.ending.us : Number.NaN
    expect(afterUs).toBeGreaterThanOrEqual(3_000_000)
    expect(record.closes.every(({ settledUs }) => settledUs !== null)).toBe(true)
    const { verdict, counts, thresholds } = readSummaryFile(workplace.runFolder('ended'))
    expect(verdict, verdict.sentence).toMatchObject({ kind: 'fail-thresholds', exitStatus: 99 })
    expect(verdict.sentence).toMatch(/^process_memory\{process:tenfold\} max<1 is broken: [\d.]+ MiB, for which the run was ended\.$/)
    expect(counts.accepted).toBeGreaterThan(0)
    expect(counts.sent).toBeLessThan(12_000)
    expect(counts.decided).toBe(counts.records - counts.open)
    expect(thresholds.map(({ outcome }) => outcome)).toEqual(['inconclusive', 'broken'])
    expect(ended.status, ended.stderr).toBe(99)
    expect(ended.stderr).toMatch(/is broken after [\d.]+ s \([\d.]+ MiB\): the load is ended/)
    expect(ended.stdout).toContain('Partial record')
    expect(workplace.leftovers()).toEqual([])
  })

  test('every series that the stack tells is in its folder', () => {
    const lines = readFileSync(join(workplace.runFolder('ended'), files.series), 'utf8')
      .trimEnd()
      .split('\n')
    const samples = lines.map((line) => JSON.parse(line) as SeriesSample)
    const seen = new Set(samples.map(({ metric }) => metric))
    // Only a limit of CPU can throttle, and local processes have none.
    expect(Object.keys(seriesTable).filter((metric) => !seen.has(metric as keyof typeof seriesTable))).toEqual(['throttled'])
    const subjects = new Set(samples.filter(({ metric }) => metric === 'event_loop_delay').map(({ subject }) => subject))
    expect([...subjects].toSorted()).toEqual(['api-0', 'matcher-0', 'tenfold'])
  })
})

describe('a run that is compared with another', () => {
  beforeAll(async () => {
    const first = smallScenario('first')
    const second = smallScenario('second', {
      thresholds: {
        ack_latency: ['p(90)<10000x baseline', 'p(90)>10000x baseline'],
        consumer_lag: ['drain<60s'],
        decision_latency: ['p(90)<60000 over 1s', 'recovery(p(90)<60000) <= 1s'],
        anomalies: ['count==0'],
      },
    })
    const before = await workplace.run(['run', workplace.scenario(first), '--seed', '1'])
    expect(before.status, before.stdout).toBe(0)
    const ended = await workplace.run(['run', workplace.scenario(second), '--seed', '2', '--baseline', workplace.runFolder('first')])
    expect(ended.status, ended.stdout + ended.stderr).toBe(99)
  })

  test('has the other’s figures in its own record, and the same verdict when the other is gone', async () => {
    const folder = workplace.runFolder('second')
    const { baseline, runtime } = readRecord(folder)
    const other = `the baseline ${baseline?.runId} was another measurement: seed: 1 against 2; other records at other times`
    expect(runtime.notes).toContain(other)
    expect(baseline?.runId).toBe(readRecord(workplace.runFolder('first')).runId)
    expect(baseline?.figures.map(({ figure }) => figure.kind)).toEqual(['figure', 'figure'])
    const { verdict, thresholds } = readSummaryFile(folder)
    expect(thresholds.map(({ expression, outcome }) => `${expression}: ${outcome}`)).toEqual([
      'p(90)<10000x baseline: met',
      'p(90)>10000x baseline: broken',
      'drain<60s: met',
      'p(90)<60000 over 1s: met',
      'recovery(p(90)<60000) <= 1s: met',
      'count==0: met',
    ])
    expect(verdict.sentence).toMatch(/^ack_latency p\(90\)>10000x baseline is broken: .* by the baseline’s [\d.]+\.$/)

    const copy = workplace.path('elsewhere')
    cpSync(folder, copy, { recursive: true })
    renameSync(workplace.runFolder('first'), workplace.path('gone'))
    const verified = await workplace.run(['verify', copy])
    expect(verified.status).toBe(99)
    expect(readSummaryFile(copy)).toEqual(readSummaryFile(folder))
    renameSync(workplace.path('gone'), join(workplace.path('runs'), baseline?.runId ?? ''))
  })

  test('needs one that came to its end', async () => {
    const scenario = smallScenario('third', { thresholds: { ack_latency: ['p(90)<2x baseline'] } })
    const { status, stderr } = await workplace.run(['run', workplace.scenario(scenario), '--baseline', workplace.runFolder('ended')])
    expect(status).toBe(64)
    expect(stderr.replaceAll(/\s+/g, ' ')).toContain('is no baseline: the run is partial')
  })
})
