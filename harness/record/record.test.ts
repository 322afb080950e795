import { appendFile, mkdir, mkdtemp, readFile, rm, truncate, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'

import * as fc from 'fast-check'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'

import { cleanRun, originUs, writeRunParts } from '../../tests/support/recorded-run.ts'
import { HarnessError } from '../model/errors.ts'
import { readColumns, writeColumns } from './columns.ts'
import { LineFile, LineWriter, writeLines } from './file-writing.ts'
import { runFolderName } from './folder-name.ts'
import { files } from './layout.ts'
import { readLines } from './line-reader.ts'
import { readRun } from './read-run.ts'
import { readSummary } from './read-summary.ts'
import { RecordWriter } from './record-writer.ts'

let dir: string
let made = 0

beforeAll(async () => {
  dir = await mkdtemp(join(tmpdir(), 'tenfold-record-'))
})

afterAll(async () => {
  await rm(dir, { recursive: true, force: true })
})

const fresh = (): string => join(dir, `file-${made++}`)

test.each([
  ['2026-11-27T09:00:00.123Z', 'black-friday', '7f3a', '2026-11-27T09-00-00-black-friday-7f3a'],
  ['2026-11-27T09:00:00Z', '../My Scenario!', 'x', '2026-11-27T09-00-00-my-scenario-x'],
  ['2026-11-27T09:00:00Z', '///', 'x', '2026-11-27T09-00-00-run-x'],
])('a run of %s %s %s is called %4$s', (startedAt, scenario, tenantSuffix, name) => {
  expect(runFolderName({ startedAt, scenario, tenantSuffix })).toBe(name)
})

describe('lines', () => {
  test('come back as they were written, whatever they hold, in whatever pieces', async () => {
    const line = fc.string({ minLength: 1, unit: 'grapheme' }).filter((text) => !text.includes('\n'))
    await fc.assert(
      fc.asyncProperty(fc.array(line, { maxLength: 50 }), async (lines) => {
        const path = fresh()
        expect(await writeLines(path, lines)).toBe(lines.length)
        const read: string[] = []
        expect(await readLines(path, (text) => read.push(text))).toEqual({ lines: lines.length, cutOff: '' })
        expect(read).toEqual(lines)
      }),
      { numRuns: 30 },
    )
  })

  test('longer than a piece and cut off at the end', async () => {
    const path = fresh()
    const long = 'ä'.repeat(3_000_000)
    await writeFile(path, `${long}\nshort\nhal`)
    const read: number[] = []
    expect(await readLines(path, (text) => read.push(text.length))).toEqual({ lines: 2, cutOff: 'hal' })
    expect(read).toEqual([3_000_000, 5])
  })

  test('of a file that is not there are undefined', async () => {
    expect(await readLines(fresh(), () => undefined)).toBeUndefined()
  })

  test('that come bit by bit have their file only once it is complete; what is given up leaves none', async () => {
    const [whole, given] = [fresh(), fresh()]
    {
      await using file = await LineFile.open(whole)
      await using other = await LineFile.open(given)
      await file.add(['a', 'b'])
      await other.add(['a'])
      await expect(readFile(whole)).rejects.toThrow(/ENOENT/)
      await file.add(['c'])
      await file.complete()
      expect(await readFile(whole, 'utf8')).toBe('a\nb\nc\n')
    }
    await expect(readFile(given)).rejects.toThrow(/ENOENT/)
  })

  test('keep the order of calls that were not waited for', async () => {
    const path = fresh()
    {
      await using writer = await LineWriter.open(path)
      await Promise.all(Array.from({ length: 20 }, (_, at) => writer.add([String(at)]).then(() => writer.flush())))
    }
    expect(await readFile(path, 'utf8')).toBe(Array.from({ length: 20 }, (_, at) => `${at}\n`).join(''))
  })
})

describe('columns', () => {
  const types = { small: 'u8', place: 'i32', time: 'f64' } as const

  test('come back exactly, from shared memory too', async () => {
    const row = fc.record({ small: fc.integer({ min: 0, max: 255 }), place: fc.integer(), time: fc.double() })
    await fc.assert(
      fc.asyncProperty(fc.array(row, { maxLength: 40 }), async (rows) => {
        const path = fresh()
        const shared = new Float64Array(new SharedArrayBuffer(rows.length * 8))
        shared.set(rows.map(({ time }) => time))
        const small = Uint8Array.from(rows.map((each) => each.small))
        const place = Int32Array.from(rows.map((each) => each.place))
        await writeColumns(path, types, rows.length, { small, place, time: shared })
        const read = await readColumns(path, types)
        expect(read?.count).toBe(rows.length)
        expect([...(read?.columns.time ?? [])]).toEqual([...shared])
        expect([...(read?.columns.small ?? [])]).toEqual([...small])
        expect([...(read?.columns.place ?? [])]).toEqual([...place])
      }),
      { numRuns: 30 },
    )
  })

  test('that are not there are undefined; cut off, foreign or missing ones are told', async () => {
    expect(await readColumns(fresh(), types)).toBeUndefined()
    const path = fresh()
    await writeColumns(path, types, 2, { small: new Uint8Array(2), place: new Int32Array(2), time: new Float64Array(2) })
    await expect(readColumns(path, { other: 'u8' })).rejects.toThrow('no column other of type u8')
    await truncate(path, 170)
    await expect(readColumns(path, types)).rejects.toThrow('ends at byte 170')
    await writeFile(path, 'PK\u0003\u0004')
    await expect(readColumns(path, types)).rejects.toMatchObject({ code: 'BAD_RUN_FOLDER' })
  })
})

describe('a run folder', () => {
  const write = (edit: (parts: ReturnType<typeof cleanRun>) => void = () => undefined): Promise<string> => {
    const parts = cleanRun({ groups: 2 })
    edit(parts)
    return writeRunParts(dir, `run-${made++}`, parts)
  }

  test('is read back as it was written', async () => {
    const parts = cleanRun({ groups: 2 })
    const run = await readRun(await writeRunParts(dir, `run-${made++}`, parts))
    expect(run.record).toEqual(parts.record)
    expect(run.records).toEqual(parts.records)
    expect(run.contents).toEqual(parts.contents)
    expect(run.operations).toEqual(parts.rows)
    expect(run.decisions).toHaveLength(parts.decisions.length)
    expect(run.decisions.at(0)?.observedUs).toBe((parts.decisions[0]?.us ?? 0) - originUs)
    expect(run.finalState?.map(({ content, current }) => ({ content, state: current?.result.state }))).toEqual(
      parts.finalState?.map(({ content, current }) => ({ content, state: current?.result.state })),
    )
    expect(run.finalState?.map(({ current }) => current?.result.payout)).toEqual(
      parts.finalState?.map(({ current }) => current?.result.payout),
    )
    expect([...(run.decisionHistory ?? [])].map(({ cause }) => cause)).toEqual(parts.history?.map(({ cause }) => cause))
    expect(run.series).toEqual(parts.series)
    expect(run.cutOff).toEqual([])
  })

  test('keeps a wrong identity that a row states', async () => {
    const folder = await write((parts) => {
      parts.finalState = parts.finalState?.map((row, at) => (at === 0 ? { ...row, identity: { ...row.identity, tenant: 'other' } } : row))
    })
    const run = await readRun(folder)
    expect(run.finalState?.[0]?.identity.tenant).toBe('other')
    expect(run.finalState?.[1]?.identity).toBe(run.records[1])
  })

  test('that was interrupted is read as far as it goes', async () => {
    const folder = await write((parts) => {
      parts.finalState = undefined
    })
    await rm(join(folder, files.operations))
    await rm(join(folder, files.decisions))
    const run = await readRun(folder)
    expect(run).toMatchObject({ finalState: undefined, decisionHistory: undefined, operations: undefined, decisions: { length: 0 } })
  })

  test('with a last line that was cut off is read without it', async () => {
    const folder = await write()
    const whole = await readRun(folder)
    await appendFile(join(folder, files.decisions), '{"us":12,"p":0,"o":"')
    const run = await readRun(folder)
    expect(run.decisions).toHaveLength(whole.decisions.length)
    expect([...run.decisions].map(({ observedUs }) => observedUs)).toEqual([...whole.decisions].map(({ observedUs }) => observedUs))
    expect(run.cutOff).toEqual([{ file: files.decisions, characters: 20 }])
  })

  test.each<[string, string, (folder: string) => Promise<void>]>([
    ['without run.json', 'no run.json', (folder) => rm(join(folder, files.run))],
    ['with a run.json that is none', 'not JSON', (folder) => writeFile(join(folder, files.run), '{"schemaVersion":')],
    ['of another schema', 'schema version 99', (folder) => writeFile(join(folder, files.run), '{"schemaVersion":99}')],
    ['with a foreign line', 'final-state.ndjson, line 53', (folder) => appendFile(join(folder, files.finalState), 'hello\n')],
    ['with operations of other records', 'names record', (folder) => writeFile(join(folder, files.history), '')],
  ])('%s is refused', async (_name, words, spoil) => {
    const folder = await write()
    await spoil(folder)
    const refused = readRun(folder)
    await expect(refused).rejects.toBeInstanceOf(HarnessError)
    await expect(refused).rejects.toMatchObject({ code: 'BAD_RUN_FOLDER', message: expect.stringContaining(words) })
  })

  test('that was never judged has no summary', async () => {
    await expect(readSummary(await write())).rejects.toMatchObject({
      code: 'BAD_RUN_FOLDER',
      hint: expect.stringContaining('tenfold verify'),
    })
  })

  test('is not written over another one, nor below a file', async () => {
    const name = `run-${made++}`
    await mkdir(join(dir, name))
    await expect(RecordWriter.create(dir, name)).rejects.toMatchObject({ code: 'OUTPUT_NOT_WRITABLE' })
    const file = fresh()
    await writeFile(file, '')
    await expect(RecordWriter.create(join(file, 'below'), 'run')).rejects.toMatchObject({ code: 'OUTPUT_NOT_WRITABLE' })
  })
})
