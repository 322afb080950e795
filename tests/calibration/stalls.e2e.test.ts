import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest'
import { files } from '../../harness/record/layout.ts'
import type { Ended } from '../support/workplace.ts'
import { readRecord, readSummaryFile, smallScenario, steadyLoad, Workplace } from '../support/workplace.ts'

const workplace = new Workplace(process.env)
afterAll(() => workplace[Symbol.dispose]())

function invalidReasons(scenario: string): readonly string[] {
  return readSummaryFile(workplace.runFolder(scenario))
    .verdict.reasons.filter(({ kind }) => kind === 'invalid')
    .map(({ sentence }) => sentence)
}

describe('what stood still is told from what was slow', () => {
  const scenarios = [
    smallScenario('stalled', {
      load: steadyLoad('4s'),
      faults: [
        { kind: 'pause', target: 'generator', at: '1s', duration: '500ms' },
        { kind: 'pause', target: 'observer', at: '2500ms', duration: '500ms' },
      ],
      thresholds: { decision_latency: ['p(95)<100'], anomalies: ['count==0'] },
    }),
    smallScenario('slow-server', {
      // Eight slots, and nobody answers for three seconds: what was due meanwhile waits, and all of that is the server's doing.
      load: { executor: 'constant-arrival-rate', arrivals: 'even', rate: 200, duration: '4s', maxInFlight: 8 },
      faults: [{ kind: 'pause', target: 'api-0', at: '500ms', duration: '3s' }],
      thresholds: { ack_latency: ['p(95)<1000'], decision_latency: ['p(95)<1000'], anomalies: ['count==0'] },
    }),
    smallScenario('looked-away', {
      // Shorter than what is allowed with this budget, and longer than the budget.
      load: steadyLoad('4s'),
      faults: [{ kind: 'pause', target: 'observer', at: '1500ms', duration: '1800ms' }],
      thresholds: { decision_latency: ['p(95)<1000'], anomalies: ['count==0'] },
    }),
  ]
  let ended: Ended

  beforeAll(async () => {
    ended = await workplace.run(['run', ...scenarios.map((scenario) => workplace.scenario(scenario))])
  })

  test.each(['generator', 'observer'])('a %s whose thread stood still for 500 ms: INVALID', (who) => {
    const { verdict } = readSummaryFile(workplace.runFolder('stalled'))
    expect(verdict, ended.stderr).toMatchObject({ kind: 'invalid', exitStatus: 95 })
    expect(invalidReasons('stalled')).toContainEqual(
      expect.stringMatching(new RegExp(`^the ${who} stood still for [\\d.]+ ms; at most 200 ms is allowed`)),
    )
  })

  test('a budget that only the observer’s pause breaks: INVALID, although so long a pause is allowed', () => {
    const folder = workplace.runFolder('looked-away')
    const { verdict } = readSummaryFile(folder)
    expect(verdict, ended.stderr).toMatchObject({ kind: 'invalid', exitStatus: 95 })
    expect(invalidReasons('looked-away')).toContainEqual(
      expect.stringMatching(/^decision_latency p\(95\)<1000: leaving out what the generator was late, and it or the observer stood still/),
    )
    const lengthsUs = readRecord(folder).health.observerPauses?.map(({ fromUs, toUs }) => toUs - fromUs) ?? []
    expect(Math.max(...lengthsUs)).toBeGreaterThan(1_700_000)
  })

  test('a server that stood still for 3 s, with eight slots: never INVALID', () => {
    const { verdict, trends } = readSummaryFile(workplace.runFolder('slow-server'))
    expect(invalidReasons('slow-server')).toEqual([])
    expect(verdict, verdict.sentence).toMatchObject({ kind: 'fail-thresholds', exitStatus: 99 })
    // The wait for a slot is in the latencies, and not in the schedule lag.
    const maxMs = (metric: string): number => Math.max(...trends.filter((trend) => trend.metric === metric).map(({ max }) => max.valueMs))
    expect(maxMs('slot_wait')).toBeGreaterThan(2_000)
    expect(maxMs('ack_latency')).toBeGreaterThan(2_500)
    expect(maxMs('schedule_lag')).toBeLessThan(2_000)
  })
})

test('a run whose whole harness was stopped for 1 s in the surge: INVALID', async () => {
  const scenario = smallScenario('stopped', {
    load: {
      executor: 'ramping-arrival-rate',
      arrivals: 'even',
      startRate: 50,
      stages: [
        { name: 'normal', duration: '1s', target: 50 },
        { name: 'step', duration: '0s', target: 300 },
        { name: 'surge', duration: '7s', target: 300 },
      ],
      warmUp: { duration: '300ms', rate: 100 },
    },
    thresholds: { 'decision_latency{phase:surge}': ['p(95)<250'], anomalies: ['count==0'] },
  })
  const command = workplace.start(['run', workplace.scenario(scenario)])
  await command.told('· load')
  await vi.waitFor(
    () => expect(readFileSync(join(workplace.runFolder('stopped'), files.decisions), 'utf8')).toContain('"tenant":"tenant-1-'),
    {
      timeout: 60_000,
      interval: 50,
    },
  )
  // From the first decision of the load on: the middle of the surge.
  await sleep(2_500)
  process.kill(command.pid, 'SIGSTOP')
  await sleep(1_000)
  process.kill(command.pid, 'SIGCONT')
  const { status, stderr } = await command.ended
  expect(status, stderr).toBe(95)
  for (const who of ['generator', 'observer']) {
    expect(invalidReasons('stopped')).toContainEqual(
      expect.stringMatching(new RegExp(`^the ${who} stood still for [\\d.]+ ms; at most 500 ms is allowed`)),
    )
  }
  // It was the surge: its sends came late.
  const { trends } = readSummaryFile(workplace.runFolder('stopped'))
  expect(trends.find(({ metric, phase }) => metric === 'schedule_lag' && phase === 'surge')?.max.valueMs).toBeGreaterThan(800)
  expect(readRecord(workplace.runFolder('stopped')).ending).toMatchObject({ kind: 'complete' })

  const verified = await workplace.run(['verify', workplace.runFolder('stopped'), '--json'])
  expect(verified.status, verified.stderr).toBe(95)
  expect(workplace.leftovers()).toEqual([])
})
