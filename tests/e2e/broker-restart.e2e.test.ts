import { mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as delay } from 'node:timers/promises'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { startLocal } from '../../harness/environment/local/start-local.ts'
import { defaultProfile } from '../../harness/model/match-result.ts'
import { files } from '../../harness/record/layout.ts'
import { runScenario } from '../../harness/run.ts'
import { resolveScenario } from '../../harness/scenario/resolve.ts'
import { defineSystem } from '../../harness/system/define-system.ts'
import eventDriven from '../../systems/event-driven.ts'
import { charge } from './wire-records.ts'

const patienceS = 10
/** Time for the broker to come back into the load's second half. Where a machine takes longer, its close is what the second life is given. */
const killAtMs = 3_000
const loadMs = killAtMs + 20_000

let folder = ''

beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'tenfold-broker-'))
})
afterAll(() => rmSync(folder, { recursive: true, force: true }))

test('a broker that is killed under load and started again: what was acknowledged is there once, and every answer is right', async () => {
  const { scenario } = resolveScenario(
    {
      name: 'killed-broker',
      description: 'The broker dies under load and comes back with the data that it had.',
      history: { kind: 'synthetic', tenants: 2, merchants: 20 },
      load: { executor: 'constant-arrival-rate', rate: 80, duration: `${loadMs}ms`, warmUp: { duration: '1s', rate: 80 } },
      faults: [{ kind: 'kill', target: 'kafka', at: `${killAtMs}ms` }],
      thresholds: { anomalies: ['count==0'] },
      drainTimeout: '120s',
    },
    [],
    () => [],
  )
  const run = await runScenario({
    scenario,
    system: eventDriven,
    seed: 21,
    outDir: folder,
    places: [],
    command: 'tests/e2e/broker-restart',
    toolVersion: 'test',
    underTest: true,
    tenantSuffix: 'broker',
    startedAt: Temporal.Now.instant(),
    progress: { step: () => undefined, update: () => undefined, note: () => undefined },
    interruption: { signal: new AbortController().signal, cause: () => undefined },
  })
  expect(run.failure?.message).toBeUndefined()
  const log = (name: string): string => readFileSync(join(run.folder, files.logs, `${name}.log`), 'utf8')
  console.log(run.summary.verdict.sentence)

  const { counts, findings, states, verdict } = run.summary
  expect(findings).toEqual([])
  expect(states.filter(({ expected, actual }) => expected !== actual)).toEqual([])
  expect(counts.lost).toBe(0)
  // What the observer had yet to read when the broker went counts as its own lag, and may void the latencies; not the answers.
  expect(['pass', 'invalid'], verdict.sentence).toContain(verdict.kind)
  // The broker was away while records came, and both sides of it said so and went on.
  expect(counts.refused + counts.unknown).toBeGreaterThan(0)
  expect(counts.accepted).toBeGreaterThan(0)
  expect(run.record.closes.map(({ settledUs }) => settledUs)).not.toContain(null)
  expect(log('api-0')).toContain('"answersAgain":"Kafka"')
  // A matcher whose membership outlives the broker's absence has not waited for Kafka: it works again, after sessions that failed.
  expect(log('matcher-0')).toMatch(/"answersAgain":"Kafka"|"positioned":\d+,"generation":\d+,"afterFailures":[1-9]/)
}, 400_000)

/** The reference stack, with little patience. */
const impatient = defineSystem({
  ...eventDriven,
  local: {
    ...eventDriven.local,
    processes: (options) =>
      eventDriven.local.processes(options).map((spec) => ({
        ...spec,
        environment: (...args) => ({ ...spec.environment(...args), STACK_KAFKA_PATIENCE_S: `${patienceS}` }),
      })),
  },
})

test('a broker that stays away: the api says 503 and when to come again, the matcher says what it waits for, and ends when its patience does', async ({
  signal,
}) => {
  const logDir = join(folder, 'away')
  const options = { matchers: 1, switches: [], underTest: false, logDir, progress: () => undefined, signal }
  await using environment = await startLocal(impatient, options)
  await using system = impatient.connect(environment.endpoints)
  const { host, port, tenants } = await system.prepareTenants(['acme'], defaultProfile, signal)
  const { path = '', headers = {} } = tenants['acme'] ?? {}
  const post = async (name: string): Promise<Response> =>
    fetch(`http://${host}:${port}${path}`, { method: 'POST', headers, body: JSON.stringify(charge('acme', name)), signal })
  expect((await post('before')).status).toBe(202)

  const broker = environment.processes.find(({ name }) => name === 'kafka')
  process.kill(broker?.pid ?? 0, 'SIGKILL')
  expect((await environment.died).process).toBe('kafka')
  const first = await post('first')
  // Sent or not: that is not known.
  expect({ status: first.status, retryAfter: first.headers.get('retry-after') }).toEqual({ status: 500, retryAfter: null })
  for (const name of ['second', 'third']) {
    const answer = await post(name)
    expect({ status: answer.status, ...((await answer.json()) as object) }).toEqual({ status: 503, error: 'LOG_AWAY' })
    expect(Number(answer.headers.get('retry-after'))).toBeGreaterThanOrEqual(1)
  }
  const ready = await fetch(`http://${host}:${port}/health/ready`, { signal })
  expect([ready.status, await ready.json()]).toEqual([503, { ready: false, reasons: ['Kafka does not answer'] }])

  const lines = (): string[] => readFileSync(join(logDir, 'matcher-0.log'), 'utf8').trimEnd().split('\n')
  while (lines().at(-1)?.includes('gave up') !== true) await delay(200, undefined, { signal })
  expect(JSON.parse(lines().at(-1) ?? '')).toMatchObject({
    level: 'error',
    error: expect.stringMatching(/^gave up: Kafka has not answered for \d+ s/) as string,
  })
  expect(lines().filter((line) => line.includes('"waitsFor":"Kafka"')).length).toBeGreaterThan(1)
  expect((await post('last')).status).toBe(503)
})
