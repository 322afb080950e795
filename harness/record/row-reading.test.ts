import { appendFile, mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, test } from 'vitest'

import { cleanRun, originUs, writeRunParts } from '../../tests/support/recorded-run.ts'
import { encodeHistoryRow } from './state-lines.ts'
import { startRowReading } from './row-reading.ts'

/** Lengths of files that are read at once, and by a thread. */
const few = 0
const many = Number.POSITIVE_INFINITY

let dir: string

beforeAll(async () => {
  dir = await mkdtemp(join(tmpdir(), 'tenfold-rows-'))
})

afterAll(async () => {
  await rm(dir, { recursive: true, force: true })
})

test('a thread reads what is read without one, rows in an unusual form too', async () => {
  const parts = cleanRun({ groups: 2 })
  const [row] = parts.history ?? []
  const folder = await writeRunParts(dir, 'same', parts)
  const odd = row && encodeHistoryRow({ ...row, content: 'f'.repeat(32), result: { ...row.result, state: 'ODD "ä"' } })
  await appendFile(join(folder, 'decision-history.ndjson'), `${odd}\n`)
  const input = { folder, originUs, warmUpTenant: 'warmup' }
  await using here = startRowReading(input, few)
  await using inThread = startRowReading(input, many)
  expect(await inThread.contents).toEqual(await here.contents)
  const rows = await here.rows
  expect(await inThread.rows).toEqual(rows)
  expect(rows.decisionHistory?.others).toHaveLength(1)
  expect(rows.finalState?.columns.record).toEqual(Int32Array.from(parts.records.keys()))
})

test.each([few, many])('a line that cannot be read is told with its file and number, files of %s bytes', async (bytes) => {
  const folder = await writeRunParts(dir, `bad-${bytes}`, cleanRun({ groups: 1 }))
  await appendFile(join(folder, 'final-state.ndjson'), '{"half":\n')
  await using reading = startRowReading({ folder, originUs, warmUpTenant: undefined }, bytes)
  const told = { file: 'final-state.ndjson', line: 27, message: expect.stringContaining('JSON') as string }
  await expect(reading.rows).rejects.toMatchObject(told)
})

test('decisions of the warm-up are left out, but not those of the records', async () => {
  const parts = cleanRun({ groups: 1 })
  const folder = await writeRunParts(dir, 'warm', parts)
  const { us, p, o, e } = parts.decisions[0] as (typeof parts.decisions)[number]
  const warm = { ...(e as { identity: object }).identity, tenant: 'warmup' }
  const lines = [
    { ...e, identity: warm, content: 'f'.repeat(32) },
    { ...e, identity: warm },
  ].map((event) => JSON.stringify({ us, p, o, e: event }))
  await appendFile(join(folder, 'decisions.ndjson'), `${lines.join('\n')}\n`)
  await using reading = startRowReading({ folder, originUs, warmUpTenant: 'warmup' }, few)
  const { decisions } = await reading.rows
  expect(decisions.columns.record).toHaveLength(parts.decisions.length + 1)
})
