import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, test } from 'vitest'
import type { ScenarioInput } from '../../harness/index.ts'
import type { Ending } from '../../harness/model/run-record.ts'
import { readRecord, readSummaryFile, smallScenario, Workplace } from '../support/workplace.ts'

const workplace = new Workplace(process.env)
afterAll(() => workplace[Symbol.dispose]())

/** Enough of them, about 90 bytes each, that the stack is started beside the reading. */
const rows = 80_000
const samples = join(import.meta.dirname, '..', '..', 'replay', 'samples')
const [header = ''] = readFileSync(join(samples, 'ledger-csv-tenant-3-m-001.csv'), 'utf8').split('\n')

function rowOf(number: number): string {
  const at = new Date(Date.UTC(2026, 2, 2) + number * 1_000).toISOString()
  return `tenant-3,m-001,ledger_entry_${number},charge,pi_${`${number}`.padStart(12, '0')},,12.00,USD,${at}`
}

/** A run of the first 400 records of a ledger that is `text`. */
function runOf(name: string, text: string): ScenarioInput {
  workplace.write(`${name}/ledger.csv`, text)
  const entry = { file: 'ledger.csv', format: 'ledger-csv', account: 'books', zone: 'UTC', tenants: ['tenant-3'] }
  workplace.write(`${name}/profile.json`, JSON.stringify({ version: 1, files: [entry] }))
  return smallScenario(name, {
    history: { kind: 'files', files: [`${name}/ledger.csv`], profile: `${name}/profile.json`, pace: 'schedule' },
    load: { executor: 'constant-arrival-rate', arrivals: 'even', rate: 200, duration: '2s', warmUp: { duration: '300ms', rate: 100 } },
    // Nothing is matched without the other sides: every answer comes from the close.
    thresholds: { ack_latency: ['p(95)<60000'], anomalies: ['count==0'] },
  })
}

function endingOf(name: string): Ending {
  return readRecord(workplace.runFolder(name)).ending
}

let whole = ''
beforeAll(() => {
  whole = `${[header, ...Array.from({ length: rows }, (_, number) => rowOf(number))].join('\n')}\n`
})

test('the stack starts while a large history is read, and the run is as any other', async () => {
  const { stdout, stderr } = await workplace.run(['run', workplace.scenario(runOf('beside', whole))])
  const record = readRecord(workplace.runFolder('beside'))
  // Not its verdict: how punctually a busy machine sends is not asked here.
  expect(record.ending, stdout + stderr).toEqual({ kind: 'complete' })
  const [history, stack] = record.timeline
  expect([history?.step, stack?.step]).toEqual(['history', 'stack'])
  expect(stack?.startUs).toBeLessThan(history?.endUs ?? 0)
  expect(record.history).toMatchObject({ records: 400, files: [{ rows, records: rows }] })
  expect(readSummaryFile(workplace.runFolder('beside')).counts).toMatchObject({ scheduled: 400, accepted: 400, records: 400 })
  expect(workplace.leftovers()).toEqual([])
})

test('a large history that turns out to be cut off ends the start of the stack, with its own error and status', async () => {
  const { status, stderr } = await workplace.run(['run', workplace.scenario(runOf('cut-off', whole.slice(0, -70)))])
  expect(status, stderr).toBe(64)
  expect(stderr).toContain('· stack')
  expect(stderr).toContain('ledger.csv: is truncated')
  expect(endingOf('cut-off')).toMatchObject({ kind: 'failed', code: 'BAD_INPUT', step: 'history' })
  expect(workplace.leftovers()).toEqual([])
})

test('a stack that cannot be started ends the reading, with its own error and status', async () => {
  const { status, stderr } = await workplace.run(['run', workplace.scenario(runOf('no-java', whole))], { PATH: '/nowhere', JAVA_HOME: '' })
  expect(status, stderr).toBe(69)
  expect(stderr).toContain('error MISSING_PREREQUISITE: Kafka needs Java')
  expect(endingOf('no-java')).toMatchObject({ kind: 'failed', code: 'MISSING_PREREQUISITE', step: 'stack' })
  expect(workplace.leftovers()).toEqual([])
})

test('Ctrl-C while both go on ends both', async () => {
  const command = workplace.start(['run', workplace.scenario(runOf('interrupted', whole))])
  await command.told('· stack')
  process.kill(command.pid, 'SIGINT')
  const ended = await command.ended
  expect(ended.status, ended.stderr).toBe(130)
  expect(endingOf('interrupted')).toMatchObject({ kind: 'interrupted', signal: 'SIGINT', step: 'stack' })
  expect(workplace.leftovers()).toEqual([])
})
