import { mkdtemp, readFile, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { files } from '../../harness/record/layout.ts'
import { runScenario } from '../../harness/run.ts'
import { resolveScenario } from '../../harness/scenario/resolve.ts'
import eventDriven from '../../systems/event-driven.ts'

const killPoints = ['before-db-commit', 'between-commits', 'inside-kafka-transaction', 'after-kafka-commit'] as const
const killsOfEach = 6
/** What is promised; the lives beyond are for a machine that is slow to restart. */
const promised = { total: 20, ofEach: 4 }
/** Each life works off what its predecessor left and dies in its second batch. */
const lives = Array.from({ length: killsOfEach }, () => killPoints.map((point) => `kill:${point}@2`)).flat()

let outDir = ''

beforeAll(async () => {
  outDir = await mkdtemp(join(tmpdir(), 'tenfold-kills-'))
})

afterAll(() => rm(outDir, { recursive: true, force: true }))

test(
  `${promised.total} SIGKILLs under load, at least ${promised.ofEach} at each of four points, lose and double nothing`,
  { timeout: 400_000 },
  async () => {
    const [first = '', ...later] = lives
    const { scenario } = resolveScenario(
      {
        name: 'killed-matcher',
        description: 'The matcher dies at every point of a batch at which it could lose or double something.',
        history: { kind: 'synthetic', tenants: 2, merchants: 20 },
        load: { executor: 'constant-arrival-rate', rate: 90, duration: '120s', warmUp: { duration: '10ms', rate: 100 } },
        stackSwitches: [first],
        // The last life has no switch: it works off the rest.
        matcherLives: [...later.map((point) => [point]), []],
        thresholds: { anomalies: ['count==0'] },
        drainTimeout: '120s',
      },
      [],
      () => [],
    )
    const run = await runScenario({
      scenario,
      system: eventDriven,
      seed: 20,
      outDir,
      places: [],
      command: 'tests/e2e/killed-matcher',
      toolVersion: 'test',
      runtime: 'local',
      underTest: true,
      tenantSuffix: 'kills1',
      startedAt: Temporal.Now.instant(),
      progress: { step: () => undefined, update: () => undefined, note: () => undefined },
      interruption: { signal: new AbortController().signal, cause: () => undefined },
    })
    expect(run.failure?.message).toBeUndefined()

    const log = await readFile(join(run.folder, files.logs, 'matcher-0.log'), 'utf8')
    const killed = killPoints.map((point) => log.split(`"killPoint":"${point}"`).length - 1)
    console.log(`SIGKILLs by point: ${killPoints.map((point, index) => `${point} ${killed[index]}`).join(', ')}`)
    expect(Math.min(...killed), log.slice(-2_000)).toBeGreaterThanOrEqual(promised.ofEach)
    expect(killed.reduce((sum, count) => sum + count)).toBeGreaterThanOrEqual(promised.total)

    const { summary } = run
    expect(summary.findings).toEqual([])
    expect(summary.states.filter(({ expected, actual }) => expected !== actual)).toEqual([])
    expect(summary.counts.lost).toBe(0)
    expect(summary.verdict.kind, summary.verdict.sentence).toBe('pass')
  },
)
