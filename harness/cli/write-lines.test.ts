import { PassThrough, Writable } from 'node:stream'
import { text } from 'node:stream/consumers'
import { expect, test } from 'vitest'
import { HarnessError } from '../model/errors.ts'
import { OutputClosed, writeJson, writeLines } from './write-lines.ts'

const failingWith = (code: string): Writable => {
  const stream = new Writable({ write: (_chunk, _encoding, done) => done(Object.assign(new Error(code), { code })) })
  stream.on('error', () => {})
  return stream
}

test('every line arrives once and in order, also when the reader is slower than a buffer', async () => {
  const lines = Array.from({ length: 20_000 }, (_, index) => `line ${index}`)
  const stream = new PassThrough({ highWaterMark: 16 })
  const [read] = await Promise.all([text(stream), writeLines(stream, lines).then(() => stream.end())])
  expect(read).toBe(`${lines.join('\n')}\n`)
})

test('amounts are decimal strings in JSON', async () => {
  const stream = new PassThrough()
  const [read] = await Promise.all([text(stream), writeJson(stream, { minor: 12345678901234567890n }).then(() => stream.end())])
  expect(JSON.parse(read)).toEqual({ minor: '12345678901234567890' })
})

test('a reader that went away is told apart from a disk that is full', async () => {
  await expect(writeLines(failingWith('EPIPE'), ['x'])).rejects.toThrow(OutputClosed)
  await expect(writeLines(failingWith('ENOSPC'), ['x'])).rejects.toThrow(HarnessError)
})
