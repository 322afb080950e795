import { once } from 'node:events'
import { mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { createServer } from 'node:net'
import type { AddressInfo } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as delay } from 'node:timers/promises'
import { afterAll, beforeAll, expect, onTestFinished, test } from 'vitest'
import type { Engine } from '../../harness/environment/containers/engine.ts'
import { mutants } from '../mutants/matrix.ts'
import { runTrap } from '../mutants/run-trap.ts'
import { writeTrapHistory } from '../mutants/trap-history.ts'
import { readRecord, smallScenario, steadyLoad, Workplace } from '../support/workplace.ts'
import { openEngineProxy } from './engine-proxy.ts'
import { leftProjects, requireEngine } from './engine.ts'

const workplace = new Workplace(process.env)
const containers = ['--runtime', 'containers']
const repository = join(import.meta.dirname, '..', '..')
let engine: Engine

beforeAll(async () => {
  engine = await requireEngine()
})
afterAll(() => workplace[Symbol.dispose]())

test('an engine that stops in the middle of a run: told, judged, and what it kept is removed by the next start', async () => {
  const real = process.env['DOCKER_HOST'] ?? 'unix:///var/run/docker.sock'
  await using proxy = await openEngineProxy(real, workplace.path('engine.sock'))
  const scenario = workplace.scenario(smallScenario('engine-gone', { load: steadyLoad('60s'), drainTimeout: '3s' }))
  const run = workplace.start(['run', scenario, '--out', 'gone', ...containers], { DOCKER_HOST: proxy.address })
  await run.told('· load')
  await delay(2_000)
  await proxy.shut()
  const { status, stderr } = await run.ended
  expect([69, 96], stderr).toContain(status)
  expect(readRecord(workplace.runFolder('engine-gone', 'gone')).ending).toMatchObject({ kind: 'stack-died', process: 'container engine' })
  // Nobody could remove them then.
  expect(await leftProjects(engine)).toHaveLength(1)
  const swept = await workplace.run(['down', '--orphans'])
  expect(swept.status, swept.stderr).toBe(0)
  expect(await leftProjects(engine)).toEqual([])
})

/** The reference stack with another way to run as containers; returns how it is named on the command line. */
function systemWith(name: string, changes: string): string {
  workplace.write(
    `${name}.ts`,
    `import eventDriven from ${JSON.stringify(join(repository, 'systems', 'event-driven.ts'))}
const containers = eventDriven.containers
export default { ...eventDriven, name: '${name}', containers: { ...containers, ${changes} } }
`,
  )
  return `./${name}.ts`
}

test('a port that somebody has every time: 69, with what compose said, and nothing is left', async () => {
  const server = createServer().listen(0, '127.0.0.1')
  await once(server, 'listening')
  onTestFinished(() => void server.close())
  const { port } = server.address() as AddressInfo
  // One service is enough to find its port taken, and three starts of it are quick.
  const composeFile = workplace.write(
    'one-service.yml',
    `services:\n  redis:\n    image: ${process.env['TENFOLD_IMAGE_REDIS'] ?? 'valkey/valkey:8.1.3'}\n    ports: ['127.0.0.1:\${TENFOLD_API_PORT}:6379']\n`,
  )
  const taken = `composeFile: ${JSON.stringify(composeFile)}, environment: (options, start) => ({ ...containers.environment(options, start), TENFOLD_API_PORT: '${port}' })`
  const args = ['run', workplace.scenario(smallScenario('port')), '--system', systemWith('taken', taken), '--out', 'port', ...containers]
  const { status, stderr } = await workplace.run(args)
  expect(status, stderr).toBe(69)
  expect(stderr).toContain('PORT_TAKEN')
  expect(stderr).toContain(`${port}`)
  expect(await leftProjects(engine)).toEqual([])
})

test('a disk that is full: 73, with where the space is missing, and nothing is left', async () => {
  const compose = readFileSync(join(repository, 'docker-compose.yml'), 'utf8')
  const small = '\n  postgres:\n    driver_opts: { type: tmpfs, device: tmpfs, o: "size=8m,uid=999,gid=999,mode=0700" }\n  citus-worker-1:'
  const composeFile = workplace.write('small-disk.yml', compose.replace(/\n {2}postgres:\n {2}citus-worker-1:/, small))
  expect(readFileSync(composeFile, 'utf8')).toContain('size=8m')
  const system = systemWith('small-disk', `composeFile: ${JSON.stringify(composeFile)}`)
  const scenario = workplace.scenario(smallScenario('full'))
  const { status, stderr } = await workplace.run(['run', scenario, '--system', system, '--out', 'full', ...containers])
  expect(status, stderr).toBe(73)
  expect(stderr).toContain('DISK_FULL')
  expect(stderr).toMatch(/no space left on device/i)
  expect(await leftProjects(engine)).toEqual([])
})

test.each(mutants.filter(({ bug }) => ['one-minor-off', 'lose-batch-at-restart'].includes(bug)))(
  'seeded bug $bug, $circumstance: found in containers as it is in processes',
  async ({ bug, circumstance, expected }) => {
    const folder = mkdtempSync(join(tmpdir(), 'containers-mutant-'))
    onTestFinished(() => rmSync(folder, { recursive: true, force: true }))
    await writeTrapHistory(join(folder, 'history'))
    const { exitStatus, found, sentence } = await runTrap({ folder, name: `with-${bug}`, bug, circumstance, runtime: 'containers' })
    expect(exitStatus, sentence).toBe(96)
    const named = expected.flatMap((name) => found.get(name)?.record ?? [])
    expect(named, [...found.keys()].join(', ')).not.toEqual([])
    expect(await leftProjects(engine)).toEqual([])
  },
)
