import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import { files } from '../../harness/record/layout.ts'
import { readRecord, readSummaryFile, smallScenario, steadyLoad, Workplace } from '../support/workplace.ts'

let workplace: Workplace
beforeEach(() => {
  workplace = new Workplace(process.env)
})
afterEach(() => workplace[Symbol.dispose]())

const waiting = { timeout: 60_000, interval: 50 }

test('a process dying in the warm-up ends the run at once: 69 with name, status and last lines', async () => {
  const name = 'api-0'
  const cold = smallScenario('cold', { load: steadyLoad('2s', '600s') })
  const command = workplace.start(['run', workplace.scenario(cold)])
  await command.told('· warm-up')
  process.kill(workplace.pidOf(name), 'SIGKILL')
  const ended = await command.ended
  expect(ended.status, ended.stderr).toBe(69)
  expect(ended.stderr).toContain(`error STACK_DIED: ${name} ended by itself (signal SIGKILL)`)
  expect(ended.stderr).toMatch(/\n {2}- \S.*\nhint: its whole output is in logs\/ of the run folder/)
  expect(workplace.leftovers()).toEqual([])
  expect(readRecord(workplace.runFolder('cold')).ending).toMatchObject({ kind: 'failed', code: 'STACK_DIED', step: 'warm-up' })
})

test.each(['api-0', 'postgres', 'kafka'])('%s dying during the load is told, and what it took with it is judged', async (name) => {
  const dying = smallScenario('dying', { load: steadyLoad('60s'), drainTimeout: '3s' })
  const command = workplace.start(['run', workplace.scenario(dying)])
  await command.told('· load')
  await vi.waitFor(() => {
    expect(readFileSync(join(workplace.runFolder('dying'), files.decisions), 'utf8')).toContain('"tenant":"tenant-1-')
  }, waiting)
  process.kill(workplace.pidOf(name), 'SIGKILL')
  const ended = await command.ended
  const { ending } = readRecord(workplace.runFolder('dying'))
  expect(ending).toMatchObject({ kind: 'stack-died', process: name, status: 'signal SIGKILL', step: 'load' })
  expect(ending.kind === 'stack-died' ? ending.lastLines.length : 0).toBeGreaterThan(0)
  const { verdict, counts, findings } = readSummaryFile(workplace.runFolder('dying'))
  expect(workplace.leftovers()).toEqual([])
  // Lost or wrong: 96. Nothing of that to be seen: 69.
  expect(verdict.exitStatus, verdict.sentence).toBe(findings.length > 0 ? 96 : 69)
  expect(ended.status, ended.stderr).toBe(verdict.exitStatus)
  expect(verdict.sentence).toContain(`${name} ended by itself (signal SIGKILL) at step load, last line: `)
  expect(ended.stdout).toContain(`process ${name} of the stack`)
  expect(counts.accepted).toBeGreaterThan(0)
})
