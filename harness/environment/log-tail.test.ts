import { appendFileSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, onTestFinished, test } from 'vitest'
import { lastLines, LogTail, sizeOf } from './log-tail.ts'

function logFile(content: string): string {
  const folder = mkdtempSync(join(tmpdir(), 'log-test-'))
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }))
  writeFileSync(join(folder, 'a.log'), content)
  return join(folder, 'a.log')
}

test('only complete lines behind the position come, each once', () => {
  const file = logFile('old\n')
  const tail = new LogTail(file, sizeOf(file))
  expect(tail.newLines()).toEqual([])
  appendFileSync(file, 'one\ntw')
  expect(tail.newLines()).toEqual(['one'])
  appendFileSync(file, 'o\n')
  expect(tail.newLines()).toEqual(['two'])
})

test.each([
  { content: '', lines: [] },
  { content: 'a\nb\n\nc', lines: ['b', 'c'] },
])('the last two lines of "$content"', ({ content, lines }) => {
  expect(lastLines(logFile(content), 2)).toEqual(lines)
})

test('a file that is not there has no lines', () => {
  expect(lastLines(join(tmpdir(), 'no', 'such.log'), 5)).toEqual([])
})
