import { cp, readFile } from 'node:fs/promises'
import { join } from 'node:path'

import { describe, expect, test } from 'vitest'

import { forget, judgedRuns, outcome, unsent } from '../../tests/support/judged-run.ts'
import type { Edit } from '../../tests/support/judged-run.ts'
import type { Summary } from '../model/summary.ts'
import { files } from '../record/layout.ts'
import { judgeFolder } from './judge-folder.ts'

const { judged, write } = judgedRuns()

describe('a run that went well', () => {
  test('passes, with every record in its box', async () => {
    const summary = await judged(() => undefined)
    expect(summary.verdict).toMatchObject({ kind: 'pass', exitStatus: 0, reasons: [] })
    expect(summary.verdict.sentence).toBe('364 records, every answer right; decision P99 20.02 ms in surge.')
    expect(summary.accounting.every(({ holds }) => holds)).toBe(true)
    expect(summary.counts).toMatchObject({ scheduled: 364, accepted: 364, records: 364, decided: 364, open: 0, lost: 0, redelivered: 0 })
    expect(summary.matching).toEqual({ precision: 1, recall: 1, exactGroupRate: 1 })
    expect(summary.control.found).toBe(true)
    expect(summary.coverage.every(({ findings }) => findings === 0)).toBe(true)
    expect(summary.states.every(({ expected, actual }) => expected === actual)).toBe(true)
  })

  test('measures from the latest due record of an answer to its observation, and no sample where only the close decides', async () => {
    const { trends } = await judged(() => undefined)
    const whole = (metric: string): unknown => trends.find((trend) => trend.metric === metric && trend.phase === undefined)
    expect(whole('decision_latency')).toMatchObject({ samples: 14 * 25, censored: 0, p50: { valueMs: expect.closeTo(20, 1) } })
    expect(whole('close_latency')).toMatchObject({ samples: 14, p99: { valueMs: expect.closeTo(20, 1) } })
    expect(whole('ack_latency')).toMatchObject({ samples: 364, p99: { valueMs: expect.closeTo(2, 1) } })
    expect(whole('schedule_lag')).toMatchObject({ p99: { valueMs: expect.closeTo(0.1, 1) } })
  })

  test('has stages that add up to the latency', async () => {
    const { stages } = await judged(() => undefined)
    const surge = stages.filter(({ phase }) => phase === 'surge')
    expect(surge).toHaveLength(6)
    expect(surge.reduce((sum, { meanMs }) => sum + meanMs, 0)).toBeCloseTo(20, 0)
  })

  test('tells the wait for a batch from the wait for a slot', async () => {
    const { stages, trends } = await judged((run) => {
      const { scenario } = run.record
      const load = { ...scenario.load, recordsPerRequest: 10, batchWindowMs: 0.04 }
      run.record = { ...run.record, scenario: { ...scenario, load } }
      const { slotUs, dueUs } = run.rows.operations
      for (const [index, due] of dueUs.entries()) slotUs[index] = due + 40
    })
    const surge = stages.filter(({ phase }) => phase === 'surge').map(({ stage, meanMs }) => [stage, meanMs])
    expect(surge.slice(0, 3)).toEqual([
      ['schedule lag', expect.closeTo(0.06, 3)],
      ['batch wait', expect.closeTo(0.04, 3)],
      ['slot wait', 0],
    ])
    expect(surge.reduce((sum, [, meanMs]) => sum + Number(meanMs), 0)).toBeCloseTo(20, 0)
    expect(trends.find(({ metric, phase }) => metric === 'slot_wait' && phase === undefined)).toMatchObject({ max: { valueMs: 0 } })
  })

  test('gives the same bytes when a copy of its folder is judged again', async () => {
    const folder = await write()
    const copy = `${folder}-copy`
    await cp(folder, copy, { recursive: true })
    await judgeFolder(folder)
    await judgeFolder(copy)
    await judgeFolder(copy)
    for (const file of [files.summary, files.findings, files.expected, files.latency, files.run]) {
      expect(await readFile(join(copy, file), 'utf8')).toBe(await readFile(join(folder, file), 'utf8'))
    }
    const latency = JSON.parse(await readFile(join(folder, files.latency), 'utf8')) as { histograms: unknown[] }
    expect(latency.histograms.length).toBeGreaterThan(10)
  })
})

describe('what nobody knows or nobody accepted is no anomaly', () => {
  test.each<[string, Edit, Partial<Summary['counts']>]>([
    [
      'an unknown record that appears is recovered',
      (run) => outcome(run, 'fee_1', 'unknown'),
      { unknown: 1, recovered: 1, neverSeen: 0, records: 364 },
    ],
    [
      'an unknown record that does not appear',
      (run) => {
        outcome(run, 'fee_1', 'unknown')
        forget(run, 'fee_1')
      },
      { unknown: 1, recovered: 0, neverSeen: 1, records: 363 },
    ],
    [
      'a refused record',
      (run) => {
        outcome(run, 'fee_1', 'refused')
        forget(run, 'fee_1')
      },
      { refused: 1, records: 363, lost: 0 },
    ],
    [
      'a record without a slot',
      (run) => {
        outcome(run, 'fee_1', 'unsent-no-slot')
        unsent(run, 'fee_1')
        forget(run, 'fee_1')
      },
      { unsentNoSlot: 1, sent: 363, records: 363 },
    ],
  ])('%s', async (_name, edit, counts) => {
    const summary = await judged(edit)
    expect(summary.verdict.reasons).toEqual([])
    expect(summary.counts).toMatchObject(counts)
    expect(summary.accounting.every(({ holds }) => holds)).toBe(true)
  })
})
