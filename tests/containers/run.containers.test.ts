import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { setTimeout as delay } from 'node:timers/promises'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import type { Engine } from '../../harness/environment/containers/engine.ts'
import { files } from '../../harness/record/layout.ts'
import { readRecord, readSummaryFile, smallScenario, steadyLoad, Workplace } from '../support/workplace.ts'
import { leftProjects, requireEngine } from './engine.ts'

const workplace = new Workplace(process.env)
const containers = ['--runtime', 'containers']
const noEngine = { DOCKER_HOST: `unix://${workplace.path('no.sock')}` }
let engine: Engine

beforeAll(async () => {
  engine = await requireEngine()
  expect(await leftProjects(engine), 'projects of others: end them first (tenfold down --orphans)').toEqual([])
})
afterAll(() => workplace[Symbol.dispose]())

/** Each record with its answer, without what a run adds to its tenants' names. */
function answersOf(folder: string): string[] {
  const lines = readFileSync(join(folder, files.finalState), 'utf8').trim().split('\n')
  return lines
    .map((line) => {
      const {
        identity: key,
        state,
        ruleId,
        varianceMinor,
      } = JSON.parse(line) as {
        identity: { tenant: string; merchant: string; source: string; recordId: string; kind: string }
        state: string
        ruleId?: string
        varianceMinor: string
      }
      return [key.tenant.replace(/-[0-9a-f]{6}$/, ''), key.merchant, key.source, key.kind, key.recordId, state, ruleId, varianceMinor].join(
        ' ',
      )
    })
    .toSorted()
}

test('in containers, and as processes where no engine answers: both pass, with the same answer for each record, and nothing is left', async () => {
  // As smoke, with budgets that a busy machine keeps.
  const history = { kind: 'synthetic', tenants: 2, merchants: 20, days: 2, discrepancies: 'typical' } as const
  const scenario = workplace.scenario(smallScenario('both', { matchers: 2, history, load: steadyLoad('6s') }))
  const inContainers = await workplace.run(['run', scenario, '--seed', '5', '--out', 'c', ...containers])
  expect(inContainers.status, inContainers.stderr).toBe(0)
  // Where containers were not asked for and no engine answers, it is processes.
  const asProcesses = await workplace.run(['run', scenario, '--seed', '5', '--out', 'l', '--runtime', 'auto'], noEngine)
  expect(asProcesses.status, asProcesses.stderr).toBe(0)
  expect(asProcesses.stderr).toContain('runtime local: no container engine')
  const [one, other] = [workplace.runFolder('both', 'c'), workplace.runFolder('both', 'l')]
  const answers = answersOf(one)
  expect(answers.length).toBeGreaterThan(1_000)
  expect(answers).toEqual(answersOf(other))
  expect(readRecord(one).runtime.kind).toBe('containers')
  expect(readRecord(one).versions).toMatchObject({ redis: 'used' })
  const lanes = new Set(readSummaryFile(one).series.map(({ subject }) => subject))
  for (const name of ['kafka', 'postgres', 'redis', 'api-0', 'matcher-0', 'matcher-1']) {
    expect(lanes).toContain(name)
    expect(readFileSync(join(one, files.logs, `${name}.log`), 'utf8').length, name).toBeGreaterThan(0)
  }
  expect(await leftProjects(engine)).toEqual([])
})

test('two runs at once do not meet', async () => {
  const ended = await Promise.all(
    ['first', 'second'].map(async (out) =>
      workplace.run(['run', workplace.scenario(smallScenario(`beside-${out}`)), '--out', out, ...containers]),
    ),
  )
  // Every answer of both is right. Whether two whole stacks leave the generator its time is the machine's affair.
  for (const { status, stderr } of ended) expect([0, 95], stderr).toContain(status)
  for (const out of ['first', 'second']) {
    const { findings, counts } = readSummaryFile(workplace.runFolder(`beside-${out}`, out))
    expect(findings).toEqual([])
    expect(counts).toMatchObject({ decided: counts.records, open: 0, lost: 0 })
    expect(counts.records).toBeGreaterThan(300)
  }
  expect(await leftProjects(engine)).toEqual([])
})

describe('what is left by a harness', () => {
  const long = smallScenario('long', { load: steadyLoad('120s') })

  test('Ctrl-C leaves nothing, and a partial record', async () => {
    const run = workplace.start(['run', workplace.scenario(long), '--out', 'stopped', ...containers])
    await run.told('· load')
    await delay(2_000)
    process.kill(run.pid, 'SIGINT')
    expect((await run.ended).status).toBe(130)
    expect(await leftProjects(engine)).toEqual([])
    expect(readSummaryFile(workplace.runFolder('long', 'stopped')).verdict.kind).toBe('interrupted')
  })

  test('SIGKILL leaves containers, which the next start removes and says so; a matcher that dies in that run is told', async () => {
    const run = workplace.start(['run', workplace.scenario(long), '--out', 'killed', ...containers])
    await run.told('· load')
    process.kill(run.pid, 'SIGKILL')
    await run.ended
    const [left] = await leftProjects(engine)
    expect(left).toBeDefined()
    const dead = smallScenario('dead', { load: steadyLoad('60s'), drainTimeout: '3s' })
    const next = workplace.start(['run', workplace.scenario(dead), '--out', 'dead', ...containers])
    await next.told('· load')
    const [project, ...others] = await leftProjects(engine)
    expect([project, others]).toEqual([expect.not.stringContaining(`${left}`), []])
    expect(readRecord(workplace.runFolder('dead', 'dead')).runtime.notes.join(' ')).toContain(`${left}-kafka-1`)

    // And a matcher that dies under load is told by name, status and last lines.
    await delay(2_000)
    await engine.docker.getContainer(`${project}-matcher-1`).kill()
    const { status, stderr } = await next.ended
    expect([69, 96], stderr).toContain(status)
    expect(readRecord(workplace.runFolder('dead', 'dead')).ending).toMatchObject({ kind: 'stack-died', process: 'matcher-0' })
    expect(await leftProjects(engine)).toEqual([])
  })
})

describe('what goes wrong', () => {
  test('an image that is nowhere: 69, with what to type', async () => {
    const scenario = workplace.scenario(smallScenario('no-image'))
    const { status, stderr } = await workplace.run(['run', scenario, ...containers], { TENFOLD_IMAGE_REDIS: '127.0.0.1:1/nothing:0' })
    expect(status, stderr).toBe(69)
    expect(stderr).toContain('IMAGE_MISSING')
    expect(stderr).toContain('npm run images')
    expect(await leftProjects(engine)).toEqual([])
  })

  test('a container that ends while we wait: its name, exit status and last lines', async () => {
    const scenario = workplace.scenario(smallScenario('ends'))
    const { status, stderr } = await workplace.run(['run', scenario, ...containers], { TENFOLD_POSTGRES_BUFFERS: 'nonsense' })
    expect(status, stderr).toBe(69)
    expect(stderr).toMatch(/STACK_NOT_READY[\s\S]*postgres[\s\S]*exit status 1/)
    expect(stderr).toContain('shared_buffers')
    expect(await leftProjects(engine)).toEqual([])
  })

  test('a container that never becomes healthy is the one that is told, not those that were ended because of it', async () => {
    // 75 questions are asked before an engine calls it unhealthy.
    const env = { TENFOLD_KAFKA_BROKERS: '3', TENFOLD_HEALTH_INTERVAL: '200ms' }
    const { status, stderr } = await workplace.run(['run', workplace.scenario(smallScenario('unhealthy')), ...containers], env)
    expect(status, stderr).toBe(69)
    expect(stderr).toContain('STACK_NOT_READY: container kafka is not ready (unhealthy)')
    expect(await leftProjects(engine)).toEqual([])
  })

  test('no engine where containers were asked for: 69', async () => {
    const { status, stderr } = await workplace.run(['run', workplace.scenario(smallScenario('no-engine')), ...containers], noEngine)
    expect(status, stderr).toBe(69)
    expect(stderr).toContain('NO_ENGINE')
  })
})
