// First of all: what another file starts meanwhile would sweep what is left here.
import '../containers/own-cache.ts'
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterAll, expect, test, vi } from 'vitest'
import { isRunning } from '../../harness/environment/process-identity.ts'
import { files } from '../../harness/record/layout.ts'
import { readSummaryFile, smallScenario, steadyLoad, Workplace } from '../support/workplace.ts'

const workplace = new Workplace(process.env)
afterAll(() => workplace[Symbol.dispose]())

test('what a harness killed by SIGKILL left is swept by the next start; its folder says that it never ended', async () => {
  const killed = workplace.start(['run', workplace.scenario(smallScenario('endless', { load: steadyLoad('120s') }))])
  await killed.told('· load')
  await vi.waitFor(
    () => expect(readFileSync(join(workplace.runFolder('endless'), files.decisions), 'utf8')).toContain('"tenant":"tenant-1-'),
    { timeout: 60_000, interval: 50 },
  )
  const [environment] = workplace.environments()
  const wardens = workplace.childrenOf(killed.pid).filter(({ command }) => command.includes('warden.ts'))
  expect(wardens).toHaveLength(process.platform === 'linux' ? 1 : 0)
  // The warden would sweep at once; this is about the sweep at the next start.
  for (const { pid } of wardens) process.kill(pid, 'SIGKILL')
  process.kill(killed.pid, 'SIGKILL')
  expect((await killed.ended).signal).toBe('SIGKILL')
  expect(environment?.children.filter(isRunning).length).toBeGreaterThanOrEqual(4)

  const broken = smallScenario('broken', { stackSwitches: ['no-such-switch'] })
  const next = await workplace.run(['run', workplace.scenario(broken)], { TENFOLD_UNDER_TEST: '1' })
  expect(environment?.children.filter(isRunning)).toEqual([])
  expect(workplace.leftovers()).toEqual([])

  // A stack whose process ends before it is ready: named with its status and its last lines.
  expect(next.status, next.stderr).toBe(69)
  expect(next.stderr).toMatch(/error STACK_NOT_READY: (?:api|matcher)-0 ended .*exit status 1/)
  expect(next.stderr).toContain('unknown switch no-such-switch')
  expect(next.stderr).toContain('hint: its whole output is in')
  expect(readSummaryFile(workplace.runFolder('broken')).verdict).toMatchObject({ kind: 'stack-failed', exitStatus: 69 })

  const verified = await workplace.run(['verify', workplace.runFolder('endless'), '--json'])
  expect(verified.status, verified.stderr).toBe(94)
  expect(JSON.parse(verified.stdout)).toMatchObject({ kind: 'inconclusive', sentence: expect.stringContaining('NOT_ENDED') as string })
})
