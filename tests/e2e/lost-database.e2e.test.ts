import { mkdtempDisposable, readFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { Client } from 'pg'
import { expect, test } from 'vitest'
import { startLocal } from '../../harness/environment/local/start-local.ts'
import { runScenario } from '../../harness/run.ts'
import { resolveScenario } from '../../harness/scenario/resolve.ts'
import eventDriven from '../../systems/event-driven.ts'

const cutEveryMs = 2_000

test('connections of the matchers are cut again and again under load: each connects anew, nothing is lost or done twice', async ({
  signal,
}) => {
  await using folder = await mkdtempDisposable(join(tmpdir(), 'tenfold-lost-database-'))
  const logDir = join(folder.path, 'logs')
  const options = { matchers: 2, switches: [], underTest: false, logDir, progress: () => undefined, signal }
  await using environment = await startLocal(eventDriven, options)
  const cutter = new Client({ connectionString: environment.endpoints.databaseUrl })
  await cutter.connect()
  let cuts = 0
  const timer = setInterval(() => {
    void cutter
      .query(`select pg_terminate_backend(pid) from pg_stat_activity where application_name like 'stack-matcher%'`)
      .then(({ rowCount }) => (cuts += rowCount ?? 0))
  }, cutEveryMs)
  const { scenario } = resolveScenario(
    {
      name: 'cut-connections',
      description: 'The database ends the connections of its matchers every other second.',
      history: { kind: 'synthetic', tenants: 2, merchants: 20 },
      load: { executor: 'constant-arrival-rate', rate: 200, duration: '12s', warmUp: { duration: '1s', rate: 80 } },
      thresholds: { anomalies: ['count==0'] },
      drainTimeout: '120s',
    },
    [],
    () => [],
  )
  const { summary, failure } = await runScenario(
    {
      scenario,
      system: eventDriven,
      seed: 22,
      outDir: folder.path,
      places: [],
      command: 'tests/e2e/lost-database',
      toolVersion: 'test',
      underTest: false,
      tenantSuffix: 'cut',
      startedAt: Temporal.Now.instant(),
      progress: { step: () => undefined, update: () => undefined, note: () => undefined },
      interruption: { signal, cause: () => undefined },
    },
    environment,
  )
  clearInterval(timer)
  await cutter.end()
  expect(failure?.message).toBeUndefined()
  expect(summary.findings).toEqual([])
  expect(summary.states.filter(({ expected, actual }) => expected !== actual)).toEqual([])
  expect([summary.counts.accepted, summary.counts.lost]).toEqual([summary.counts.scheduled, 0])
  expect(cuts).toBeGreaterThan(4)
  for (const name of ['matcher-0', 'matcher-1']) {
    const log = await readFile(join(logDir, `${name}.log`), 'utf8')
    expect(log).toContain('"databaseLost"')
    expect(log).toMatch(/"positioned":\d+,"generation":\d+,"afterFailures":[1-9]/)
  }
}, 400_000)
