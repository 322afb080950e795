import { setTimeout as delay } from 'node:timers/promises'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { projectsNamed } from '../../harness/environment/containers/project.ts'
import type { Engine } from '../../harness/environment/containers/engine.ts'
import { smallScenario, steadyLoad, Workplace } from '../support/workplace.ts'
import { requireEngine } from './engine.ts'

const workplace = new Workplace(process.env)
const containers = ['--runtime', 'containers']
/** As two users of one engine have them. */
const one = { XDG_CACHE_HOME: workplace.path('one') }
const other = { XDG_CACHE_HOME: workplace.path('other') }
let engine: Engine

beforeAll(async () => {
  engine = await requireEngine()
})
afterAll(async () => {
  await workplace.run(['down'], one)
  workplace[Symbol.dispose]()
})

test('a run that lives is nothing for the sweep of another user of the engine, who does not know it', async () => {
  const scenario = workplace.scenario(smallScenario('living', { load: steadyLoad('6s') }))
  const run = workplace.start(['run', scenario, ...containers], one)
  await run.told('· load')
  for (const env of [one, other]) expect((await workplace.run(['down', '--orphans'], env)).stdout).toBe('nothing was left\n')
  const { status, stderr } = await run.ended
  expect(status, stderr).toBe(0)
})

test('nor is an up that is starting', async () => {
  const before = new Set(await projectsNamed(engine.docker, 'tenfold-kept-'))
  const up = workplace.start(['up', ...containers], one)
  while ((await projectsNamed(engine.docker, 'tenfold-kept-')).every((name) => before.has(name))) await delay(50)
  for (const env of [one, other]) expect((await workplace.run(['down', '--orphans'], env)).stdout).toBe('nothing was left\n')
  const { status, stdout, stderr } = await up.ended
  expect(status, stderr).toBe(0)
  const [project = 'none'] = /tenfold-kept-\S+?(?=,)/.exec(stdout) ?? []
  for (const env of [one, other]) expect((await workplace.run(['down', '--orphans'], env)).stdout).toBe('nothing was left\n')
  expect((await workplace.run(['down'], one)).stdout).toContain(`ended container ${project}-kafka-1`)
})

test('an up that was killed while it started is for its own user', async () => {
  const before = new Set(await projectsNamed(engine.docker, 'tenfold-kept-'))
  const up = workplace.start(['up', ...containers], one)
  while ((await projectsNamed(engine.docker, 'tenfold-kept-')).every((name) => before.has(name))) await delay(50)
  process.kill(up.pid, 'SIGKILL')
  await up.ended
  expect((await workplace.run(['down', '--orphans'], one)).stdout).toMatch(/ended (container|network|volume) tenfold-kept-/)
  expect((await projectsNamed(engine.docker, 'tenfold-kept-')).filter((name) => !before.has(name))).toEqual([])
})
