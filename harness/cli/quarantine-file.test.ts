import { mkdtempDisposableSync, readdirSync, readFileSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { openQuarantineFile } from './quarantine-file.ts'

const row = (line: number) =>
  ({ file: 'a.csv', line, column: 1, byteOffset: 10 * line, byteLength: 9, reason: 'amount', expected: 'digits' }) as const

test('every row is a line, in the order in which they came, also many more than are written at once', () => {
  using folder = mkdtempDisposableSync(join(tmpdir(), 'tenfold-quarantine-'))
  const path = join(folder.path, 'rows.ndjson')
  const rows = Array.from({ length: 2_000 }, (_, index) => row(index + 1))
  {
    using file = openQuarantineFile(path)
    for (const each of rows) file.add(each)
    file.end()
  }
  const lines = readFileSync(path, 'utf8').trimEnd().split('\n')
  expect(lines.map((line): unknown => JSON.parse(line))).toEqual(rows)
})

test('a file that exists is left as it is, and so is a folder that does not', () => {
  using folder = mkdtempDisposableSync(join(tmpdir(), 'tenfold-quarantine-'))
  const path = join(folder.path, 'rows.ndjson')
  writeFileSync(path, 'a file of the history')
  expect(() => openQuarantineFile(path)).toThrow(expect.objectContaining({ code: 'OUTPUT_NOT_WRITABLE' }))
  expect([readdirSync(folder.path), readFileSync(path, 'utf8')]).toEqual([['rows.ndjson'], 'a file of the history'])
  expect(() => openQuarantineFile(join(folder.path, 'no', 'rows.ndjson'))).toThrow(expect.objectContaining({ code: 'OUTPUT_NOT_WRITABLE' }))
})

test('it has its name only once it is complete, and what an earlier call has left unfinished is in no way', () => {
  using folder = mkdtempDisposableSync(join(tmpdir(), 'tenfold-quarantine-'))
  const path = join(folder.path, 'rows.ndjson')
  for (const line of [1, 2]) {
    using unfinished = openQuarantineFile(path)
    unfinished.add(row(line))
    expect(readdirSync(folder.path)).toEqual(['rows.ndjson.partial'])
  }
  expect(readdirSync(folder.path)).toEqual(['rows.ndjson.partial'])
  using file = openQuarantineFile(path)
  file.add(row(3))
  file.end()
  expect([readdirSync(folder.path), JSON.parse(readFileSync(path, 'utf8'))]).toEqual([['rows.ndjson'], row(3)])
})
