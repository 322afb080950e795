import * as fc from 'fast-check'
import { describe, expect, test } from 'vitest'

import { AnswerParser } from './answer-parser.ts'

interface Seen {
  readonly status: number
  readonly body: string
  readonly keepAlive: boolean
  readonly hasRetryAfter: boolean
}

/** What is read from pieces, and whether all of them were understood. Every piece is overwritten after its push, as a read buffer is. */
function readPieces(pieces: readonly string[], closed = false): { answers: Seen[]; understood: boolean } {
  const answers: Seen[] = []
  const parser = new AnswerParser(({ status, body, keepAlive, hasRetryAfter }) => {
    answers.push({ status, body: body.toString(), keepAlive, hasRetryAfter })
  })
  const understood = pieces.every((piece) => {
    const bytes = Buffer.from(piece, 'latin1')
    const result = parser.push(bytes)
    bytes.fill('x')
    return result
  })
  if (closed) parser.end()
  return { answers, understood }
}

const plain = { keepAlive: true, hasRetryAfter: false }

test.each([
  { name: 'length', bytes: 'HTTP/1.1 202 Accepted\r\nContent-Length: 2\r\n\r\nhi', answers: [{ ...plain, status: 202, body: 'hi' }] },
  {
    name: 'chunks with an extension and a trailer',
    bytes: 'HTTP/1.1 202 Accepted\r\nTransfer-Encoding: chunked\r\n\r\n2;a=b\r\nhi\r\n3\r\n you\r\n0\r\nx-t: 1\r\n\r\n'.replace(
      '3\r\n you',
      '4\r\n you',
    ),
    answers: [{ ...plain, status: 202, body: 'hi you' }],
  },
  {
    name: 'no reason',
    bytes: 'HTTP/1.1 429 \r\ncontent-length:0\r\nretry-after: 1\r\n\r\n',
    answers: [{ status: 429, body: '', keepAlive: true, hasRetryAfter: true }],
  },
  {
    name: 'close',
    bytes: 'HTTP/1.1 503 x\r\nConnection: Close\r\ncontent-length: 0\r\n\r\n',
    answers: [{ ...plain, status: 503, body: '', keepAlive: false }],
  },
  {
    name: 'HTTP/1.0',
    bytes: 'HTTP/1.0 200 OK\r\ncontent-length: 1\r\n\r\na',
    answers: [{ ...plain, status: 200, body: 'a', keepAlive: false }],
  },
  { name: 'no body', bytes: 'HTTP/1.1 204 No Content\r\n\r\n', answers: [{ ...plain, status: 204, body: '' }] },
  { name: 'until the close', bytes: 'HTTP/1.1 200 OK\r\n\r\nabc', answers: [{ ...plain, status: 200, body: 'abc', keepAlive: false }] },
  {
    name: 'announced',
    bytes: 'HTTP/1.1 100 Continue\r\n\r\nHTTP/1.1 202 x\r\ncontent-length: 1\r\n\r\na',
    answers: [{ ...plain, status: 202, body: 'a' }],
  },
  {
    name: 'two in one segment',
    bytes: 'HTTP/1.1 202 x\r\ncontent-length: 1\r\n\r\naHTTP/1.1 400 x\r\ncontent-length: 1\r\n\r\nb',
    answers: [
      { ...plain, status: 202, body: 'a' },
      { ...plain, status: 400, body: 'b' },
    ],
  },
])('$name: whole, byte by byte, and cut in two anywhere', ({ bytes, answers }) => {
  expect(readPieces([bytes], true)).toEqual({ answers, understood: true })
  expect(readPieces(Array.from(bytes), true)).toEqual({ answers, understood: true })
  for (let at = 1; at < bytes.length; at++) expect(readPieces([bytes.slice(0, at), bytes.slice(at)], true).answers).toEqual(answers)
})

test.each([
  'garbage',
  'HTTP/2 200 OK\r\n\r\n',
  'HTTP/1.1 999 x\r\n\r\n',
  'HTTP/1.1 101 Switching\r\n\r\n',
  'HTTP/1.1 200 x\r\ncontent-length: -1\r\n\r\n',
  'HTTP/1.1 200 x\r\ncontent-length: 1\r\ncontent-length: 2\r\n\r\n',
  'HTTP/1.1 200 x\r\ncontent-length: 999999999\r\n\r\n',
  'HTTP/1.1 200 x\r\ntransfer-encoding: gzip\r\n\r\n',
  'HTTP/1.1 200 x\r\ntransfer-encoding: chunked\r\n\r\nzz\r\n',
  'HTTP/1.1 200 x\r\ntransfer-encoding: chunked\r\n\r\n1\r\nab\r\n',
  'HTTP/1.1 200 x\r\ntransfer-encoding: chunked\r\n\r\nffffffff\r\n',
])('%j is no answer', (bytes) => {
  expect(readPieces([bytes], true)).toEqual({ answers: [], understood: false })
})

test.each([
  { name: 'a head', start: 'HTTP/1.1 200 OK\r\nx: ', piece: 'y'.repeat(1_000) },
  { name: 'a body', start: 'HTTP/1.1 200 OK\r\n\r\n', piece: 'y'.repeat(100_000) },
  { name: 'chunks', start: 'HTTP/1.1 200 OK\r\ntransfer-encoding: chunked\r\n\r\n', piece: `10000\r\n${'y'.repeat(0x1_0000)}\r\n` },
  { name: 'a trailer line', start: 'HTTP/1.1 200 OK\r\ntransfer-encoding: chunked\r\n\r\n0\r\n', piece: 'y'.repeat(1_000) },
])('$name without end is cut off', ({ start, piece }) => {
  expect(readPieces([start, ...Array.from<string>({ length: 100 }).fill(piece)]).understood).toBe(false)
})

test('a head that came before is read as then; one that differs in a byte, or came long ago, is read anew', () => {
  const answerOf = (status: number, body: string): string => `HTTP/1.1 ${status} x\r\ncontent-length: ${body.length}\r\n\r\n${body}`
  const statuses = [202, 202, 203, 202, 400, 401, 402, 403, 404, 202]
  const stream = statuses.map((status, index) => answerOf(status, 'b'.repeat(1 + (index % 3)))).join('')
  const { answers, understood } = readPieces([stream])
  expect(understood).toBe(true)
  expect(answers).toEqual(statuses.map((status, index) => ({ ...plain, status, body: 'b'.repeat(1 + (index % 3)) })))
})

describe('laws', () => {
  const answer = fc.record({
    status: fc.integer({ min: 200, max: 599 }).filter((status) => status !== 204 && status !== 304),
    body: fc.string({ unit: fc.constantFrom('a', '\r', '\n', '0', 'é'), maxLength: 40 }),
    isChunked: fc.boolean(),
  })

  test('however a stream of answers is cut, the same answers come out', () => {
    fc.assert(
      fc.property(fc.array(answer, { minLength: 1, maxLength: 4 }), fc.array(fc.nat(400), { maxLength: 12 }), (answers, cuts) => {
        const stream = answers.map(({ status, body, isChunked }) => {
          const chunks = body === '' ? '' : `${body.length.toString(16)}\r\n${body}\r\n`
          const framing = isChunked
            ? `transfer-encoding: chunked\r\n\r\n${chunks}0\r\n\r\n`
            : `content-length: ${body.length}\r\n\r\n${body}`
          return `HTTP/1.1 ${status} x\r\n${framing}`
        })
        const text = stream.join('')
        const points = [0, ...cuts.filter((cut) => cut < text.length).toSorted((a, b) => a - b), text.length]
        const pieces = points.slice(1).map((point, index) => text.slice(points[index], point))
        const { answers: seen, understood } = readPieces(pieces)
        expect(understood).toBe(true)
        expect(seen.map(({ status, body }) => ({ status, body }))).toEqual(
          answers.map(({ status, body }) => ({ status, body: Buffer.from(body, 'latin1').toString() })),
        )
      }),
    )
  })

  test('garbage never throws and never grows', () => {
    fc.assert(
      fc.property(fc.array(fc.string({ unit: 'binary-ascii' }), { maxLength: 20 }), (pieces) => {
        expect(readPieces(pieces, true).answers.every(({ body }) => body.length <= pieces.join('').length)).toBe(true)
      }),
    )
  })
})
