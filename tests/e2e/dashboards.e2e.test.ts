import { expect, test } from 'vitest'
import { readRecord, readSummaryFile, Workplace } from '../support/workplace.ts'

test('the shipped dashboards scenario, at half its rates: reads stand beside what is sent, counted and timed apart', async () => {
  using workplace = new Workplace(process.env)
  const budgets = {
    'decision_latency{stream:webhooks}': ['med<60000'],
    'ack_latency{stream:dashboards}': ['med<60000'],
    'unknown{stream:dashboards}': ['count==0'],
    anomalies: ['count==0'],
  }
  const changes = [
    'load.scale=0.5',
    'load.webhooks.duration=5s',
    'load.dashboards.startTime=1s',
    'load.dashboards.stages=[{"duration":"2s","target":50},{"duration":"2s","target":100}]',
    `thresholds=${JSON.stringify(budgets)}`,
  ]
  const ended = await workplace.run(['run', 'dashboards', '--seed', '7', ...changes.flatMap((change) => ['--set', change])])
  expect(ended.status, ended.stderr + ended.stdout).toBe(0)
  const folder = workplace.runFolder('dashboards')
  const { streams, accounting, counts, verdict } = readSummaryFile(folder)
  expect(verdict, verdict.sentence).toMatchObject({ kind: 'pass' })
  // 250/s for 5 s; 25/s for 2 s, then up to 50/s in 2 s.
  expect(streams?.map(({ name, kind, scheduled, accepted, unknown }) => [name, kind, scheduled, accepted, unknown])).toEqual([
    ['webhooks', 'ingest', 1_250, 1_250, 0],
    ['dashboards', 'read', 125, 125, 0],
  ])
  // What is read is no record.
  expect(counts.scheduled).toBe(1_250)
  expect(accounting.filter(({ holds }) => !holds)).toEqual([])
  expect(readRecord(folder).answers).toMatchObject({ sent: { heard: 1_250 }, read: { heard: 125 } })
  expect(workplace.leftovers()).toEqual([])
})
