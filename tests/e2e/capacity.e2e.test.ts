import { existsSync, readFileSync, rmSync } from 'node:fs'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, test } from 'vitest'
import type { CapacityRecord, CapacitySummary } from '../../harness/model/capacity.ts'
import { files } from '../../harness/record/layout.ts'
import type { Ended } from '../support/workplace.ts'
import { readSummaryFile, smallScenario, Workplace } from '../support/workplace.ts'

const workplace = new Workplace(process.env)
afterAll(() => workplace[Symbol.dispose]())

const scenario = smallScenario('search', {
  // One request on the way at a time, and 3 s for those that wait: time for 100 records on a busy machine, and for 10,000 on none.
  load: {
    executor: 'constant-arrival-rate',
    arrivals: 'even',
    rate: 100,
    duration: '1s',
    maxInFlight: 1,
    slotDeadline: '3s',
    warmUp: { duration: '300ms', rate: 100 },
  },
  capacity: { factor: 10, maxRate: 10_000, resolution: 1, probe: { connections: 4, records: 300 } },
  thresholds: { decision_latency: ['med<60000'], unsent: ['count==0'], anomalies: ['count==0'] },
})

let ended: Ended
let folder: string

function read(file: string): unknown {
  return JSON.parse(readFileSync(join(folder, file), 'utf8'))
}

beforeAll(async () => {
  ended = await workplace.run(['run', workplace.scenario(scenario), '--seed', '7'])
  folder = workplace.runFolder('search')
}, 600_000)

test('the knee lies between a rate that held and one that did not, each an ordinary run of one stack', () => {
  expect(ended.status, ended.stderr + ended.stdout).toBe(0)
  const { knee, curve, verdict } = read(files.summary) as CapacitySummary
  expect(verdict.kind, verdict.sentence).toBe('pass')
  const [from = 0, to = 0] = [knee.fromPerSecond, knee.toPerSecond]
  expect(from).toBeGreaterThanOrEqual(100)
  expect(to / from).toBeLessThanOrEqual(2.02)
  for (const { ratePerSecond, outcome, folder: step } of curve) {
    expect(outcome).toBe(ratePerSecond <= from ? 'held' : 'broken')
    const { counts, verdict: own } = readSummaryFile(join(folder, step))
    expect(counts.scheduled).toBe(ratePerSecond)
    expect(own.kind).toBe(outcome === 'held' ? 'pass' : 'fail-thresholds')
    expect(existsSync(join(folder, step, files.reportHtml))).toBe(true)
  }
  expect(ended.stdout).toMatch(/Knee\s+[\d,]+ to [\d,]+ records\/s/)
})

test('the closed loop stands beside it, and is told as what it is', () => {
  expect((read(files.capacity) as CapacityRecord).probe).toMatchObject({ connections: 4, acknowledged: 300, otherAnswers: 0 })
  expect(ended.stdout.replace(/\s+/g, ' ')).toContain('no verdict rests on it')
})

test('judged again from the folder alone, it is the same', async () => {
  const before = readFileSync(join(folder, files.summary), 'utf8')
  rmSync(join(folder, files.summary))
  rmSync(join(folder, files.reportHtml))
  const again = await workplace.run(['verify', folder])
  expect(again.status, again.stderr).toBe(ended.status)
  expect(readFileSync(join(folder, files.summary), 'utf8')).toBe(before)
  expect(existsSync(join(folder, files.reportHtml))).toBe(true)
  expect((await workplace.run(['report', folder])).stdout).toContain(files.junit)
})

test('nothing is left', () => {
  expect(workplace.leftovers()).toEqual([])
})
