import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { join } from 'node:path'
import { text } from 'node:stream/consumers'
import { expect, test } from 'vitest'
import type { Comparison } from '../harness/gate/compare-runs.ts'
import type { Trend } from '../harness/gate/trend.ts'
import { judgeFolder } from '../harness/judge/judge-folder.ts'
import { claim, ended, forget, health, judgedRuns, matched, outcome, thresholds } from './support/judged-run.ts'
import type { Edit } from './support/judged-run.ts'
import { cleanRun } from './support/recorded-run.ts'

const cli = join(import.meta.dirname, '..', 'harness', 'cli.ts')
const { write, outDir } = judgedRuns()

/** Writes the clean run with this id and one thing changed, and judges it; gives its folder. */
async function judgedFolder(runId: string, edit: Edit = () => undefined): Promise<string> {
  const run = cleanRun({ groups: 14, thresholds })
  run.record = { ...run.record, runId, startedAt: `2026-11-27T09:${runId.slice(-2)}:00.000Z` }
  edit(run)
  const folder = await write(run)
  await judgeFolder(folder)
  return folder
}

async function compare(...args: readonly string[]) {
  const child = spawn(process.execPath, [cli, 'compare', ...args], { cwd: outDir() })
  child.stdin.end()
  const [stdout, stderr, [status]] = await Promise.all([text(child.stdout), text(child.stderr), once(child, 'exit')])
  return { status: status as number | null, stdout, stderr }
}

/** The system refuses the records of the last two groups, and never says anything of them. */
const refusing: Edit = (run) => {
  for (const { recordId } of run.records.filter((record) => /_1[23]$/.test(record.recordId))) {
    outcome(run, recordId, 'refused')
    run.rows.operations.status[run.records.findIndex((record) => record.recordId === recordId)] = 429
    forget(run, recordId)
  }
}

test('two runs of which one took less of its load are told to be that before any figure, and each count and metric of both stands there', async () => {
  const [base, candidate] = [await judgedFolder('run-01'), await judgedFolder('run-02', refusing)]
  const { status, stdout } = await compare(base, candidate)
  expect(status).toBe(0)
  const flat = stdout.replaceAll(/\s+/g, ' ')
  expect(flat).toContain('Base run-01 PASS Candidate run-02 PASS Not the same work: the base accepted 364 of 364 operations, ')
  expect(flat).toContain('the candidate 312 of 364 operations (52 refused). The candidate left 14.3% of its load undelivered')
  expect(flat).toContain(' accepted 364 312 −52 −14.3% ')
  expect(flat).toContain(' refused 0 52 +52 – ')
  expect(flat).toMatch(/ decision_latency samples (\d+) (\d+) −14\.3% decision_latency p50 /)
  expect(flat).toContain(' error_rate rate, of operations sent 0% 14.3% +14.3 points – ')
  expect(flat).toContain('by 364 and 312 accepted records.')
  expect(flat).toContain('consumer_lag, records avg 2.4, max 3')
  expect(stdout.indexOf('Not the same work')).toBeLessThan(stdout.indexOf('decision_latency p50'))

  const { work, counts, metrics, figures } = JSON.parse((await compare(base, candidate, '--json')).stdout) as Comparison
  expect(work).toMatchObject({ base: { offered: 364, accepted: 364 }, candidate: { offered: 364, accepted: 312 } })
  expect(counts.find(({ name }) => name === 'refused')).toMatchObject({ base: 0, candidate: 52, difference: 52 })
  expect(metrics.find(({ metric, aggregate }) => metric === 'consumer_lag' && aggregate === 'max')).toMatchObject({ difference: 0 })
  expect(metrics.filter(({ metric }) => metric === 'process_cpu').map(({ tags }) => tags)).toContainEqual({ process: 'matcher-0' })
  expect(figures.find(({ metric }) => metric === 'cpu')?.samples).toEqual({ base: 364, candidate: 312 })
})

test('two runs alike are not told to have done other work, and what is the same in both takes a line', async () => {
  const { stdout } = await compare(await judgedFolder('run-03'), await judgedFolder('run-04'))
  expect(stdout).not.toContain('Not the same work')
  expect(stdout.replaceAll(/\s+/g, ' ')).toContain('counts Equal in both: scheduled 364; sent 364; accepted 364;')
})

test('a run in several folders counts once; INVALID, partial and wrong ones are shown, and no point of a slope', async () => {
  const sound = await Promise.all(['11', '12', '13', '14'].map((minute) => judgedFolder(`run-${minute}`)))
  await judgedFolder('run-15', health({ generatorPauseMsMax: 1_004 }))
  await judgedFolder('run-16', ended({ kind: 'interrupted', signal: 'SIGINT', step: 'load' }))
  await judgedFolder('run-17', (run) => claim(run, 'unpaid_3', matched))
  const inside = await compare(outDir(), outDir(), '--json')
  const { rows, drifts, unfit: told } = JSON.parse(inside.stdout) as Trend
  const ids = rows.map(({ runId }) => runId)
  expect(ids).toEqual([...new Set(ids)])
  expect(rows.slice(-7).map((row) => [row.runId, row.unfit])).toEqual([
    ...['11', '12', '13', '14'].map((minute) => [`run-${minute}`, null]),
    ['run-15', 'INVALID'],
    ['run-16', 'partial'],
    ['run-17', 'wrong answers'],
  ])
  expect(told).toEqual(['INVALID', 'partial', 'wrong answers'].map((why) => ({ why, runs: 1 })))
  expect(drifts[1]).toMatchObject({ metric: 'cpu-per-record', runs: rows.length - 3 })

  const { stdout } = await compare(outDir(), sound[0] ?? '')
  expect(stdout).toContain(
    `no point of a slope or of "to the first": 3 of ${rows.length} runs (1 INVALID, 1 partial, 1 void by wrong answers)`,
  )
  expect(stdout.split('\n').filter((line) => line.startsWith('run-11 '))).toHaveLength(1)
  expect(stdout).toMatch(/^run-16 +\S.* \(partial\) /m)
})
