import { describe, expect, test } from 'vitest'

import { HarnessError } from '../model/errors.ts'
import type { Scenario } from '../model/scenario.ts'
import type { SeriesValue } from '../model/series.ts'
import { resolveScenario } from '../scenario/resolve.ts'
import { requireKnownSubjects } from './known-subjects.ts'
import type { SampledSystem } from './known-subjects.ts'

const endpoints = { kafkaBrokers: [], databaseUrl: '', redisUrl: undefined, adminKey: '', ports: { 'api-0': 1 } }
const processes = ['api-0', 'matcher-0', 'postgres'].map((name) => ({ name, pid: 1, logFile: '' }))
const partitions = [0, 1].map((partition) => ({ partition, lagRecords: 0, end: 0 }))
const resources = processes.map(({ name }) => ({ process: name, cpuMs: 1, memoryBytes: 1 }))
const running: SampledSystem = {
  environment: { processes, endpoints, sample: async () => resources },
  system: { sampleLag: async () => ({ totalRecords: 0, partitionRecordsMax: 0, partitions }) },
}
/** Started by nobody of ours, and spoken with over HTTP alone. */
const elsewhere: SampledSystem = {
  environment: { processes: [], endpoints: { ...endpoints, ports: {} }, sample: async () => [] },
  system: { sampleLag: async () => ({ totalRecords: 0, partitionRecordsMax: 0 }) },
}

function scenarioOf(thresholds: object): Scenario {
  const load = { executor: 'constant-arrival-rate', rate: 10, duration: '10s' }
  return resolveScenario({ name: 'a', description: '', history: { kind: 'synthetic' }, load, thresholds }, [], () => []).scenario
}

async function problemsOf(thresholds: object, sampled: SampledSystem): Promise<readonly string[]> {
  const plan = { phases: [{ name: 'constant', startUs: 0, endUs: 1, scheduled: 0, rateFrom: 0, rateTo: 0 }] }
  try {
    await requireKnownSubjects(scenarioOf(thresholds), plan, sampled, AbortSignal.timeout(60_000))
  } catch (error) {
    if (error instanceof HarnessError) return error.problems
    throw error
  }
  return []
}

test.each<[string, string]>([
  ['serialization_failures{process:mathcer-0}', 'unknown process "mathcer-0"; did you mean "matcher-0"?'],
  ['process_memory{process:nothing-of-the-kind}', 'there is api-0, matcher-0, postgres, tenfold'],
  ['partition_lag{partition:7}', 'unknown partition "7"'],
])('%s is refused once the system runs', async (selector, words) => {
  const expression = selector.startsWith('serialization') ? 'count==0' : 'max<5'
  expect(await problemsOf({ [selector]: [expression], ack_latency: ['med<5'] }, running)).toEqual([expect.stringContaining(words)])
})

test('of a system that tells nothing of processes or partitions any may be named, but of what is sampled of the harness alone', async () => {
  const untold = {
    'serialization_failures{process:a}': ['count==0'],
    'partition_lag{partition:7}': ['max<5'],
    'pool_waits{process:a}': ['max<5'],
  }
  expect(await problemsOf(untold, elsewhere)).toEqual([])
  expect(await problemsOf({ 'process_memory{process:tenfold}': ['max<5'], 'process_cpu{process:api-0}': ['max<5'] }, elsewhere)).toEqual([
    expect.stringContaining('process "api-0" does not tell process_cpu, so it would have no sample; told by tenfold'),
  ])
})

describe('who tells what', () => {
  const value = (metric: SeriesValue['metric'], subject: string): SeriesValue => ({ metric, subject, value: 0 })
  const ports = { 'api-0': 1, 'matcher-0': 2 }
  const told = [
    ...['api-0', 'matcher-0'].flatMap((process) => [value('event_loop_delay', process), value('serialization_failures', process)]),
    value('pool_waits', 'api-0'),
  ]
  const telling = (series: readonly SeriesValue[], sampled = resources): SampledSystem => ({
    environment: { ...running.environment, endpoints: { ...endpoints, ports }, sample: async () => sampled },
    system: { ...running.system, sampleSeries: async () => series },
  })

  test.each<[string, string, string]>([
    ['pool_waits', 'matcher-0', 'api-0'],
    ['pool_waits', 'tenfold', 'api-0'],
    ['event_loop_delay', 'postgres', 'api-0, matcher-0, tenfold'],
    ['serialization_failures', 'tenfold', 'api-0, matcher-0'],
  ])('%s of %s has no sample: refused with those who tell it', async (metric, process, tellers) => {
    const expression = metric === 'serialization_failures' ? 'count==0' : 'max<5'
    expect(await problemsOf({ [`${metric}{process:${process}}`]: [expression] }, telling(told))).toEqual([
      expect.stringContaining(`process "${process}" does not tell ${metric}, so it would have no sample; told by ${tellers}`),
    ])
  })

  test('a process that can be asked and does not answer yet may tell all of it', async () => {
    const thresholds = { 'pool_waits{process:matcher-0}': ['max<5'], 'event_loop_delay{process:matcher-0}': ['max<5'] }
    expect(await problemsOf(thresholds, telling(told.filter(({ subject }) => subject === 'api-0')))).toEqual([])
  })

  test('where resources are not sampled, those of the harness alone are', async () => {
    expect(await problemsOf({ 'process_cpu{process:postgres}': ['max<5'] }, telling(told))).toEqual([])
    expect(await problemsOf({ 'process_cpu{process:postgres}': ['max<5'] }, telling(told, []))).toEqual([
      expect.stringContaining('does not tell process_cpu, so it would have no sample; told by tenfold'),
    ])
  })
})

test('names that the system has are taken, those that it alone tells too', async () => {
  const thresholds = {
    'process_cpu{process:postgres}': ['max<90'],
    'event_loop_delay{process:tenfold}': ['max<90'],
    'partition_lag{partition:1}': ['max<90'],
    'pool_waits{process:worker-of-its-own}': ['max<5'],
  }
  const value = { metric: 'pool_waits', subject: 'worker-of-its-own', value: 0 } as const
  expect(await problemsOf(thresholds, { ...running, system: { ...running.system, sampleSeries: async () => [value] } })).toEqual([])
  expect(await problemsOf(thresholds, running)).toEqual([expect.stringContaining('unknown process "worker-of-its-own"')])
})

test('of a system that does not answer yet any name is taken', async () => {
  const silent = async (): Promise<never> => Promise.reject(new Error('not now'))
  const sampled = { ...running, system: { sampleLag: silent, sampleSeries: silent } }
  expect(await problemsOf({ 'partition_lag{partition:7}': ['max<5'] }, sampled)).toEqual([])
})

const waitEvents = async (): Promise<readonly string[]> => ['IO:WalSync', 'LWLock:PgStatsHash', 'LWLock:WALWrite', 'Lock:tuple']
const withEvents = { ...running, system: { ...running.system, waitEvents } }

test.each<[string, string]>([
  ['Lock:tupel', 'unknown event "Lock:tupel"; did you mean "Lock:tuple"?'],
  ['LWLock:WALWrit', 'did you mean "LWLock:WALWrite"?'],
  ['tuple', 'unknown event "tuple"'],
])('a threshold on the wait event %s is refused', async (event, words) => {
  expect(await problemsOf({ [`database_waits{event:${event}}`]: ['max<5'] }, withEvents)).toEqual([expect.stringContaining(words)])
})

test.each(['Lock:tuple', 'LWLock:pg_stat_statements', 'Extension:CitusMaintenance'])(
  'a threshold on the wait event %s is taken: the database lists it, or an extension may have it',
  async (event) => {
    expect(await problemsOf({ [`database_waits{event:${event}}`]: ['max<5'] }, withEvents)).toEqual([])
  },
)

test('where the database lists no wait events, any is taken', async () => {
  const sampled = { ...running, system: { ...running.system, waitEvents: async (): Promise<undefined> => undefined } }
  expect(await problemsOf({ 'database_waits{event:Lock:tupel}': ['max<5'] }, sampled)).toEqual([])
  expect(await problemsOf({ 'database_waits{event:Lock:tupel}': ['max<5'] }, running)).toEqual([])
})
