import { expect, test } from 'vitest'
import { sampleRecord } from '../../tests/support/sample-record.ts'
import { BodyWriter, encodeBodies, type Bodies } from './bodies.ts'

function textsOf({ slabs, slab, offset, length }: Bodies): string[] {
  return Array.from(slab, (number, index) => {
    const start = offset[index] ?? 0
    return Buffer.from(slabs[number] ?? []).toString('utf8', start, start + (length[index] ?? 0))
  })
}

test('every text comes back, whatever its letters, and where one does not fit any more a slab begins', () => {
  const texts = ['{"a":1}', '', 'ünïcödé €', '\u{1F600}', 'x'.repeat(20_000_000), 'y'.repeat(20_000_000), 'last']
  const writer = new BodyWriter(texts.length)
  for (const text of texts) writer.add(text)
  const bodies = writer.bodies()
  expect(textsOf(bodies)).toEqual(texts)
  expect(bodies.slabs.length).toBeGreaterThan(1)
  expect(bodies.slabs.every(({ buffer }) => buffer instanceof SharedArrayBuffer)).toBe(true)
})

test('fewer texts than were said are a bug', () => {
  const writer = new BodyWriter(2)
  writer.add('one')
  expect(() => writer.bodies()).toThrow('1 bodies of 2')
})

test('what ended the writing of a large load is what is thrown', async () => {
  const stop = new AbortController()
  const died = new Error('api-0 ended by itself')
  const written = encodeBodies(
    Array.from({ length: 50_000 }, () => sampleRecord),
    ({ recordId }) => recordId,
    stop.signal,
  )
  stop.abort(died)
  await expect(written).rejects.toBe(died)
})
