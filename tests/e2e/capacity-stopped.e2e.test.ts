import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import type { CapacityRecord, CapacitySummary } from '../../harness/model/capacity.ts'
import { files } from '../../harness/record/layout.ts'
import { readRecord, readSummaryFile, smallScenario, Workplace } from '../support/workplace.ts'

let workplace: Workplace
beforeEach(() => {
  workplace = new Workplace(process.env)
})
afterEach(() => workplace[Symbol.dispose]())

/** Steps that hold, up to a rate that no test waits for. */
const endless = smallScenario('endless', {
  load: { executor: 'constant-arrival-rate', arrivals: 'even', rate: 100, duration: '3s', warmUp: { duration: '300ms', rate: 100 } },
  capacity: { factor: 1.2, maxRate: 20_000, resolution: 0.01, probe: { connections: 4, records: 300 } },
  thresholds: { decision_latency: ['p(90)<60000'], anomalies: ['count==0'] },
})
const waiting = { timeout: 120_000, interval: 50 }

function summaryOf(folder: string): CapacitySummary {
  return JSON.parse(readFileSync(join(folder, files.summary), 'utf8')) as CapacitySummary
}

function recordOf(folder: string): CapacityRecord {
  return JSON.parse(readFileSync(join(folder, files.capacity), 'utf8')) as CapacityRecord
}

/** The steps' folders, in the order in which they were made. */
function stepFolders(): readonly string[] {
  const steps = join(workplace.runFolder('endless'), files.steps)
  return existsSync(steps)
    ? readdirSync(steps)
        .toSorted()
        .map((name) => join(steps, name))
    : []
}

async function expectSameByVerify(folder: string): Promise<void> {
  const summary = readFileSync(join(folder, files.summary), 'utf8')
  const verified = await workplace.run(['verify', folder])
  expect(verified.status, verified.stderr).toBe(130)
  expect(readFileSync(join(folder, files.summary), 'utf8')).toBe(summary)
  expect(existsSync(join(folder, files.reportHtml))).toBe(true)
}

test('Ctrl-C in the load of the second step ends 130, tells what the first one measured, and leaves nothing', async () => {
  const command = workplace.start(['run', workplace.scenario(endless)])
  await command.told('step 2:')
  await vi.waitFor(() => {
    const [, second = ''] = stepFolders()
    // Decisions of the load itself: the stop comes into the middle of everything.
    expect(readFileSync(join(second, files.decisions), 'utf8')).toContain('"tenant":"tenant-1-')
  }, waiting)
  process.kill(command.pid, 'SIGINT')
  const { status, stdout, stderr } = await command.ended
  expect(status, stderr).toBe(130)
  expect(workplace.leftovers()).toEqual([])
  expect(stdout).toContain('INTERRUPTED')

  const folder = workplace.runFolder('endless')
  const { verdict, curve, knee, probe } = summaryOf(folder)
  expect(verdict).toMatchObject({ kind: 'interrupted', exitStatus: 130 })
  expect(verdict.sentence).toContain('what had been recorded by then is kept')
  expect(curve.map(({ ratePerSecond, outcome }) => [ratePerSecond, outcome])).toEqual([
    [100, 'held'],
    [120, 'ended'],
  ])
  // The rate of the step that was stopped did not break.
  expect([knee, probe]).toEqual([{ fromPerSecond: 100 }, undefined])
  expect(curve[0]?.decisionP99?.valueMs).toBeGreaterThan(0)
  expect(recordOf(folder).steps).toHaveLength(2)

  const [first = '', second = ''] = stepFolders()
  expect(readRecord(first).ending).toMatchObject({ kind: 'complete' })
  expect(readRecord(second).ending).toMatchObject({ kind: 'interrupted', step: 'load' })
  const { counts, accounting } = readSummaryFile(second)
  expect(counts.accepted).toBeGreaterThan(0)
  expect(accounting.filter(({ holds }) => !holds)).toEqual([])
  await expectSameByVerify(folder)
})

test('Ctrl-C while a step is judged leaves that step whole, and begins no other', async () => {
  const command = workplace.start(['run', workplace.scenario(endless)])
  await vi.waitFor(() => expect(readRecord(stepFolders()[0] ?? '').ending).toEqual({ kind: 'complete' }), { ...waiting, interval: 1 })
  const begun = stepFolders().length
  process.kill(command.pid, 'SIGINT')
  const { status, stderr } = await command.ended
  expect(status, stderr).toBe(130)
  expect(workplace.leftovers()).toEqual([])
  const folder = workplace.runFolder('endless')
  expect(stepFolders()).toHaveLength(begun)
  const { verdict, curve, knee } = summaryOf(folder)
  expect([verdict.exitStatus, curve[0]?.outcome, knee]).toEqual([130, 'held', { fromPerSecond: 100 }])
  expect(verdict.sentence).toContain('between two steps')
  await expectSameByVerify(folder)
})

test('Ctrl-C before the first step ends 130 as well, and says that nothing was measured', async () => {
  const command = workplace.start(['run', workplace.scenario(endless)])
  await vi.waitFor(() => workplace.pidOf('kafka'), waiting)
  process.kill(command.pid, 'SIGINT')
  const { status, stdout, stderr } = await command.ended
  expect(status, stderr).toBe(130)
  expect(workplace.leftovers()).toEqual([])
  expect(stdout).toContain('INTERRUPTED')
  const folder = workplace.runFolder('endless')
  expect(summaryOf(folder)).toMatchObject({ verdict: { kind: 'interrupted' }, curve: [], knee: {} })
  expect(recordOf(folder)).toMatchObject({ interrupted: 'SIGINT', steps: [] })
  await expectSameByVerify(folder)
})
