import { existsSync, readdirSync, rmSync } from 'node:fs'
import { setTimeout as delay } from 'node:timers/promises'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { linkCache } from '../support/linked-cache.ts'
import { readRecord, smallScenario, steadyLoad, Workplace } from '../support/workplace.ts'
import type { RunningCommand } from '../support/workplace.ts'

const workplace = new Workplace(process.env)
// A cache of its own: the stack that somebody keeps up on this machine is none of this test's.
const env = { XDG_CACHE_HOME: workplace.path('cache') }
const any = { ...env, TENFOLD_RUNTIME: 'auto' }
let up: RunningCommand
let upStdout = ''

beforeAll(() => linkCache(workplace.path('cache')))
afterAll(async () => {
  await workplace.run(['down'], env)
  workplace[Symbol.dispose]()
})

test('up holds a stack to which runs attach, one up at a time; down ends it, and tells a run that was using it', async () => {
  up = workplace.start(['up', '--runtime', 'local', '--json'], env)
  void up.ended.then(({ stdout }) => (upStdout = stdout))
  // On a busy machine the second could be the first to ask.
  while (!existsSync(workplace.path('cache', 'tenfold', 'kept', 'up.lock'))) await delay(50)
  const second = await workplace.run(['up', '--runtime', 'local'], env)
  expect(second.status, second.stderr).toBe(64)
  expect(second.stderr).toMatch(/another tenfold up is starting|a stack is up already/)

  const attached = await untilAttached()
  expect(attached.stderr).toContain('runtime attach: a stack is up since')
  expect(readRecord(workplace.runFolder('on-it', 'on')).runtime.kind).toBe('attach')

  const matchers = await workplace.run(['run', workplace.scenario(smallScenario('two', { matchers: 2 })), '--out', 'two'], any)
  expect(matchers.status, matchers.stderr).toBe(64)
  expect(matchers.stderr).toContain('matchers: 1 are up, the run wants 2')

  const cut = workplace.start(['run', workplace.scenario(smallScenario('cut', { load: steadyLoad('60s') })), '--out', 'cut'], any)
  await cut.told('· load')
  await delay(1_000)
  const down = await workplace.run(['down'], env)
  expect(down.status, down.stderr).toBe(0)
  expect(down.stdout).toContain(`ended processes held by pid ${up.pid}`)
  expect((await up.ended).status).toBe(0)
  expect(JSON.parse(upStdout)).toMatchObject({ system: 'event-driven', held: { by: 'process' } })
  expect([69, 96]).toContain((await cut.ended).status)
  expect(readRecord(workplace.runFolder('cut', 'cut')).ending).toMatchObject({
    kind: 'stack-died',
    status: expect.stringContaining('holder'),
  })
  expect(workplace.leftovers()).toEqual([])
  expect((await workplace.run(['down'], env)).stdout).toBe('nothing was up\n')
  // What the stack's processes have compiled, for those of the next start.
  expect(readdirSync(workplace.path('cache', 'tenfold', 'compiled'), { recursive: true }).length).toBeGreaterThan(50)
})

/** A run that finds nothing to attach to, as the other stack is still starting; and one once that is up. */
async function untilAttached(): ReturnType<Workplace['run']> {
  const attach = ['run', workplace.scenario(smallScenario('on-it')), '--runtime', 'attach', '--out', 'on']
  const early = await workplace.run(attach, env)
  if (early.status === 0) return early
  expect(early.stderr).toContain('there is no stack to attach to')
  rmSync(workplace.path('on'), { recursive: true, force: true })
  while (!existsSync(workplace.path('cache', 'tenfold', 'kept', 'stack.json'))) await delay(50)
  const attached = await workplace.run(attach, env)
  expect(attached.status, attached.stderr).toBe(0)
  return attached
}
